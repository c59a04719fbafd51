import { type CriteriaField, flagFields, listFields } from '../../core/criteria';
import { writeOneOf } from '../../core/nearest';
import type { AnswerKind } from '../../core/program';
import type { SlotValue } from '../../core/types';
import type { Path } from '../../core/yaml';
import { type Dialog, type Step, type StepOf, stepsOf } from '../dialog';
import { readMoney, slotKinds } from '../values';
import { slotsIn, textsOf } from '../wording';
import type { Finding, Rule } from './rule';

const criteria: readonly CriteriaField[] = [
  'place',
  'radius',
  'feeMax',
  'feeMin',
  'feeApprox',
  'currency',
  'format',
  'times',
  'timeAfter',
  'timeBefore',
  'name',
  ...listFields,
  ...flagFields,
];
const shared = criteria.map((name) => `search.${name}`);
const isShared = (slot: string): boolean => slot.startsWith('search.');

interface Use {
  readonly slot: string;
  readonly path: Path;
}

type RawCondition = StepOf<'if'>['body']['if'];

/** The conditions of a step with the path of each. */
function conditionsOf(step: Step): { readonly when: RawCondition; readonly path: Path }[] {
  if (step.verb === 'if') return [{ when: step.body.if, path: [...step.path, 'if'] }];
  if (step.verb !== 'sheet') return [];
  return step.body.sheet.lines.flatMap((line, i) =>
    typeof line === 'string' ? [] : [{ when: line.if, path: [...step.path, 'sheet', 'lines', i, 'if'] }],
  );
}

function filled(dialog: Dialog): Use[] {
  return [...stepsOf(dialog)].flatMap((step) => {
    if (step.verb === 'ask') return [{ slot: step.body.slot, path: [...step.path, 'slot'] }];
    if (step.verb === 'broken') return step.slots.map((slot) => ({ slot, path: step.path }));
    if (step.verb !== 'set') return [];
    return Object.keys(step.body.set).map((slot) => ({ slot, path: [...step.path, 'set', slot] }));
  });
}

function read(dialog: Dialog): Use[] {
  const texts = [...textsOf(dialog)].flatMap((t) => slotsIn(t.text).map((slot) => ({ slot, path: t.path })));
  const steps = [...stepsOf(dialog)].flatMap((step): Use[] => {
    if (step.verb === 'forget') return step.body.forget.map((slot, i) => ({ slot, path: [...step.path, 'forget', i] }));
    return conditionsOf(step).flatMap((c) => Object.keys(c.when).map((slot) => ({ slot, path: [...c.path, slot] })));
  });
  return [...texts, ...steps];
}

export const unknownSlot: Rule = {
  code: 'unknown-slot',
  sentence: 'A slot is read that nothing fills, or a search.* slot is none of the search criteria.',
  mend: 'fill it with an ask or a set, or correct its name',
  *check(dialog): Generator<Finding> {
    const own = [...new Set(filled(dialog).map((u) => u.slot))];
    const { source } = dialog;
    for (const { slot, path } of filled(dialog)) {
      if (!isShared(slot) || shared.includes(slot)) continue;
      yield { source, path, message: `"${slot}" is no search criterion`, mend: writeOneOf(slot, shared) };
    }
    for (const { slot, path } of read(dialog)) {
      const names = isShared(slot) ? shared : own;
      if (names.includes(slot)) continue;
      const message = isShared(slot) ? `"${slot}" is no search criterion` : `nothing in this dialog fills "${slot}"`;
      yield { source, path, message, mend: writeOneOf(slot, names) };
    }
    const { spanish } = dialog;
    for (const pair of spanish?.pairs ?? []) {
      const english = slotsIn(pair.en);
      for (const slot of slotsIn(pair.es)) {
        if (english.includes(slot) || !spanish) continue;
        const message = `the English of this pair has no $${slot}`;
        yield { source: spanish.source, path: [...pair.path, 'es'], message, mend: writeOneOf(slot, english) };
      }
    }
  },
};

/** Whether a value as written can stand in a slot of this kind. */
function fits(value: SlotValue, kind: AnswerKind): boolean {
  switch (kind) {
    case 'number':
      return typeof value === 'number';
    case 'money':
      return typeof value === 'object'
        ? 'amount' in value
        : typeof value === 'string' && readMoney(value) !== undefined;
    default:
      return typeof value !== 'object';
  }
}

const articles: Readonly<Partial<Record<AnswerKind, string>>> = { choice: 'one of its choices', yesno: 'yes or no' };
const called = (kind: AnswerKind): string =>
  articles[kind] ?? `a ${kind}`.replace('a money', 'an amount such as 60 GBP');

export const slotTypeConflict: Rule = {
  code: 'slot-type-conflict',
  sentence: 'A slot is filled with two kinds of answers, or set or tested as a kind it never holds.',
  mend: 'use a slot of its own for each kind of answer',
  *check(dialog, { dialogs }): Generator<Finding> {
    const { source } = dialog;
    const first = new Map<string, { kind: AnswerKind; where: string }>();
    for (const other of dialogs) {
      for (const step of stepsOf(other)) {
        if (step.verb !== 'ask') continue;
        const { slot, as: kind = 'choice' } = step.body;
        const key = isShared(slot) ? slot : `${other.id}/${slot}`;
        const known = first.get(key);
        if (!known) first.set(key, { kind, where: `${other.file}:${other.source.place(step.path).line}` });
        else if (known.kind !== kind && other === dialog) {
          const message = `"${slot}" holds ${called(kind)} here and ${called(known.kind)} at ${known.where}`;
          yield { source, path: [...step.path, 'slot'], message };
        }
      }
    }
    const kinds = slotKinds(dialog);
    for (const step of stepsOf(dialog)) {
      for (const [slot, value] of step.verb === 'set' ? Object.entries(step.body.set) : []) {
        const kind = kinds.get(slot);
        if (kind === undefined || fits(value, kind)) continue;
        const message = `"${slot}" is asked as ${called(kind)}, and this is none`;
        yield { source, path: [...step.path, 'set', slot], message, mend: `write ${called(kind)}` };
      }
      for (const { when, path } of conditionsOf(step)) {
        for (const [slot, test] of Object.entries(when)) {
          const kind = kinds.get(slot);
          if (kind === undefined) continue;
          const range = typeof test === 'object' && ('below' in test || 'above' in test);
          const message = `"${slot}" holds ${called(kind)}`;
          if (range && kind !== 'number' && kind !== 'money') {
            yield { source, path: [...path, slot], message, mend: 'below and above need as: number or as: money' };
          } else if (wanted(test).some((v) => !fits(v, kind))) {
            yield { source, path: [...path, slot], message, mend: `compare with ${called(kind)}` };
          }
        }
      }
    }
  },
};

/** The values a test compares with. */
function wanted(test: RawCondition[string]): readonly SlotValue[] {
  if (typeof test !== 'object' || 'amount' in test) return [test];
  if (Array.isArray(test)) return test;
  return 'is' in test ? wanted(test.is) : [];
}

/** The values a plain slot can hold when only choices, yesno and set fill it; undefined when people write freely. */
function valuesOf(dialog: Dialog, slot: string): readonly string[] | undefined {
  const values: string[] = [];
  for (const step of stepsOf(dialog)) {
    if (step.verb === 'set' && step.body.set[slot] !== undefined) values.push(String(step.body.set[slot]));
    if (step.verb === 'broken' && step.slots.includes(slot)) return undefined;
    if (step.verb !== 'ask' || step.body.slot !== slot) continue;
    if (step.body.choices) values.push(...Object.keys(step.body.choices));
    else if (step.body.as === 'yesno') values.push('yes', 'no');
    else return undefined;
  }
  return values.length > 0 ? values : undefined;
}

export const unknownValue: Rule = {
  code: 'unknown-value',
  sentence: 'A condition compares a slot with a value no choice and no set gives it: it can never hold.',
  mend: 'write a value the slot can have',
  *check(dialog): Generator<Finding> {
    for (const step of stepsOf(dialog)) {
      for (const { when, path } of conditionsOf(step)) {
        for (const [slot, test] of Object.entries(when)) {
          const values = isShared(slot) ? undefined : valuesOf(dialog, slot);
          for (const value of values ? wanted(test) : []) {
            if (!values || typeof value === 'object' || values.includes(String(value))) continue;
            const message = `"${slot}" is never "${value}"`;
            yield { source: dialog.source, path: [...path, slot], message, mend: writeOneOf(String(value), values) };
          }
        }
      }
    }
  },
};
