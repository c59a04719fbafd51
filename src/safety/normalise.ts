import type { Speller } from './spelling';
import { pauses, type RawWord, splitWords } from './words';

/** Ids every vocabulary has: an unknown word, the end of a sentence, and numbers by what age they could be. */
export const fixedIds = { unknown: 0, stop: 1, minorAge: 2, adultAge: 3, number: 4 } as const;

/**
 * A message as the patterns see it: one vocabulary id a word, `stop` between sentences, fillers left out.
 * Position i of `opens` and `closes` is the gap before word i; there is one more of them than words.
 */
export interface WordStream {
  readonly ids: readonly number[];
  /** A new thought begins here. */
  readonly opens: readonly boolean[];
  /** A thought ends here. */
  readonly closes: readonly boolean[];
  readonly quoted: readonly boolean[];
}

/** Reads a message whole, however long. Linear in its length. */
export function normalise(text: string, speller: Speller, vocabulary: ReadonlyMap<string, number>): WordStream {
  const raw = splitWords(text);
  const ids: number[] = [];
  const opens: boolean[] = [];
  const quoted: boolean[] = [];
  const pausesBefore: number[] = [];
  const openerAt: boolean[] = [];
  const { fillers, openers } = speller.data;
  // A person who stops after every word ("Kill. Myself.") still writes sentences.
  const choppy = raw.length > 2 && raw.filter((word) => word.before === pauses.sentence).length > raw.length * 0.7;
  let carried: number = pauses.none;
  let opening = true;
  const known = new Map<string, readonly string[] | undefined>();
  const read = (word: string): readonly string[] | undefined => {
    if (!known.has(word)) known.set(word, speller.read(word));
    return known.get(word);
  };

  const put = (word: string, from: RawWord, before: number): void => {
    carried = Math.max(carried, choppy && before === pauses.sentence ? pauses.clause : before);
    if (fillers.has(word)) return;
    if (carried === pauses.sentence && ids.length) {
      ids.push(fixedIds.stop);
      opens.push(false);
      quoted.push(false);
      pausesBefore.push(pauses.sentence);
      openerAt.push(true);
    }
    opens.push(opening || carried !== pauses.none);
    pausesBefore.push(carried);
    ids.push(vocabulary.get(word) ?? numberId(word));
    quoted.push(from.quoted);
    opening = openers.has(word);
    openerAt.push(opening);
    carried = pauses.none;
  };

  // Two words read as one, unless the second belongs closer to the third: "my self harm".
  const joinedAt = (i: number): readonly string[] | undefined => {
    const [first, second] = [raw[i], raw[i + 1]];
    if (!first || !second || second.before === pauses.sentence) return undefined;
    return speller.data.joined.get(first.text)?.get(second.text);
  };
  for (let i = 0; i < raw.length; ) {
    const at = raw[i] as RawWord;
    const run = spacedOut(raw, i);
    const letters = run && speller.readLetters(run.word);
    if (run && letters) {
      for (const [k, word] of letters.entries()) put(word, at, k === 0 ? at.before : pauses.none);
      i = run.end;
      continue;
    }
    const pair = joinedAt(i) && !joinedAt(i + 1) ? joinedAt(i) : undefined;
    const words = pair ?? read(at.text) ?? [at.text];
    for (const [k, word] of words.entries()) put(word, at, k === 0 ? at.before : pauses.none);
    i += pair ? 2 : 1;
  }
  const closes = ids.map((id, i) => id === fixedIds.stop || pausesBefore[i] !== pauses.none || openerAt[i] === true);
  opens.push(false);
  closes.push(true);
  return { ids, opens, closes, quoted };
}

/** A run of at least three single letters ("k i l l"): the letters joined and where the run ends. */
function spacedOut(words: readonly RawWord[], at: number): { readonly word: string; readonly end: number } | undefined {
  const longest = 40;
  if (words[at]?.text.length !== 1 || words[at + 1]?.text.length !== 1) return undefined;
  let end = at;
  let word = '';
  while (end < words.length && end - at < longest && words[end]?.text.length === 1) {
    word += words[end]?.text;
    end++;
  }
  return end - at >= 3 ? { word, end } : undefined;
}

/** Numbers nobody listed: 5 to 17 could be a child's age, 18 to 120 a grown-up's. */
function numberId(word: string): number {
  if (!/^[0-9]+$/.test(word)) return fixedIds.unknown;
  const value = Number(word);
  if (value >= 5 && value <= 17) return fixedIds.minorAge;
  if (value >= 18 && value <= 120) return fixedIds.adultAge;
  return fixedIds.number;
}
