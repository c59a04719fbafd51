import type { Link, Locale, SlotValue } from './types';

/**
 * A compiled dialog: one flat list of instructions, with sections and resting ids as maps to positions.
 * Flat beats a tree here: resuming is one lookup, and lint, coverage and graph all walk the same `edges`.
 */
export interface Program {
  readonly dialog: string;
  readonly title: string;
  readonly locale: Locale;
  /** Path for messages, such as `dialogs/is-it-for-me.yaml`. */
  readonly file: string;
  /** First 8 hex digits of the SHA-256 of the English script's text. */
  readonly revision: string;
  readonly triggers: readonly string[];
  /** Ids in `knowledge/sources.yaml`. */
  readonly sources: readonly string[];
  /** Name of the first section. */
  readonly start: string;
  readonly code: readonly Instruction[];
  /** Section name to the position of its first instruction. */
  readonly sections: Readonly<Record<string, number>>;
  /** Resting id to its position. */
  readonly rests: Readonly<Record<string, number>>;
  /** Old resting id to new one. */
  readonly moved: Readonly<Record<string, string>>;
}

export type Programs = Readonly<Record<string, Program>>;

export type AnswerKind = 'choice' | 'yesno' | 'text' | 'number' | 'money' | 'date' | 'place';

export interface Choice {
  readonly value: string;
  readonly label: string;
  /** Other words for the same choice. */
  readonly also: readonly string[];
  /** Position to go to; undefined goes on below. */
  readonly to?: number;
  readonly line: number;
}

export interface Ask {
  readonly op: 'ask';
  /** The resting id, unique in the dialog. */
  readonly id: string;
  /** Plain name or `search.<name>`. */
  readonly slot: string;
  readonly kind: AnswerKind;
  /** Variants, taken in turn; usually one. */
  readonly text: readonly string[];
  readonly choices: readonly Choice[];
  readonly min?: number;
  readonly max?: number;
  readonly optional: boolean;
  /** Passed by when the slot is already filled. */
  readonly known: boolean;
  /** Said when an answer is not understood; undefined takes the bot-wide text. */
  readonly reprompt?: string;
  /** How often the question is asked again before `otherwise`. */
  readonly tries: number;
  /** Position of the first `otherwise` step; undefined goes on below with the slot empty. */
  readonly otherwise?: number;
}

/** `$slot` in a text; the name is the first group. A digit after the sign is a price, and a full stop ends a sentence. */
export const slotInText = /\$((?:search\.)?[a-z][A-Za-z0-9_]*)/g;

/** One comparison of a condition: the slot's value against one test. */
export type SlotTest =
  | { readonly is: readonly SlotValue[] }
  | { readonly below: number }
  | { readonly above: number }
  | { readonly set: boolean };
/** All entries must hold. */
export type Condition = Readonly<Record<string, SlotTest>>;

export interface SheetLine {
  readonly text: string;
  readonly when?: Condition;
}

/** `line` is the YAML line (1-based); `section` the section the instruction belongs to. */
export type Instruction = { readonly line: number; readonly section: string } & (
  | { readonly op: 'say'; readonly text: readonly string[] }
  | Ask
  | { readonly op: 'set'; readonly slots: Readonly<Record<string, SlotValue>> }
  | { readonly op: 'forget'; readonly slots: readonly string[] }
  /** Goes on below when the condition holds, else to `otherwise`. */
  | { readonly op: 'test'; readonly when: Condition; readonly otherwise: number }
  | { readonly op: 'jump'; readonly to: number }
  | { readonly op: 'call'; readonly id: string; readonly dialog: string }
  | { readonly op: 'return' }
  | { readonly op: 'switch'; readonly dialog: string }
  | { readonly op: 'card'; readonly title: string; readonly text: string; readonly buttons: readonly Link[] }
  | { readonly op: 'link'; readonly url: string; readonly label: string }
  | { readonly op: 'sheet'; readonly title: string; readonly lines: readonly SheetLine[] }
  | { readonly op: 'pause'; readonly seconds: number }
  /** Branches are positions; an absent one says the bot-wide text and goes on below. */
  | {
      readonly op: 'handoff';
      readonly id: string;
      readonly found?: number;
      readonly none?: number;
      readonly failed?: number;
    }
  | { readonly op: 'end' }
  /** The invisible end of a section: the script stops without a word (lint: dead-end). */
  | { readonly op: 'stop' }
);

/** A place a program can go from one position, with the way's name for coverage and the graph. */
export interface Edge {
  readonly to: number | 'end' | { readonly dialog: string };
  /** Such as `choice past`, `if holds`, `if not`, `none`; undefined when there is only one place to go. */
  readonly way?: string;
  readonly line: number;
}

/** Every place the instruction at `pc` can lead to. The ways of a program are the edges that carry a name. */
export function edges(program: Program, pc: number): readonly Edge[] {
  const at = program.code[pc];
  if (!at) return [];
  const next: Edge = { to: pc + 1, line: at.line };
  switch (at.op) {
    case 'ask': {
      const ways: Edge[] = at.choices.map((c) => ({ to: c.to ?? pc + 1, way: `choice ${c.value}`, line: c.line }));
      // Choices that lead to the same place are one way: what counts is distinct places.
      const distinct = new Map<number, Edge>();
      for (const way of ways) if (!distinct.has(way.to as number)) distinct.set(way.to as number, way);
      const out: Edge[] = at.choices.length ? [...distinct.values()] : [next];
      if (at.otherwise !== undefined) out.push({ to: at.otherwise, way: 'otherwise', line: at.line });
      else if (!out.some((e) => e.to === pc + 1)) out.push(next);
      if (out.length === 1) return [{ to: (out[0] as Edge).to, line: at.line }];
      return out;
    }
    case 'test':
      return [
        { to: pc + 1, way: 'if holds', line: at.line },
        { to: at.otherwise, way: 'if not', line: at.line },
      ];
    case 'jump':
      return [{ to: at.to, line: at.line }];
    case 'switch':
      return [{ to: { dialog: at.dialog }, line: at.line }];
    case 'handoff': {
      const branches = (['found', 'none', 'failed'] as const).flatMap((way) =>
        at[way] === undefined ? [] : [{ to: at[way], way, line: at.line }],
      );
      return branches.length === 3
        ? branches
        : [...branches, { ...next, ...(branches.length ? { way: 'handoff else' } : {}) }];
    }
    case 'return':
    case 'end':
    case 'stop':
      return [{ to: 'end', line: at.line }];
    default:
      return [next];
  }
}
