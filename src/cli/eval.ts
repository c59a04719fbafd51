import type { CommandLine } from '../cli';

/** Quality on labelled sets: `npm run eval -- answers`, `-- safety`. Each is one file in `eval/`. */
const evaluations: Readonly<Record<string, () => Promise<{ readonly evaluate: CommandLine['run'] }>>> = {
  answers: () => import('../eval/answers'),
  safety: () => import('../eval/safety'),
};

export const command: CommandLine = {
  summary: 'measure quality on labelled sets: eval answers | safety | criteria',
  async run(args) {
    const [name, ...rest] = args;
    if (name !== undefined) {
      const load = evaluations[name];
      if (!load) {
        console.error(`no evaluation "${name}"; there are: ${Object.keys(evaluations).join(', ')}`);
        return 2;
      }
      return (await load()).evaluate(rest);
    }
    let worst = 0;
    for (const load of Object.values(evaluations)) worst = Math.max(worst, await (await load()).evaluate([]));
    return worst;
  },
};
