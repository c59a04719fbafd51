import { z } from 'zod';
import { crisisLabels, type Locale } from '../core/types';
import type { Grammar } from './grammar';
import type { Speller } from './spelling';

const id = z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'an id is lower-case words with hyphens');
/** A bare number in YAML is meant as the word it is written as. */
const wording = z.union([z.string(), z.number()]).transform(String);
const patterns = z.array(wording).min(1);
const label = z.enum(crisisLabels);
const examples = z.array(z.string()).min(1);

/** A rule that hears something. */
const hearRule = z.strictObject({
  id,
  label,
  /** certain: help lines only; possible: help lines first, then the turn goes on. */
  level: z.enum(['possible', 'certain']).default('certain'),
  /** Danger may be now. */
  urgent: z.boolean().default(false),
  /** Said by the person, of themselves, now: a frame around the sentence (study, question, history) does not quiet it. */
  firm: z.boolean().default(false),
  /** Marks that must stand somewhere in the message. */
  needs: z.array(id).default([]),
  /** Marks that must not stand anywhere in the message. */
  without: z.array(id).default([]),
  /** Counts only in the turns after a crisis reply, in a short message; label and level come from that reply. */
  follow_up: z.boolean().default(false),
  when: patterns,
  tests: z.strictObject({ hears: examples, ignores: examples.optional() }),
});

/** A rule that quiets what others hear: an idiom, a negation, a frame such as history or study. */
const quietRule = z.strictObject({
  id,
  /** Labels it speaks to; absent: all. */
  labels: z.array(label).optional(),
  /** What it quiets: what overlaps it, the same sentence, or the whole message. */
  scope: z.enum(['match', 'sentence', 'message']).default('match'),
  /** none: as if unheard; possible: help lines first, then the turn goes on. */
  leaves: z.enum(['none', 'possible']).default('none'),
  /** Quiets firm rules too, even with scope sentence or message. */
  strong: z.boolean().default(false),
  /** Marks that cancel it when they stand in its scope. */
  unless: z.array(id).default([]),
  when: patterns,
  tests: z.strictObject({ ignores: examples, hears: examples.optional() }),
});

/** A mark says something about the message that rules refer to: a child writes, it is now. */
const markRule = z.strictObject({ id, when: patterns });

export const patternFile = z.strictObject({
  about: z.string(),
  phrases: z.record(id, patterns).default({}),
  hear: z.array(hearRule).default([]),
  quiet: z.array(quietRule).default([]),
  marks: z.array(markRule).default([]),
});

const spelled = z.record(z.string(), z.union([z.string(), z.number()]).transform(String));
const wordList = z
  .union([z.string(), z.array(z.string())])
  .transform((v) => (Array.isArray(v) ? v : v.split(/\s+/)).filter(Boolean));

export const spellingFile = z.strictObject({
  about: z.string(),
  /** As written → as meant; one word on the left, or two. */
  spellings: spelled.default({}),
  emoji: spelled.default({}),
  fillers: wordList.default([]),
  openers: wordList.default([]),
  barriers: wordList.default([]),
  keys: wordList.default([]),
  ordinary: wordList.default([]),
});

export type HearRule = z.infer<typeof hearRule>;
export type QuietRule = z.infer<typeof quietRule>;
export type MarkRule = z.infer<typeof markRule>;

/** `language` is that of the file, from its name: `suicide.es.yaml`. */
export type Rule = (
  | ({ readonly kind: 'hear' } & HearRule)
  | ({ readonly kind: 'quiet' } & QuietRule)
  | ({ readonly kind: 'mark' } & MarkRule)
) & { readonly language?: Locale };

/** A sentence written beside a rule: what it must hear or, for a quiet rule, keep from being heard. */
export interface Example {
  readonly rule: Exclude<Rule, { readonly kind: 'mark' }>;
  readonly expected: 'hears' | 'ignores';
  readonly said: string;
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based. */
  readonly col: number;
}

/** Everything the detector needs, compiled once. */
export interface SafetyRules {
  readonly rules: readonly Rule[];
  readonly examples: readonly Example[];
  readonly grammar: Grammar;
  readonly speller: Speller;
  readonly vocabulary: ReadonlyMap<string, number>;
}
