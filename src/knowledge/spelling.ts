import { ln } from './arithmetic';
import { buildWordList, nearlyWords, type WordList } from './fuse';

/** One repair of an unknown word, for `explain`. */
export interface Correction {
  readonly from: string;
  readonly to: string;
}

/** What spelling repair knows: the words of the phrasings, and words that are right although no phrasing has them. */
export interface Vocabulary {
  /** Word of a phrasing → how often it occurs. */
  readonly counts: ReadonlyMap<string, number>;
  /** Pairs of neighbouring words of the phrasings, joined by a blank. */
  readonly pairs: ReadonlySet<string>;
  /** Never touched: words of the background and of the synonyms. */
  readonly alsoKnown: ReadonlySet<string>;
  readonly list: WordList;
}

export function buildVocabulary(phrasings: readonly (readonly string[])[], alsoKnown: Iterable<string>): Vocabulary {
  const counts = new Map<string, number>();
  const pairs = new Set<string>();
  for (const words of phrasings) {
    words.forEach((word, i) => {
      counts.set(word, (counts.get(word) ?? 0) + 1);
      if (i > 0) pairs.add(`${words[i - 1]} ${word}`);
    });
  }
  return { counts, pairs, alsoKnown: new Set(alsoKnown), list: buildWordList(counts.keys()) };
}

/** Shorter unknown words are left alone: too many other words lie one letter away. */
const shortestRepaired = 3;
/** From this length on two slips are allowed, else one. */
const twoSlipsFrom = 6;
/** Words that fuse.js may propose for one unknown word. */
const proposals = 12;
/** Unknown words looked at in one message; the time of a repair must not grow with the message. */
const mostRepairs = 12;

/** Maps unknown words onto the vocabulary where it is near enough: slips, glued words, broken words. */
export function repair(
  words: readonly string[],
  vocabulary: Vocabulary,
): { readonly words: readonly string[]; readonly corrections: readonly Correction[] } {
  const known = (word: string): boolean => vocabulary.counts.has(word) || vocabulary.alsoKnown.has(word);
  const out: string[] = [];
  const corrections: Correction[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i] as string;
    if (known(word) || word.length < shortestRepaired || corrections.length >= mostRepairs || /\p{N}/u.test(word)) {
      out.push(word);
      continue;
    }
    const next = words[i + 1];
    const joined = next === undefined ? '' : word + next;
    if (vocabulary.counts.has(joined) && !(known(word) && known(next as string))) {
      out.push(joined);
      corrections.push({ from: `${word} ${next}`, to: joined });
      i++;
      continue;
    }
    const better = nearest(word, out.at(-1), next, vocabulary) ?? split(word, vocabulary);
    if (better === undefined) out.push(word);
    else {
      out.push(...better.split(' '));
      corrections.push({ from: word, to: better });
    }
  }
  return { words: out, corrections };
}

function nearest(
  word: string,
  before: string | undefined,
  after: string | undefined,
  { counts, pairs, list }: Vocabulary,
): string | undefined {
  const slips = word.length >= twoSlipsFrom ? 2 : 1;
  let best: string | undefined;
  let lowest = Infinity;
  for (const candidate of nearlyWords(list, word, proposals)) {
    const beginning = word.length >= 4 && candidate.startsWith(word);
    const away = distance(word, candidate, slips);
    if (away > slips && !beginning) continue;
    const cost =
      Math.min(away, beginning ? 1.3 : Infinity) +
      (candidate[0] === word[0] ? 0 : 0.6) -
      0.12 * ln(1 + (counts.get(candidate) as number)) -
      (pairs.has(`${before} ${candidate}`) ? 0.4 : 0) -
      (pairs.has(`${candidate} ${after}`) ? 0.4 : 0);
    if (cost < lowest) {
      lowest = cost;
      best = candidate;
    }
  }
  return best;
}

/** "bookappointment" → "book appointment": both parts must be words of the phrasings. */
function split(word: string, { counts, pairs }: Vocabulary): string | undefined {
  let best: string | undefined;
  let most = 0;
  for (let i = 2; i <= word.length - 2; i++) {
    const a = word.slice(0, i);
    const b = word.slice(i);
    const weight = Math.min(counts.get(a) ?? 0, counts.get(b) ?? 0) + (pairs.has(`${a} ${b}`) ? 1000 : 0);
    if (counts.has(a) && counts.has(b) && weight > most) {
      most = weight;
      best = `${a} ${b}`;
    }
  }
  return best;
}

/**
 * Slips between two words: a letter too many, missing, wrong, or two neighbours swapped (optimal string alignment).
 * @returns `most` + 1 when it is more than `most`.
 */
export function distance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      let cost = Math.min(
        (previous[j] as number) + 1,
        (row[j - 1] as number) + 1,
        (previous[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1),
      );
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (before[j - 2] as number) + 1);
      row.push(cost);
      if (cost < least) least = cost;
    }
    if (least > most) return most + 1;
    before = previous;
    previous = row;
  }
  return previous[b.length] as number;
}
