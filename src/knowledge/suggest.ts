import type { Hit } from '../core/types';
import { nearlyLines, nearlyWords } from './fuse';
import type { Index } from './index';
import { readWordsOf } from './reading';

/** Fewer letters say too little. */
const shortestPrefix = 2;
/** Phrasings handed to fuse.js for one keystroke; more would make typing wait. */
const mostLines = 120;

/** What a half-typed text may become: documents by title and phrasings, best first, at most three, each once. */
export function suggest(index: Index, prefix: string): readonly Hit[] {
  const words = readWordsOf(index.reading, prefix);
  if (words.join('').length < shortestPrefix) return [];
  const lines = likely(index, words);
  const out: Hit[] = [];
  const text = words.join(' ');
  for (const at of nearlyLines(
    lines.map((i) => index.lines[i] as string),
    text,
    20,
  )) {
    const line = lines[at] as number;
    const d = index.starts.findIndex((start) => start > line) - 1;
    const { kind, id, title } = index.documents[d] as Index['documents'][number];
    if (!out.some((hit) => hit.id === id && hit.kind === kind)) out.push({ kind, id, title, score: 1 - at / 100 });
    if (out.length === 3) break;
  }
  return out;
}

/** Phrasings that share most with the words typed so far; the last word may be half a word. */
function likely(index: Index, words: readonly string[]): number[] {
  const scores = new Map<number, number>();
  words.forEach((word, i) => {
    const forms =
      i === words.length - 1 ? index.vocabulary.list.words.filter((known) => known.startsWith(word)) : [word];
    const near = forms.length ? forms : nearlyWords(index.vocabulary.list, word, 3);
    const reached = new Set(near.flatMap((form) => index.postings.get(form) ?? []));
    for (const line of reached) scores.set(line, (scores.get(line) ?? 0) + 1);
  });
  const best = [...scores].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  return best.slice(0, mostLines).map(([line]) => line);
}
