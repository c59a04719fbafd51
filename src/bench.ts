/**
 * `npm run bench` runs every benchmark, `npm run bench -- turn` one, `npm run bench -- --smoke` all of them shortly.
 * Speed and memory live here, never in tests.
 */

const benchmarks: Readonly<
  Record<string, () => Promise<{ readonly bench: (args: readonly string[]) => Promise<void> }>>
> = {
  turn: () => import('./bench/turn'),
  startup: () => import('./bench/startup'),
  http: () => import('./bench/http'),
  directline: () => import('./bench/directline'),
  safety: () => import('./bench/safety'),
};

async function main(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args;
  if (name !== undefined && !name.startsWith('--')) {
    const load = benchmarks[name];
    if (!load) {
      console.error(`no benchmark "${name}"; there are: ${Object.keys(benchmarks).join(', ')}`);
      return 2;
    }
    await (await load()).bench(rest);
    return 0;
  }
  for (const load of Object.values(benchmarks)) await (await load()).bench(args);
  return 0;
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
