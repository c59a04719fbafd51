import { exp, seeded, shuffled } from './arithmetic';
import type { Vector } from './features';

/** Weights of every class by feature: entries `rows[f] … rows[f + 1] - 1`, classes ascending. */
export interface Rows {
  readonly rows: Int32Array;
  readonly classes: Int32Array;
}

/** Whether the row of a feature holds every class, so that the entry of class c is `rows[f] + c`. */
export function isFull({ rows }: Rows, feature: number, classes: number): boolean {
  return (rows[feature + 1] as number) - (rows[feature] as number) === classes;
}

const passes = 2;
const rate = 0.5;
/** Start of the sum of squared gradients: keeps the first steps small. */
const firstSquare = 0.1;
/** Gradients smaller than this are left alone. */
const worthwhile = 0.01;

/**
 * Softmax regression by Adagrad (Duchi et al., "Adaptive subgradient methods", 2011), in which only the classes that
 * compete for a phrasing learn from it; all others count with score 0. Seeded.
 * @param rivals the classes that compete for each vector, its own first.
 * @returns a weight for every entry of `at`.
 */
export function trainSoftmax(
  vectors: readonly Vector[],
  rivals: readonly Int32Array[],
  at: Rows,
  classes: number,
): Float32Array {
  // Weight and sum of squared gradients of an entry lie side by side: one look into memory instead of two.
  const learnt = new Float32Array(2 * at.classes.length);
  for (let e = 0; e < at.classes.length; e++) learnt[2 * e + 1] = firstSquare;
  /** Place of each class among those that compete now; -1 for all others. */
  const place = new Int32Array(classes).fill(-1);
  const longest = vectors.reduce((most, { ids }) => Math.max(most, ids.length), 0);
  const mostRivals = rivals.reduce((most, list) => Math.max(most, list.length), 0);
  // Entries of the competing classes, found once and used for scoring and for learning.
  const slotEntry = new Int32Array(longest * mostRivals);
  const slotPlace = new Int32Array(longest * mostRivals);
  const slotValue = new Float64Array(longest * mostRivals);
  const random = seeded(2);
  for (let pass = 0; pass < passes; pass++) {
    for (const i of shuffled(vectors.length, random)) {
      const { ids, values } = vectors[i] as Vector;
      const competing = rivals[i] as Int32Array;
      const scores = new Float64Array(competing.length);
      let slots = 0;
      for (let r = 0; r < competing.length; r++) place[competing[r] as number] = r;
      for (let k = 0; k < ids.length; k++) {
        const f = ids[k] as number;
        const x = values[k] as number;
        const start = at.rows[f] as number;
        const end = at.rows[f + 1] as number;
        const full = isFull(at, f, classes);
        const count = full ? competing.length : end - start;
        for (let n = 0; n < count; n++) {
          const e = start + (full ? (competing[n] as number) : n);
          const r = full ? n : (place[at.classes[e] as number] as number);
          if (r < 0) continue;
          slotEntry[slots] = 2 * e;
          slotPlace[slots] = r;
          slotValue[slots] = x;
          slots++;
          scores[r] = (scores[r] as number) + x * (learnt[2 * e] as number);
        }
      }
      for (const c of competing) place[c] = -1;
      shareOut(scores, classes - competing.length);
      for (let s = 0; s < slots; s++) {
        const r = slotPlace[s] as number;
        const gradient = (scores[r] as number) - (r === 0 ? 1 : 0);
        if (gradient < worthwhile && gradient > -worthwhile) continue;
        const e = slotEntry[s] as number;
        const g = gradient * (slotValue[s] as number);
        const square = (learnt[e + 1] as number) + g * g;
        learnt[e + 1] = square;
        learnt[e] = (learnt[e] as number) - (rate * g) / Math.sqrt(square);
      }
    }
  }
  const weights = new Float32Array(at.classes.length);
  for (let e = 0; e < weights.length; e++) weights[e] = learnt[2 * e] as number;
  return weights;
}

/** Turns scores into shares in place, beside `others` classes that have score 0. */
function shareOut(scores: Float64Array, others: number): void {
  let top = 0;
  for (const score of scores) if (score > top) top = score;
  let sum = others * exp(-top);
  for (let r = 0; r < scores.length; r++) {
    scores[r] = exp((scores[r] as number) - top);
    sum += scores[r] as number;
  }
  for (let r = 0; r < scores.length; r++) scores[r] = (scores[r] as number) / sum;
}

/** Turns scores into a distribution in place: e^(score / temperature), scaled to sum 1. */
export function normaliseExp(scores: Float64Array, temperature: number): void {
  let top = -Infinity;
  for (const s of scores) if (s > top) top = s;
  let sum = 0;
  for (let c = 0; c < scores.length; c++) {
    const e = exp(((scores[c] as number) - top) / temperature);
    scores[c] = e;
    sum += e;
  }
  for (let c = 0; c < scores.length; c++) scores[c] = (scores[c] as number) / sum;
}
