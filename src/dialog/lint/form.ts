import { grade, wordCount } from '../../core/grade';
import type { Locale } from '../../core/types';
import { type Dialog, stepsOf, walk } from '../dialog';
import { type Text, textsOf, textsOfStep } from '../wording';
import type { Finding, Rule } from './rule';

/** Choices of one question: Teams shows three as buttons, six still fit a card. */
export const maxChoices = 6;
/** Characters on a choice, and on a card's button, which has a line to itself: what a phone shows without cutting. */
export const maxLabels = { label: 20, button: 30 } as const;
/** Characters in one bubble. */
export const maxMessage = 300;
/** US school grade; Flesch-Kincaid, for Spanish its counterpart in `core/grade.ts`. */
export const maxGrade = 8;
/** Below this number of words a reading grade says little, so short bubbles are judged together. */
export const minGraded = 20;

/** Says so when a text has more characters than it may. */
export function tooLong(text: string, most: number): string | undefined {
  const { length } = [...text];
  return length > most ? `${length} characters; at most ${most}` : undefined;
}

/** The texts of a dialog in one locale, each where its writer has to change it. */
function* written(dialog: Dialog): Generator<Text & { readonly locale: Locale; readonly source: Finding['source'] }> {
  const kinds = new Map<string, Text['kind']>();
  for (const text of textsOf(dialog)) {
    kinds.set(text.text, text.kind);
    yield { ...text, locale: 'en', source: dialog.source };
  }
  for (const pair of dialog.spanish?.pairs ?? []) {
    const kind = kinds.get(pair.en);
    const path = [...pair.path, 'es'];
    if (kind && dialog.spanish) yield { kind, text: pair.es, path, locale: 'es', source: dialog.spanish.source };
  }
}

export const tooManyChoices: Rule = {
  code: 'too-many-choices',
  sentence: `A question has more than ${maxChoices} choices; nobody reads that many on a phone.`,
  mend: 'ask in two steps, or join choices that lead to the same place',
  *check(dialog): Generator<Finding> {
    for (const step of stepsOf(dialog)) {
      if (step.verb !== 'ask') continue;
      const count = Object.keys(step.body.choices ?? {}).length;
      if (count <= maxChoices) continue;
      const path = [...step.path, 'choices'];
      yield { source: dialog.source, path, key: true, message: `${count} choices; at most ${maxChoices}` };
    }
  },
};

export const longLabel: Rule = {
  code: 'long-label',
  sentence: `A choice has more than ${maxLabels.label} characters, or a card's button more than ${maxLabels.button}; phones cut it.`,
  mend: 'say it shorter; more words can stand in the question or under also',
  *check(dialog): Generator<Finding> {
    for (const { kind, text, path, source } of written(dialog)) {
      const long = kind === 'label' || kind === 'button' ? tooLong(text, maxLabels[kind]) : undefined;
      if (long !== undefined) yield { source, path, message: `this label has ${long}` };
    }
  },
};

export const longMessage: Rule = {
  code: 'long-message',
  sentence: `A message has more than ${maxMessage} characters; it fills the screen of a phone.`,
  mend: 'split it into two steps',
  *check(dialog): Generator<Finding> {
    for (const { text, path, source } of written(dialog)) {
      const long = tooLong(text, maxMessage);
      if (long !== undefined) yield { source, path, message: `this message has ${long}` };
    }
  },
};

/** Says so when a text needs more years of school than it may; short ones are not judged. */
export function tooHard(text: string, locale: Locale): string | undefined {
  if (wordCount(text) < minGraded) return undefined;
  const found = grade(text, locale);
  return found > maxGrade ? `reading grade ${found.toFixed(1)}; at most ${maxGrade}` : undefined;
}

const messages = (texts: Iterable<Text>): string =>
  [...texts].flatMap((t) => (t.kind === 'message' ? [t.text] : [])).join('\n\n');

export const hardToRead: Rule = {
  code: 'hard-to-read',
  sentence: `A message of ${minGraded} words or more, or the bubbles of a section together, need more than ${maxGrade} years of school.`,
  mend: 'use shorter sentences and everyday words',
  *check(dialog): Generator<Finding> {
    const seen: Finding[] = [];
    for (const { kind, text, path, source, locale } of written(dialog)) {
      const message = kind === 'message' ? tooHard(text, locale) : undefined;
      if (message !== undefined) seen.push({ source, path, message });
    }
    yield* seen;
    if (seen.length > 0) return;
    for (const { path, steps } of dialog.sections) {
      const message = tooHard(messages([...walk(steps)].flatMap((s) => [...textsOfStep(s)])), 'en');
      if (message !== undefined) {
        yield { source: dialog.source, path, key: true, message: `this section as a whole has ${message}` };
      }
    }
    const { spanish } = dialog;
    const whole = spanish && tooHard(messages([...written(dialog)].filter((t) => t.locale === 'es')), 'es');
    if (spanish && whole !== undefined) {
      yield { source: spanish.source, path: ['texts'], key: true, message: `the Spanish as a whole has ${whole}` };
    }
  },
};

export const insecureLink: Rule = {
  code: 'insecure-link',
  sentence: 'An address does not start with https:// (buttons of a card also take tel: and sms:).',
  mend: 'write the https:// address; where there is none, name the site in words',
  *check(dialog): Generator<Finding> {
    const { source } = dialog;
    const message = 'this address is not secure';
    for (const step of stepsOf(dialog)) {
      if (step.verb === 'link' && !step.body.link.startsWith('https://')) {
        yield { source, path: [...step.path, 'link'], message };
      }
      if (step.verb !== 'card') continue;
      for (const [i, button] of (step.body.card.buttons ?? []).entries()) {
        if (/^(https:\/\/|tel:|sms:)/.test(button.url)) continue;
        yield { source, path: [...step.path, 'card', 'buttons', i, 'url'], message };
      }
    }
    for (const text of written(dialog)) {
      if (/\bhttp:\/\//i.test(text.text)) yield { source: text.source, path: text.path, message };
    }
  },
};
