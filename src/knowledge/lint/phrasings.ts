import type { KnowledgeEntry } from '../entry';
import { at, type Finding, type Rule } from './rule';

/** Phrasings an entry needs before the ranker knows it well: measured accuracy rises steeply up to here. */
export const fewestQuestions = 12;

/** One phrasing with what does not tell two apart taken out: case, accents of typing, punctuation, spaces. */
export function phrasingKey(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/['’`´]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

export const duplicatePhrasing: Rule = {
  code: 'duplicate-phrasing',
  mend: 'keep it where the answer fits best, or say in one of them what differs',
  *check(context): Iterable<Finding> {
    const triggers = new Map<string, string>();
    for (const [id, said] of context.dialogs) for (const trigger of said) triggers.set(phrasingKey(trigger), id);
    const first = new Map<string, { readonly entry: KnowledgeEntry; readonly title: boolean }>();
    const key = (entry: KnowledgeEntry, text: string): string => `${entry.locale} ${phrasingKey(text)}`;
    for (const entry of context.knowledge.entries) {
      const k = key(entry, entry.title);
      const other = first.get(k);
      if (other) yield at(context, entry, ['title'], `"${other.entry.id}" has the same title "${entry.title}"`);
      else first.set(k, { entry, title: true });
    }
    for (const entry of context.knowledge.entries) {
      for (const [i, question] of entry.questions.entries()) {
        const k = key(entry, question);
        const other = first.get(k);
        const dialog = triggers.get(phrasingKey(question));
        if (dialog !== undefined) {
          yield at(context, entry, ['questions', i], `"${question}" is a trigger of the dialog "${dialog}"`);
        }
        if (other?.entry === entry && other.title) first.set(k, { entry, title: false });
        else if (other?.entry === entry) {
          yield {
            ...at(context, entry, ['questions', i], `"${question}" stands twice in this entry`),
            mend: 'keep one',
          };
        } else if (other) {
          const where = `${other.title ? 'is the title of' : 'stands in'} "${other.entry.id}"`;
          yield at(context, entry, ['questions', i], `"${question}" also ${where} (${other.entry.file})`);
        } else first.set(k, { entry, title: false });
      }
    }
  },
};

export const fewQuestions: Rule = {
  code: 'few-questions',
  mend: `write ${fewestQuestions} or more, as varied as people write: short, long, one keyword, slang, indirect, with a backstory`,
  *check(context): Iterable<Finding> {
    for (const entry of context.knowledge.entries) {
      const n = entry.questions.length;
      if (n < fewestQuestions) {
        const message = `"${entry.id}" has ${n} question${n === 1 ? '' : 's'}`;
        yield at(context, entry, ['questions'], message);
      }
    }
  },
};
