import type { Locale } from '../core/types';
import { normalise } from './normalise';
import { stem } from './stem';

/** Word knowledge of a locale, as `knowledge/<locale>/words.yaml` holds it. */
export interface Words {
  /** Groups of words or phrases that mean the same to the people who ask. */
  readonly synonyms: readonly (readonly string[])[];
  /** Written form → meant form, such as "counselling" → "counseling". */
  readonly spellings: Readonly<Record<string, string>>;
}

/** How texts of one locale are read. Plain data, so that an index can cross into another thread. */
export interface Reading {
  readonly locale: Locale;
  readonly spellings: ReadonlyMap<string, string>;
  /** First stem of a synonym → every synonym that begins with it: its stems and the name of its group. */
  readonly synonyms: ReadonlyMap<string, readonly { readonly stems: readonly string[]; readonly group: string }[]>;
}

/** One word of a question as the features see it. */
export interface Term {
  readonly word: string;
  readonly stem: string;
  /** Synonym groups this word, or a phrase that begins with it, belongs to. */
  readonly groups: readonly string[];
}

export function createReading(words: Words, locale: Locale): Reading {
  const spellings = new Map(
    Object.entries(words.spellings).map(([from, to]) => [from.toLowerCase(), to.toLowerCase()]),
  );
  const synonyms = new Map<string, { readonly stems: readonly string[]; readonly group: string }[]>();
  words.synonyms.forEach((group, g) => {
    for (const phrase of group) {
      const stems = normalise(phrase, locale, spellings).map((word) => stem(word, locale));
      const first = stems[0];
      if (first === undefined) continue;
      synonyms.set(first, [...(synonyms.get(first) ?? []), { stems, group: `=${g}` }]);
    }
  });
  return { locale, spellings, synonyms };
}

/** Normalised words of a text. */
export function readWordsOf(reading: Reading, text: string): string[] {
  return normalise(text, reading.locale, reading.spellings);
}

/** Words with their stems and synonym groups. */
export function readTerms(reading: Reading, words: readonly string[]): Term[] {
  const stems = words.map((word) => stem(word, reading.locale));
  return words.map((word, i) => ({ word, stem: stems[i] as string, groups: groupsAt(reading, stems, i) }));
}

const noGroups: readonly string[] = [];

function groupsAt({ synonyms }: Reading, stems: readonly string[], i: number): readonly string[] {
  const phrases = synonyms.get(stems[i] as string);
  if (!phrases) return noGroups;
  const groups = new Set<string>();
  for (const phrase of phrases) {
    if (phrase.stems.every((s, k) => stems[i + k] === s)) groups.add(phrase.group);
  }
  return [...groups];
}
