import { seeded, shuffled } from './arithmetic';
import type { Vector } from './features';

/** Examples one class learns from. */
export interface Lesson {
  /** Positions in the vectors: its own phrasings. */
  readonly own: readonly number[];
  /** Phrasings of other classes that could be taken for it. */
  readonly others: readonly number[];
}

/** Weight of errors against the length of the weights, and passes over the examples: measured, see `npm run eval`. */
const penalty = 0.2;
const passes = 5;
/** Score of a text that shares nothing with the class. Fixed, so that only phrasings with something in common count. */
export const nothingInCommon = -1;

/**
 * One-versus-rest linear support vector machine with squared hinge loss for one class, by dual coordinate descent
 * (Hsieh et al., "A dual coordinate descent method for large-scale linear SVM", 2008).
 * @param squares squared length of each vector.
 * @param weights as long as there are features, all 0; holds the class's weights afterwards.
 * @returns the examples that the weights are made of.
 */
export function trainSvm(
  vectors: readonly Vector[],
  squares: Float64Array,
  lesson: Lesson,
  weights: Float64Array,
): number[] {
  const examples = [...lesson.own, ...lesson.others];
  const alpha = new Float64Array(examples.length);
  const soft = 1 / (2 * penalty);
  let active = shuffled(examples.length, seeded(1));
  let count = active.length;
  for (let pass = 0; pass < passes && count > 0; pass++) {
    const next = new Int32Array(count);
    let kept = 0;
    for (let a = 0; a < count; a++) {
      const e = active[a] as number;
      const i = examples[e] as number;
      const { ids, values } = vectors[i] as Vector;
      const y = e < lesson.own.length ? 1 : -1;
      let score = nothingInCommon;
      for (let k = 0; k < ids.length; k++) score += (weights[ids[k] as number] as number) * (values[k] as number);
      const old = alpha[e] as number;
      const gradient = y * score - 1 + old * soft;
      if (old === 0 && gradient >= 0) {
        // On the right side from the start: only those near the edge are looked at again.
        if (pass === 0 && gradient < 0.5) next[kept++] = e;
        continue;
      }
      next[kept++] = e;
      const now = Math.max(old - gradient / ((squares[i] as number) + soft), 0);
      const change = (now - old) * y;
      // Changes too small to matter cost as much as large ones.
      if (change < 1e-3 && change > -1e-3) continue;
      alpha[e] = now;
      for (let k = 0; k < ids.length; k++) {
        const id = ids[k] as number;
        weights[id] = (weights[id] as number) + change * (values[k] as number);
      }
    }
    active = next;
    count = kept;
  }
  const made: number[] = [];
  for (let e = 0; e < examples.length; e++) if (alpha[e] !== 0) made.push(examples[e] as number);
  return made;
}
