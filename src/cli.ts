#!/usr/bin/env node
/** `attune <command>`. Each command is one file in `cli/`, loaded only when asked for. */

export interface CommandLine {
  readonly summary: string;
  /** Resolves to the exit code. */
  readonly run: (args: readonly string[]) => Promise<number>;
}

const commands: Readonly<Record<string, () => Promise<{ readonly command: CommandLine }>>> = {
  talk: () => import('./cli/talk'),
  batch: () => import('./cli/batch'),
  check: () => import('./cli/check'),
  explain: () => import('./cli/explain'),
  eval: () => import('./cli/eval'),
  knowledge: () => import('./cli/knowledge'),
  misses: () => import('./cli/misses'),
  graph: () => import('./cli/graph'),
  hear: () => import('./cli/hear'),
  schema: () => import('./cli/schema'),
  strings: () => import('./cli/strings'),
};

async function main(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args;
  const load = name === undefined ? undefined : commands[name];
  if (!load) {
    const asked = name !== undefined && !['help', '--help', '-h'].includes(name);
    if (asked) console.error(`attune has no command "${name}".`);
    console.log('attune <command>\n');
    for (const [key, command] of Object.entries(commands)) {
      console.log(`  ${key.padEnd(10)} ${(await command()).command.summary}`);
    }
    return asked ? 2 : 0;
  }
  return (await load()).command.run(rest);
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  },
);
