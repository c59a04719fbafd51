import { bare } from '../../core/plain';
import type { Path, YamlFile } from '../../core/yaml';
import { type Dialog, restIdOf, stepsOf } from '../dialog';
import type { Finding, Known, Rule } from './rule';

interface Phrase {
  readonly words: string;
  readonly choice: string;
  readonly source: YamlFile;
  readonly path: Path;
}

/** Everything that can be said for the choices of one question, per locale. */
function phrasesOf(dialog: Dialog, step: Extract<ReturnType<typeof asksOf>[number], { verb: 'ask' }>): Phrase[][] {
  const { source, spanish } = dialog;
  const english: Phrase[] = [];
  const translated: Phrase[] = [];
  const pairs = new Map(spanish?.pairs.map((p) => [p.en, p]));
  for (const choice of dialog.source.keys([...step.path, 'choices'])) {
    const raw = step.body.choices?.[choice] ?? choice;
    const path = [...step.path, 'choices', choice];
    const { label, also = [] } = typeof raw === 'string' ? { label: raw } : raw;
    english.push({ words: bare(label), choice, source, path: typeof raw === 'string' ? path : [...path, 'label'] });
    for (const [i, phrase] of also.entries()) {
      english.push({ words: bare(phrase), choice, source, path: [...path, 'also', i] });
    }
    if (!spanish) continue;
    const pair = pairs.get(label);
    if (pair?.es) translated.push({ words: bare(pair.es), choice, source: spanish.source, path: [...pair.path, 'es'] });
    const key = `${restIdOf(step)}.${choice}`;
    for (const [i, phrase] of (spanish.also[key] ?? []).entries()) {
      translated.push({ words: bare(phrase), choice, source: spanish.source, path: ['also', key, i] });
    }
  }
  return [english, translated];
}

const asksOf = (dialog: Dialog) => [...stepsOf(dialog)].flatMap((s) => (s.verb === 'ask' ? [s] : []));

/** The command some words are; whoever writes Spanish can use the English commands too. */
function commandOf(words: string, spanish: boolean, { commands }: Known): string | undefined {
  return (spanish ? commands?.es.get(words) : undefined) ?? commands?.en.get(words);
}

export const ambiguousChoice: Rule = {
  code: 'ambiguous-choice',
  sentence:
    'The same words stand under two choices of a question, or are a command of the bot: typed, they pick nothing.',
  mend: 'keep the phrase under one choice only',
  *check(dialog, { known }): Generator<Finding> {
    for (const step of asksOf(dialog)) {
      const order = dialog.source.keys([...step.path, 'choices']);
      for (const [i, phrases] of phrasesOf(dialog, step).entries()) {
        const first = new Map<string, string>();
        for (const { words, choice, source, path } of phrases) {
          const other = first.get(words) ?? choice;
          first.set(words, other);
          const command = commandOf(words, i > 0, known);
          const numbered = /^\d+$/.test(words) ? order[Number(words) - 1] : undefined;
          if (other !== choice) {
            yield { source, path, message: `"${words}" stands under "${other}" as well` };
          } else if (command !== undefined) {
            const mend = 'use other words; typed, these do what the command does';
            yield { source, path, message: `"${words}" is the command ${command}`, mend };
          } else if (numbered !== undefined && numbered !== choice) {
            const mend = 'order the choices by their numbers, or use words';
            yield { source, path, message: `"${words}" also means choice number ${words}`, mend };
          }
        }
      }
    }
  },
};

interface Trigger {
  readonly phrase: string;
  /** Sorted: the order of the words makes no difference to the search. */
  readonly words: string;
  readonly source: YamlFile;
  readonly path: Path;
  readonly dialog: string;
}

function triggersOf(dialog: Dialog, spanish: boolean): Trigger[] {
  const source = spanish ? dialog.spanish?.source : dialog.source;
  const phrases = spanish ? (dialog.spanish?.triggers ?? []) : dialog.triggers;
  if (!source) return [];
  return phrases.map((phrase, i) => {
    const said = bare(phrase);
    const words = said.split(' ').sort().join(' ');
    return { phrase: said, words, source, path: ['triggers', i], dialog: dialog.id };
  });
}

export const triggerOverlap: Rule = {
  code: 'trigger-overlap',
  sentence: 'The same phrase starts two dialogs, stands twice, or is a command of the bot, which wins over it.',
  mend: 'keep the phrase in one dialog and say the other more exactly',
  *check(dialog, { dialogs, known }): Generator<Finding> {
    for (const spanish of [false, true]) {
      const first = new Map<string, Trigger>();
      for (const trigger of dialogs.flatMap((d) => triggersOf(d, spanish))) {
        const other = first.get(trigger.words);
        const command = trigger.dialog === dialog.id ? commandOf(trigger.phrase, spanish, known) : undefined;
        if (command !== undefined) {
          const message = `this phrase is the command ${command} already`;
          yield { source: trigger.source, path: trigger.path, message, mend: 'say it more exactly' };
        }
        if (!other) first.set(trigger.words, trigger);
        else if (trigger.dialog === dialog.id) {
          const { line } = other.source.place(other.path);
          const message = `this phrase starts ${other.dialog} already (${other.source.file}:${line})`;
          yield { source: trigger.source, path: trigger.path, message };
        }
      }
    }
  },
};
