import type { Problem } from '../core/problem';
import { edges, type Program, type Programs } from '../core/program';

/** One place a choice, a condition or a handoff leads to; what tests have to visit. */
export interface Way {
  readonly dialog: string;
  readonly file: string;
  readonly line: number;
  /** Such as `choice past`, `if not`, `none`. */
  readonly name: string;
}

export interface Coverage {
  readonly ways: readonly Way[];
  readonly missed: readonly Way[];
}

/** The positions that can be reached from the start. */
function reached(program: Program): readonly number[] {
  const seen = new Set<number>();
  const todo = [program.sections[program.start] ?? 0];
  for (let pc = todo.pop(); pc !== undefined; pc = todo.pop()) {
    if (seen.has(pc)) continue;
    seen.add(pc);
    for (const edge of edges(program, pc)) if (typeof edge.to === 'number') todo.push(edge.to);
  }
  return [...seen].sort((a, b) => a - b);
}

/** Every way of a program: the edges with a name, of positions that can be reached. */
export function waysOf(program: Program): readonly Way[] {
  return reached(program).flatMap((pc) =>
    edges(program, pc).flatMap((edge) =>
      edge.way === undefined ? [] : [{ dialog: program.dialog, file: program.file, line: edge.line, name: edge.way }],
    ),
  );
}

const keyOf = (dialog: string, line: number, name: string): string => `${dialog}:${line} ${name}`;

/**
 * The way a line of a turn's trace stands for. Several choices may lead to one place, and a search may end in a
 * branch the script leaves to the bot: both count as the way `edges` names.
 */
function wayTaken(program: Program, line: number, name: string): string {
  for (const [pc, at] of program.code.entries()) {
    if (at.op === 'ask') {
      const choice = at.choices.find((c) => c.line === line && `choice ${c.value}` === name);
      if (!choice) continue;
      const edge = edges(program, pc).find((e) => e.to === (choice.to ?? pc + 1));
      return keyOf(program.dialog, edge?.line ?? line, edge?.way ?? name);
    }
    if (at.op === 'handoff' && at.line === line && ['found', 'none', 'failed'].includes(name)) {
      const own = edges(program, pc).some((e) => e.way === name);
      return keyOf(program.dialog, line, own ? name : 'handoff else');
    }
  }
  return keyOf(program.dialog, line, name);
}

/**
 * Which ways the tests took.
 * @param traces lines such as `is-it-for-me:13 choice past`; lines that name no way are passed by.
 */
export function coverage(programs: Programs, traces: Iterable<string>): Coverage {
  const taken = new Set<string>();
  for (const entry of traces) {
    const [, dialog = '', line, name = ''] = /^(\S+):(\d+) (.+)$/.exec(entry) ?? [];
    const program = Object.hasOwn(programs, dialog) ? programs[dialog] : undefined;
    if (program) taken.add(wayTaken(program, Number(line), name));
  }
  const ways = Object.values(programs).flatMap(waysOf);
  return { ways, missed: ways.filter((w) => !taken.has(keyOf(w.dialog, w.line, w.name))) };
}

const inWords: Readonly<Record<string, string>> = {
  'if holds': 'where the condition holds',
  'if not': 'where the condition does not hold',
  otherwise: 'where no answer is understood',
  found: 'where the search finds somebody',
  none: 'where the search finds nobody',
  failed: 'where the search fails',
  'handoff else': 'where the search ends in a branch not written here',
};

/** A way no test takes, as a problem at its line. */
export function uncovered(way: Way): Problem {
  const what = inWords[way.name] ?? `of ${way.name.replace(/^choice (.+)$/, 'the choice "$1"')}`;
  return {
    file: way.file,
    line: way.line,
    col: 1,
    code: 'uncovered',
    message: `no test takes the way ${what}`,
    mend: 'add a test whose conversation goes this way',
  };
}
