import type { AnswerKind, Condition, SlotTest } from '../core/program';
import type { SlotValue } from '../core/types';
import { type Dialog, type StepOf, stepsOf } from './dialog';

type RawCondition = StepOf<'if'>['body']['if'];

/** `60 GBP` as an amount; undefined when the text is none. */
export function readMoney(text: string): { readonly amount: number; readonly currency: string } | undefined {
  const match = /^(\d+(?:\.\d+)?) ([A-Z]{3})$/.exec(text.trim());
  return match ? { amount: Number(match[1]), currency: match[2] as string } : undefined;
}

/** The kind of answer each slot of a dialog holds, by its first question. */
export function slotKinds(dialog: Dialog): ReadonlyMap<string, AnswerKind> {
  const kinds = new Map<string, AnswerKind>();
  for (const step of stepsOf(dialog)) {
    if (step.verb === 'ask' && !kinds.has(step.body.slot)) kinds.set(step.body.slot, step.body.as ?? 'choice');
  }
  return kinds;
}

/** A value as a script writes it, in the form an answer of this kind has: `60 GBP` is money, `3` a choice's "3". */
export function slotValue(value: SlotValue, kind: AnswerKind | undefined): SlotValue {
  if (typeof value === 'object') return value;
  switch (kind) {
    case 'choice':
    case 'yesno':
    case 'text':
    case 'date':
      return String(value);
    case 'place':
      return { name: String(value) };
    case 'money':
      return typeof value === 'string' ? (readMoney(value) ?? value) : value;
    default:
      return value;
  }
}

function slotTest(raw: RawCondition[string], kind: AnswerKind | undefined): SlotTest {
  if (Array.isArray(raw)) return { is: raw.map((v) => slotValue(v, kind)) };
  if (typeof raw !== 'object' || 'amount' in raw) return { is: [slotValue(raw, kind)] };
  return 'is' in raw ? slotTest(raw.is, kind) : raw;
}

export function compileCondition(raw: RawCondition, kinds: ReadonlyMap<string, AnswerKind>): Condition {
  return Object.fromEntries(Object.entries(raw).map(([slot, test]) => [slot, slotTest(test, kinds.get(slot))]));
}
