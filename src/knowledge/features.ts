import { ln } from './arithmetic';

/** One word of a question as the features see it. */
export interface Term {
  readonly word: string;
  readonly stem: string;
  /** Synonym groups this word, or a phrase that begins with it, belongs to. */
  readonly groups: readonly string[];
}

/** A sparse vector: ascending feature numbers and their weights. */
export interface Vector {
  readonly ids: Int32Array;
  readonly values: Float64Array;
}

/** Weight of each block of features in a vector; every block has length 1 before it. */
export const blockWeights = { stems: 1, pairs: 0.6, grams: 1 } as const;

type Block = keyof typeof blockWeights;
const blocks: readonly Block[] = ['stems', 'pairs', 'grams'];

/** What the phrasings taught about features: their numbers and how telling each one is. */
export interface Lexicon {
  /** Feature → number. Stems, pairs (joined by a blank) and grams (behind "#") share one space of numbers. */
  readonly numbers: ReadonlyMap<string, number>;
  /** Inverse document frequency, by number. */
  readonly idf: Float64Array;
  /** Stems of the phrasings proper, without the background. */
  readonly stems: ReadonlySet<string>;
  readonly size: number;
  /** Idf of a feature that no phrasing has. */
  readonly unseen: number;
}

/** The features of one text, block by block, with repetitions. */
export function featuresOf(terms: readonly Term[]): Record<Block, string[]> {
  const stems: string[] = [];
  const pairs: string[] = [];
  const grams: string[] = [];
  let before = '^';
  for (const term of terms) {
    stems.push(term.stem, ...term.groups);
    pairs.push(`${before} ${term.stem}`);
    before = term.stem;
    gramsOf(term.word, grams);
  }
  if (terms.length) pairs.push(`${before} $`);
  return { stems, pairs, grams };
}

function gramsOf(word: string, out: string[]): void {
  const padded = `_${word}_`;
  for (let n = 3; n <= 4; n++) for (let i = 0; i + n <= padded.length; i++) out.push(`#${padded.slice(i, i + n)}`);
}

/** Phrasings from which on pairs and grams seen in only one of them are dropped. */
const largeBase = 5000;

/** Numbers the features of all phrasings. */
export function buildLexicon(phrasings: readonly (readonly Term[])[], own: number): Lexicon {
  const frequency = new Map<string, number>();
  const stems = new Set<string>();
  phrasings.forEach((terms, i) => {
    const features = featuresOf(terms);
    for (const block of blocks) for (const f of new Set(features[block])) frequency.set(f, (frequency.get(f) ?? 0) + 1);
    if (i < own) for (const term of terms) stems.add(term.stem);
  });
  const numbers = new Map<string, number>();
  const idf: number[] = [];
  const n = phrasings.length;
  for (const [feature, df] of frequency) {
    if (n > largeBase && df === 1 && (feature.startsWith('#') || feature.includes(' '))) continue;
    numbers.set(feature, idf.length);
    idf.push(ln((n + 1) / (df + 0.5)));
  }
  return { numbers, idf: Float64Array.from(idf), stems, size: idf.length, unseen: ln((n + 1) / 0.5) };
}

/** The weighted vector of one text: (1 + ln tf) · idf, every block scaled to length 1 and then weighted. */
export function vectorOf(terms: readonly Term[], lexicon: Lexicon): Vector {
  const features = featuresOf(terms);
  const entries: [number, number][] = [];
  for (const block of blocks) {
    const counts = new Map<number, number>();
    for (const feature of features[block]) {
      const id = lexicon.numbers.get(feature);
      if (id !== undefined) counts.set(id, (counts.get(id) ?? 0) + 1);
    }
    let square = 0;
    const start = entries.length;
    for (const [id, tf] of counts) {
      const value = (tf === 1 ? 1 : 1 + ln(tf)) * (lexicon.idf[id] as number);
      square += value * value;
      entries.push([id, value]);
    }
    const scale = square > 0 ? blockWeights[block] / Math.sqrt(square) : 0;
    for (let i = start; i < entries.length; i++) (entries[i] as [number, number])[1] *= scale;
  }
  entries.sort((a, b) => a[0] - b[0]);
  return {
    ids: Int32Array.from(entries, (e) => e[0]),
    values: Float64Array.from(entries, (e) => e[1]),
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
