import { type Condition, edges, type Instruction, type Program, type Programs } from '../../core/program';
import type { SlotValue } from '../../core/types';
import { type Finding, pathOfLine, type Rule } from './rule';

/**
 * Finds ways that go round without ever waiting for the person. A question is passed by when it has `known: skip`
 * and its slot may be filled, so the walk carries what it knows about slots: emptied by `forget`, filled by `set`,
 * or empty because the dialog has only just started. That is why `forget` mends a search that widens.
 */
type Known = Readonly<Record<string, SlotValue | null>>;

interface Node {
  readonly program: Program;
  readonly pc: number;
  /** null: surely empty; absent: may be anything. */
  readonly known: Known;
  /** Slots of the dialog itself that are not in `known` are surely empty. */
  readonly fresh: boolean;
}

const isShared = (slot: string): boolean => slot.startsWith('search.');

function keyOf({ program, pc, known, fresh }: Node): string {
  const facts = Object.keys(known)
    .sort((a, b) => a.localeCompare(b))
    .map((slot) => `${slot}=${JSON.stringify(known[slot])}`);
  return `${program.dialog} ${pc} ${fresh} ${facts.join(' ')}`;
}

function surely(node: Node, slot: string): SlotValue | null | undefined {
  if (slot in node.known) return node.known[slot];
  return node.fresh && !isShared(slot) ? null : undefined;
}

/** Whether a condition surely holds (true), surely fails (false), or may do either. */
function verdict(node: Node, when: Condition): boolean | undefined {
  let all: boolean | undefined = true;
  for (const [slot, test] of Object.entries(when)) {
    const value = surely(node, slot);
    let one: boolean | undefined;
    if ('set' in test) one = value === undefined ? undefined : (value !== null) === test.set;
    else if (value === null) one = false;
    else if (value !== undefined && 'is' in test)
      one = test.is.some((v) => JSON.stringify(v) === JSON.stringify(value));
    if (one === false) return false;
    if (one === undefined) all = undefined;
  }
  return all;
}

function onlyShared(known: Known): Known {
  return Object.fromEntries(Object.entries(known).filter(([slot]) => isShared(slot)));
}

function startOf(program: Program, known: Known): Node {
  return { program, pc: program.sections[program.start] ?? 0, known: onlyShared(known), fresh: true };
}

/** Where the bot may go from here without the person saying anything. */
function silently(node: Node, programs: Programs, open: ReadonlySet<string>): readonly Node[] {
  const { program, pc, known } = node;
  const at = program.code[pc];
  if (!at) return [];
  const on = (facts: Known = known, way?: string): Node[] =>
    edges(program, pc).flatMap((edge) =>
      typeof edge.to === 'number' && (way === undefined || edge.way === way)
        ? [{ ...node, pc: edge.to, known: facts }]
        : [],
    );
  switch (at.op) {
    case 'ask':
      return at.known && surely(node, at.slot) !== null ? on() : [];
    case 'set':
      return on({ ...known, ...at.slots });
    case 'forget':
      return on({ ...known, ...Object.fromEntries(at.slots.map((slot) => [slot, null])) });
    case 'test': {
      const holds = verdict(node, at.when);
      return on(known, holds === undefined ? undefined : holds ? 'if holds' : 'if not');
    }
    case 'switch':
    case 'call': {
      const other = programs[at.dialog];
      if (!other) return [];
      const inside = startOf(other, known);
      const back = at.op === 'call' && passes(inside, programs, open);
      const own = Object.fromEntries(Object.entries(known).filter(([slot]) => !isShared(slot)));
      return back ? [inside, ...on(own)] : [inside];
    }
    default:
      return on();
  }
}

/** Whether a called dialog may come back without having asked anything. */
function passes(from: Node, programs: Programs, open: ReadonlySet<string>): boolean {
  if (open.has(from.program.dialog)) return false;
  const inner = new Set([...open, from.program.dialog]);
  const seen = new Set<string>();
  const todo = [from];
  for (let node = todo.pop(); node; node = todo.pop()) {
    const key = keyOf(node);
    if (seen.has(key)) continue;
    seen.add(key);
    const op: Instruction['op'] | undefined = node.program.code[node.pc]?.op;
    if (op === 'end' || op === 'return' || op === 'stop') return true;
    todo.push(...silently(node, programs, inner).filter((n) => n.program === from.program));
  }
  return false;
}

/** The lines, in this dialog, of steps that close a silent circle. */
function circles(program: Program, programs: Programs): Set<number> {
  const lines = new Set<number>();
  const done = new Set<string>();
  const none: ReadonlySet<string> = new Set();
  const visit = (node: Node, trail: readonly { key: string; node: Node }[]): void => {
    const key = keyOf(node);
    const from = trail.findIndex((t) => t.key === key);
    if (from >= 0) {
      const round = trail.slice(from).map((t) => t.node);
      const here = round.filter((n) => n.program === program).map((n) => n.program.code[n.pc]);
      const closing = here.filter((at) => at && ['jump', 'call', 'switch'].includes(at.op));
      // The same circle is met from several sides; its lowest goto names it.
      const line = Math.max(...(closing.length > 0 ? closing : here).map((at) => at?.line ?? 0));
      if (line > 0) lines.add(line);
      return;
    }
    if (done.has(key)) return;
    for (const next of silently(node, programs, none)) visit(next, [...trail, { key, node }]);
    done.add(key);
  };
  visit(startOf(program, {}), []);
  for (const [pc, at] of program.code.entries()) {
    if (at.op !== 'ask' && at.op !== 'handoff' && at.op !== 'call') continue;
    for (const edge of edges(program, pc)) {
      if (typeof edge.to === 'number') visit({ program, pc: edge.to, known: {}, fresh: false }, []);
    }
  }
  return lines;
}

export const endlessLoop: Rule = {
  code: 'endless-loop',
  sentence: 'The bot can go round in a circle that passes every question, because their slots are filled.',
  mend: 'forget a slot of the circle before it starts again, or ask without known: skip',
  *check(dialog, { programs }): Generator<Finding> {
    const program = programs[dialog.id];
    if (!program) return;
    for (const line of circles(program, programs)) {
      const message = 'from here the dialog can go round without asking anything';
      yield { source: dialog.source, path: pathOfLine(dialog, line), message };
    }
  },
};
