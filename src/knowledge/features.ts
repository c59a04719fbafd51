import { ln } from './arithmetic';
import type { Term } from './reading';

/** A sparse vector: ascending feature numbers and their weights. */
export interface Vector {
  readonly ids: Int32Array;
  readonly values: Float64Array;
}

/** Kinds of features. Each kind is a block of a vector, scaled to length 1 and then weighted. */
const blocks = [
  { name: 'stems', weight: 1 },
  { name: 'pairs', weight: 0.6 },
  { name: 'grams', weight: 1 },
] as const;

/** What the phrasings taught about features: their numbers and how telling each one is. */
export interface Lexicon {
  /** Stems and synonym groups → number. */
  readonly stems: ReadonlyMap<string, number>;
  /** Neighbouring stems, joined by a blank, "^" before the first and "$" after the last → number. */
  readonly pairs: ReadonlyMap<string, number>;
  /** Four letters in a row, "_" at the ends of a word → number. */
  readonly grams: ReadonlyMap<string, number>;
  /** Inverse document frequency, by number. */
  readonly idf: Float64Array;
  readonly size: number;
  /** Inverse document frequency of a feature that no phrasing has. */
  readonly unseen: number;
}

/** Feature numbers of one text, block by block, with repetitions. */
type Numbers = readonly (readonly number[])[];

/** Gives every feature a number, or `undefined` for one that is not known. */
type Numbering = (block: number, feature: string) => number | undefined;

function numbersOf(
  terms: readonly Term[],
  numbering: Numbering,
  gramsOf: (word: string) => readonly number[],
): Numbers {
  const pairs: number[] = [];
  const addPair = (before: string, stem: string): void => {
    const id = numbering(1, `${before} ${stem}`);
    if (id !== undefined) pairs.push(id);
  };
  let before = '^';
  for (const { stem, groups } of terms) {
    addPair(before, stem);
    for (const group of groups) addPair(before, group);
    before = stem;
  }
  if (terms.length) addPair(before, '$');
  return [stemsOf(terms, numbering), pairs, terms.flatMap(({ word }) => gramsOf(word))];
}

function stemsOf(terms: readonly Term[], numbering: Numbering): number[] {
  return terms.flatMap(({ stem, groups }) => [stem, ...groups].flatMap((feature) => numbering(0, feature) ?? []));
}

/** Letters in a row: three said no more in any measurement, and five fewer under slips of the keyboard. */
const gramLength = 4;

function lettersOf(word: string): string[] {
  const padded = `_${word}_`;
  const out: string[] = [];
  for (let i = 0; i + gramLength <= padded.length; i++) out.push(padded.slice(i, i + gramLength));
  return out;
}

/** A text of the knowledge base. Of an answer only the stems are taken: its sentences are no example of a question. */
export interface Text {
  readonly terms: readonly Term[];
  readonly answer: boolean;
}

/** Texts from which on pairs and letters seen in only one of them are dropped. */
const largeBase = 5000;

/** Numbers the features of all texts and makes their vectors. */
export function buildLexicon(texts: readonly Text[]): { readonly lexicon: Lexicon; readonly vectors: Vector[] } {
  const maps = blocks.map(() => new Map<string, number>());
  const frequency: number[] = [];
  const lastText: number[] = [];
  const numbering = (block: number, feature: string): number => {
    const map = maps[block] as Map<string, number>;
    let id = map.get(feature);
    if (id === undefined) {
      id = frequency.length;
      map.set(feature, id);
      frequency.push(0);
      lastText.push(-1);
    }
    return id;
  };
  const known = new Map<string, number[]>();
  const gramsOf = (word: string): readonly number[] => {
    let ids = known.get(word);
    if (!ids) {
      ids = lettersOf(word).map((letters) => numbering(2, letters));
      known.set(word, ids);
    }
    return ids;
  };
  const numbered = texts.map(({ terms, answer }, t) => {
    const numbers = answer ? [stemsOf(terms, numbering)] : numbersOf(terms, numbering, gramsOf);
    for (const list of numbers) {
      for (const id of list) {
        if (lastText[id] === t) continue;
        lastText[id] = t;
        frequency[id] = (frequency[id] as number) + 1;
      }
    }
    return numbers;
  });
  const n = texts.length;
  const renumber = Int32Array.from(frequency, () => -1);
  const idf: number[] = [];
  maps.forEach((map, block) => {
    for (const [feature, id] of map) {
      if (n > largeBase && block > 0 && frequency[id] === 1) {
        map.delete(feature);
        continue;
      }
      renumber[id] = idf.length;
      map.set(feature, idf.length);
      idf.push(ln((n + 1) / ((frequency[id] as number) + 0.5)));
    }
  });
  const [stems, pairs, grams] = maps as [Map<string, number>, Map<string, number>, Map<string, number>];
  const lexicon = { stems, pairs, grams, idf: Float64Array.from(idf), size: idf.length, unseen: ln((n + 1) / 0.5) };
  const weigh = weigher(lexicon);
  const vectors = numbered.map((numbers) =>
    weigh(numbers.map((list) => list.map((id) => renumber[id] as number).filter((id) => id >= 0))),
  );
  return { lexicon, vectors };
}

/** The weighted vector of one text: (1 + ln tf) · idf in every block. */
export function vectorOf(terms: readonly Term[], lexicon: Lexicon): Vector {
  const maps = [lexicon.stems, lexicon.pairs, lexicon.grams];
  const numbering: Numbering = (block, feature) => maps[block]?.get(feature);
  const gramsOf = (word: string): readonly number[] =>
    lettersOf(word).flatMap((letters) => lexicon.grams.get(letters) ?? []);
  return weigher(lexicon)(numbersOf(terms, numbering, gramsOf));
}

function weigher({ idf }: Lexicon): (numbers: Numbers) => Vector {
  return (numbers) => {
    const most = numbers.reduce((sum, list) => sum + list.length, 0);
    const ids = new Int32Array(most);
    const values = new Float64Array(most);
    let length = 0;
    numbers.forEach((list, block) => {
      const sorted = Int32Array.from(list).sort();
      const start = length;
      let square = 0;
      for (let i = 0; i < sorted.length; ) {
        const id = sorted[i] as number;
        let end = i + 1;
        while (end < sorted.length && sorted[end] === id) end++;
        const value = (end - i === 1 ? 1 : 1 + ln(end - i)) * (idf[id] as number);
        square += value * value;
        ids[length] = id;
        values[length] = value;
        length++;
        i = end;
      }
      const scale = square > 0 ? (blocks[block]?.weight ?? 0) / Math.sqrt(square) : 0;
      for (let i = start; i < length; i++) values[i] = (values[i] as number) * scale;
    });
    // Numbers ascend from block to block, for the maps were numbered one after the other.
    return { ids: ids.slice(0, length), values: values.slice(0, length) };
  };
}

/** Inner product of two vectors. */
export function dot(a: Vector, b: Vector): number {
  let sum = 0;
  for (let i = 0, j = 0; i < a.ids.length && j < b.ids.length; ) {
    const x = a.ids[i] as number;
    const y = b.ids[j] as number;
    if (x === y) sum += (a.values[i++] as number) * (b.values[j++] as number);
    else if (x < y) i++;
    else j++;
  }
  return sum;
}

/** a · x + b · y, feature by feature. */
export function mixed(x: Vector, a: number, y: Vector, b: number): Vector {
  const sum = new Map<number, number>();
  const add = ({ ids, values }: Vector, weight: number): void => {
    for (let k = 0; k < ids.length; k++) {
      const id = ids[k] as number;
      sum.set(id, (sum.get(id) ?? 0) + weight * (values[k] as number));
    }
  };
  add(x, a);
  add(y, b);
  const ids = Int32Array.from(sum.keys()).sort();
  return { ids, values: Float64Array.from(ids, (id) => sum.get(id) as number) };
}
