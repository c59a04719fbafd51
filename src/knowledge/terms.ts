import type { Locale } from '../core/types';
import type { Term } from './features';
import { normalise } from './normalise';
import { stem } from './stem';

/** Word knowledge of a locale, as `knowledge/<locale>/words.yaml` holds it. */
export interface Words {
  /** Groups of words or phrases that mean the same to the people who ask. */
  readonly synonyms: readonly (readonly string[])[];
  /** Written form → meant form, such as "counselling" → "counseling". */
  readonly spellings: Readonly<Record<string, string>>;
}

export interface Reader {
  /** Normalised words of a text. */
  readonly words: (text: string) => readonly string[];
  /** Words with stems and synonym groups. */
  readonly terms: (words: readonly string[]) => readonly Term[];
}

/** Reads texts of one locale: normalises, stems, finds synonyms. */
export function createReader(words: Words, locale: Locale): Reader {
  const spellings = new Map(
    Object.entries(words.spellings).map(([from, to]) => [from.toLowerCase(), to.toLowerCase()]),
  );
  const stems = new Map<string, string>();
  const stemOf = (word: string): string => {
    let found = stems.get(word);
    if (found === undefined) {
      found = stem(word, locale);
      if (stems.size < 50_000) stems.set(word, found);
    }
    return found;
  };
  /** First stem of a synonym → its stems and its group. */
  const phrases = new Map<string, { readonly stems: readonly string[]; readonly group: string }[]>();
  words.synonyms.forEach((group, g) => {
    for (const phrase of group) {
      const list = normalise(phrase, locale, spellings).map(stemOf);
      const first = list[0];
      if (first === undefined) continue;
      phrases.set(first, [...(phrases.get(first) ?? []), { stems: list, group: `=${g}` }]);
    }
  });
  return {
    words: (text) => normalise(text, locale, spellings),
    terms: (list) => {
      const stemmed = list.map(stemOf);
      return list.map((word, i) => {
        const groups = new Set<string>();
        for (const { stems: phrase, group } of phrases.get(stemmed[i] as string) ?? []) {
          if (phrase.every((s, k) => stemmed[i + k] === s)) groups.add(group);
        }
        return { word, stem: stemmed[i] as string, groups: [...groups] };
      });
    },
  };
}
