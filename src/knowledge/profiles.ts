import { ln } from './arithmetic';

/**
 * Every class as one text, all its phrasings and its answer together, scored by Okapi BM25 over stems (Robertson &
 * Zaragoza, "The Probabilistic Relevance Framework", 2009). Coarse and quick: it names the classes worth a close look,
 * and it carries what only the answer says.
 */
export interface Profiles {
  /** Entries of stem s are `entries[rows[s]] … entries[rows[s + 1] - 1]`. */
  readonly rows: Int32Array;
  readonly classes: Int32Array;
  readonly weights: Float32Array;
  /** The most a stem can give; an unknown stem could have given the most of all. */
  readonly most: Float64Array;
  readonly unseen: number;
}

/** Saturation of repeated words, and how much a long text is held against it: the usual values. */
const saturation = 1.2;
const lengthPenalty = 0.75;

/** @param texts stems of each text, as numbers below `stems`; the text belongs to class `owner[i]`. */
export function buildProfiles(
  texts: readonly Iterable<number>[],
  owner: Int32Array,
  classes: number,
  stems: number,
): Profiles {
  const counts = Array.from({ length: classes }, () => new Map<number, number>());
  const lengths = new Float64Array(classes);
  texts.forEach((text, i) => {
    const c = owner[i] as number;
    const count = counts[c] as Map<number, number>;
    for (const stem of text) {
      count.set(stem, (count.get(stem) ?? 0) + 1);
      lengths[c] = (lengths[c] as number) + 1;
    }
  });
  const rows = new Int32Array(stems + 1);
  for (const count of counts) for (const stem of count.keys()) rows[stem + 1] = (rows[stem + 1] as number) + 1;
  for (let s = 0; s < stems; s++) rows[s + 1] = (rows[s + 1] as number) + (rows[s] as number);
  const total = rows[stems] as number;
  const profiles = {
    rows,
    classes: new Int32Array(total),
    weights: new Float32Array(total),
    most: new Float64Array(stems),
    unseen: (saturation + 1) * ln(1 + (classes + 0.5) / 0.5),
  };
  const average = lengths.reduce((sum, l) => sum + l, 0) / classes || 1;
  const fill = rows.slice();
  counts.forEach((count, c) => {
    const norm = saturation * (1 - lengthPenalty + (lengthPenalty * (lengths[c] as number)) / average);
    for (const [stem, tf] of count) {
      const df = (rows[stem + 1] as number) - (rows[stem] as number);
      const most = (saturation + 1) * ln(1 + (classes - df + 0.5) / (df + 0.5));
      const at = fill[stem] as number;
      fill[stem] = at + 1;
      profiles.most[stem] = most;
      profiles.classes[at] = c;
      profiles.weights[at] = (most * tf) / (tf + norm);
    }
  });
  return profiles;
}

/**
 * How much of a text each class's own text covers, 0 to 1.
 * @param unknown how many stems of the text have no number.
 */
export function scoreProfiles(profiles: Profiles, stems: Iterable<number>, unknown: number, out: Float64Array): void {
  const { rows, classes, weights, most, unseen } = profiles;
  out.fill(0);
  let all = unknown * unseen;
  for (const stem of new Set(stems)) {
    all += most[stem] as number;
    for (let e = rows[stem] as number; e < (rows[stem + 1] as number); e++) {
      const c = classes[e] as number;
      out[c] = (out[c] as number) + (weights[e] as number);
    }
  }
  if (all > 0) for (let c = 0; c < out.length; c++) out[c] = (out[c] as number) / all;
}
