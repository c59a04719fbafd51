import { nearest } from '../../core/nearest';
import { edges, type Program, type Programs } from '../../core/program';
import { leaves } from '../compile';
import { type Dialog, type Step, stepsOf, walk } from '../dialog';
import { type Finding, pathOfLine, type Rule } from './rule';
import { sectionTargets } from './targets';

export const unreachableSection: Rule = {
  code: 'unreachable-section',
  sentence: 'No way from the first section leads to this one; nobody will ever read it.',
  mend: 'add a goto that leads here, or delete the section',
  *check(dialog): Generator<Finding> {
    const sections = new Map(dialog.sections.map((s) => [s.name, s]));
    const open = dialog.sections.slice(0, 1).map((s) => s.name);
    const seen = new Set(open);
    for (let name = open.pop(); name !== undefined; name = open.pop()) {
      for (const step of walk(sections.get(name)?.steps ?? [])) {
        for (const written of sectionTargets(step)) {
          // A misspelled goto is told as such; its section is not called unreachable as well.
          const target = sections.has(written) ? written : (nearest(written, [...sections.keys()]) ?? written);
          if (!seen.has(target)) open.push(target);
          seen.add(target);
        }
      }
    }
    for (const section of dialog.sections) {
      if (seen.has(section.name)) continue;
      const message = `nothing leads to the section "${section.name}"`;
      yield { source: dialog.source, path: section.path, key: true, message };
    }
  },
};

/** Whether a step never goes on below: it leaves, or both its branches do. */
function final(step: Step | undefined): boolean {
  if (step?.verb === 'if') return final(step.nested.then?.at(-1)) && final(step.nested.else?.at(-1));
  return leaves(step);
}

export const unreachableStep: Rule = {
  code: 'unreachable-step',
  sentence: 'A step stands below one that never goes on: goto, return, switch, end, or an if whose branches all leave.',
  mend: 'move it above, or delete it',
  *check(dialog): Generator<Finding> {
    const lists = [
      ...dialog.sections.map((s) => s.steps),
      ...[...stepsOf(dialog)].flatMap((s) => Object.values(s.nested)),
    ];
    for (const steps of lists) {
      const last = steps.findIndex(final);
      const next = last < 0 ? undefined : steps[last + 1];
      if (next) yield { source: dialog.source, path: next.path, message: 'nothing leads to this step' };
    }
  },
};

/** What can happen in silence since the person last said something. */
interface Silence {
  /** Lines of `end` steps reached without a word, and of the last steps of sections that simply stop. */
  readonly ends: ReadonlySet<number>;
  readonly stops: ReadonlySet<number>;
  /** A `return` is reached without a word after a question of this dialog, or straight from its start. */
  readonly returnsAfterAsk: boolean;
  readonly returnsAtOnce: boolean;
}

/** Follows a program with one bit: whether the bot has said something since the person did. */
function silenceOf(program: Program, programs: Programs, open: ReadonlySet<string> = new Set()): Silence {
  const ends = new Set<number>();
  const stops = new Set<number>();
  /** `at-once`: nothing said since the dialog started; `after-ask`: since the last answer. */
  type Since = 'at-once' | 'after-ask' | 'spoken';
  const seen = new Set<string>();
  const todo: [number, Since][] = [[program.sections[program.start] ?? 0, 'at-once']];
  let returnsAfterAsk = false;
  let returnsAtOnce = false;
  for (let next = todo.pop(); next; next = todo.pop()) {
    const [pc, since] = next;
    const at = program.code[pc];
    if (!at || seen.has(`${pc} ${since}`)) continue;
    seen.add(`${pc} ${since}`);
    const go = (then: Since): void => {
      for (const edge of edges(program, pc)) if (typeof edge.to === 'number') todo.push([edge.to, then]);
    };
    switch (at.op) {
      case 'say':
      case 'card':
      case 'link':
      case 'sheet':
      case 'handoff': // the result, or the bot-wide text for it
        go('spoken');
        break;
      case 'ask':
        go('after-ask');
        if (at.known) go(since);
        break;
      case 'call': {
        const called = programs[at.dialog];
        const inside =
          called && !open.has(at.dialog) ? silenceOf(called, programs, new Set([...open, program.dialog])) : undefined;
        go('spoken');
        if (inside?.returnsAfterAsk) go('after-ask');
        if (inside?.returnsAtOnce) go(since);
        break;
      }
      case 'end':
        if (since !== 'spoken') ends.add(at.line);
        break;
      case 'stop':
        stops.add(at.line);
        break;
      case 'return':
        if (since === 'after-ask') returnsAfterAsk = true;
        if (since === 'at-once') returnsAtOnce = true;
        break;
      default:
        go(since);
    }
  }
  return { ends, stops, returnsAfterAsk, returnsAtOnce };
}

export const deadEnd: Rule = {
  code: 'dead-end',
  sentence: 'The script stops without a word: a section runs out of steps, or an end comes right after an answer.',
  mend: 'say something, then end; or lead on with goto, call, switch or return',
  *check(dialog: Dialog, { programs }): Generator<Finding> {
    const program = programs[dialog.id];
    if (!program) return;
    const { ends, stops } = silenceOf(program, programs);
    const { source } = dialog;
    for (const line of stops) {
      const message = 'the section stops after this step; nothing falls into the next section';
      yield { source, path: pathOfLine(dialog, line), message, mend: 'add end, return, goto or switch below it' };
    }
    for (const line of ends) {
      const message = 'this end can be reached without a word since the last answer';
      yield { source, path: pathOfLine(dialog, line), message, mend: 'put a say in front of it' };
    }
  },
};
