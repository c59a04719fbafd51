import { syllables } from './syllables';
import type { Locale } from './types';

/**
 * How hard a text is to read, as a US school grade.
 *
 * English: Flesch-Kincaid grade level, 0.39 words per sentence + 11.8 syllables per word - 15.59
 * (Kincaid, Fishburne, Rogers and Chissom 1975). Spanish: the Fernández-Huerta index (1959), read through the table of
 * school years its author gave.
 *
 * Below about 20 words the figure says little: one long word in a six-word bubble moves it by two grades. Callers join
 * short texts (all bubbles of a dialog, say) before they grade, or leave them out.
 */

/** Abbreviations whose full stop ends no sentence: these when small letters follow, those below always. */
const abbreviation = /\b(?:etc|st|no|a\.m|p\.m|[Uu]\.[SsKk]|EE\.UU)\.(?=\s+[\p{Ll}\d])/gu;
const titles = /\b(?:e\.g|i\.e|vs|dr|dra|mr|mrs|ms|sr|sra|p\.ej)\./giu;
const link =
  /(?:https?:\/\/|www\.)[^\s<>"]*[^\s<>".,;:!?)\]]|\b[\p{L}\d.+-]+@[\p{L}\d-]+\.[\p{L}.]*\p{L}|\b(?:[a-z\d-]+\.)+(?:com|org|net|gov|edu|uk|es|eu|us|info)\b(?:\/[^\s]*\w)?/giu;
const slot = /\$[A-Za-z_][\w]*(?:\.[A-Za-z_]\w*)*/g;
/** Digits with the signs and spaces people put between them; one spoken thing, however long. */
const number = /[+(]?\d(?:[\d().,:/-]|\s(?=[\d(]))*\d|\d/g;

/** A word that stands for a link, a number or a slot: one word of one syllable. */
const plainWord = ' x ';

interface Counts {
  readonly words: number;
  readonly sentences: number;
  readonly syllables: number;
}

function plain(text: string): string {
  return text
    .normalize('NFC')
    .replace(link, plainWord)
    .replace(slot, plainWord)
    .replace(number, plainWord)
    .replace(abbreviation, (found) => found.replaceAll('.', ''))
    .replace(titles, (found) => found.replaceAll('.', ''));
}

const word = /\p{L}+(?:['’-]\p{L}+)*/gu;

function count(text: string, locale: Locale): Counts {
  let words = 0;
  let sentences = 0;
  let said = 0;
  // A blank line or a list item ends a sentence even without a full stop; a single line break is only the file's width.
  for (const block of plain(text).split(/\n\s*\n|\n\s*(?=[-*•]\s)/)) {
    for (const sentence of block.split(/[.!?…]+(?=["'”’)\]]*(?:\s|$))/)) {
      const found = sentence.match(word) ?? [];
      if (!found.length) continue;
      sentences += 1;
      words += found.length;
      for (const one of found) said += syllables(one, locale);
    }
  }
  return { words, sentences, syllables: said };
}

/** Words as a reader meets them: a link, a phone number and a `$slot` are one word each. */
export function wordCount(text: string): number {
  return plain(text).match(word)?.length ?? 0;
}

/**
 * Fernández-Huerta reading ease of a Spanish text: 206.84 - 60 syllables per word - 1.02 words per sentence.
 * 100 is very easy, 60 ordinary, 30 hard. An empty text has 100.
 */
export function fernandezHuerta(text: string): number {
  const c = count(text, 'es');
  if (!c.words) return 100;
  return 206.84 - (60 * c.syllables) / c.words - (1.02 * c.words) / c.sentences;
}

/**
 * The table of Fernández Huerta (1959) as a line in four pieces: an index of 100 opens the fourth year, each ten points
 * less is a year more down to 60 (end of the eighth), 60 to 50 is upper school (to 12), 50 to 30 first degree (to 15).
 */
const pieces = [
  { above: 60, grade: 8, perPoint: 0.1 },
  { above: 50, grade: 12, perPoint: 0.4 },
  { above: 30, grade: 15, perPoint: 0.15 },
  { above: 0, grade: 18, perPoint: 0.1 },
] as const;

function gradeOf(index: number): number {
  const piece = pieces.find((p) => index >= p.above) ?? pieces[3];
  return piece.grade - (index - piece.above) * piece.perPoint;
}

/**
 * School grade of a text; the project's limit is 8 for answers and 6 for crisis texts. Easy texts go below zero, an
 * empty one has 0. Short texts are noisy, see above.
 */
export function grade(text: string, locale: Locale): number {
  if (locale === 'es') return gradeOf(fernandezHuerta(text));
  const c = count(text, locale);
  if (!c.words) return 0;
  return (0.39 * c.words) / c.sentences + (11.8 * c.syllables) / c.words - 15.59;
}
