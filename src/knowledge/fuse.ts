/** The only file that knows fuse.js: likely words for a misspelt or half-typed one, and phrasings while typing. */
import Fuse from 'fuse.js';

/**
 * Fuse.js walks its whole list for every search; letter pairs picked out beforehand keep that list short, so the time
 * hardly grows with the vocabulary.
 */
const shortlist = 40;

/** Words that can be asked for what is spelt nearly like something else. */
export interface WordList {
  /** Lower case, each once, in order. */
  readonly words: readonly string[];
  /** Letter pair → the words that have it, as positions. */
  readonly postings: ReadonlyMap<string, readonly number[]>;
}

export function buildWordList(unordered: Iterable<string>): WordList {
  const words = [...new Set(unordered)].sort((a, b) => (a < b ? -1 : 1));
  const postings = new Map<string, number[]>();
  words.forEach((word, i) => {
    for (const pair of letterPairs(word)) {
      const list = postings.get(pair);
      if (list) list.push(i);
      else postings.set(pair, [i]);
    }
  });
  return { words, postings };
}

/** Words spelt nearly like `text` or beginning with it, best first. */
export function nearlyWords({ words, postings }: WordList, text: string, limit: number): string[] {
  const shared = new Map<number, number>();
  for (const pair of letterPairs(text)) {
    for (const i of postings.get(pair) ?? []) {
      const word = words[i] as string;
      if (word.length + 2 >= text.length && (word.length <= text.length + 2 || word.startsWith(text)))
        shared.set(i, (shared.get(i) ?? 0) + 2 / (word.length + text.length));
    }
  }
  const nearest = [...shared]
    .sort((a, b) => b[1] - a[1] || a[0] - b[0])
    .slice(0, shortlist)
    .map(([i]) => words[i] as string);
  return new Fuse(nearest, { threshold: 0.5, distance: 8 }).search(text, { limit }).map(({ item }) => item);
}

/** Every two letters that follow each other, also over one letter in between, so that swapped letters still meet. */
function letterPairs(word: string): Set<string> {
  const padded = `_${word}_`;
  const pairs = new Set<string>();
  for (let i = 0; i + 1 < padded.length; i++) {
    pairs.add(padded.slice(i, i + 2));
    if (i + 2 < padded.length) pairs.add(`${padded[i]}${padded[i + 2]}`);
  }
  return pairs;
}

/** Lines in the order of how well they go with a half-typed text, best first, as positions in the list. */
export function nearlyLines(lines: readonly string[], text: string, limit: number): readonly number[] {
  const fuse = new Fuse(lines, { threshold: 0.6, ignoreLocation: true, includeScore: true, useTokenSearch: true });
  return fuse.search(text, { limit }).map((found) => found.refIndex);
}
