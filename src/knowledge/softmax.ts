import { exp, seeded, shuffled } from './arithmetic';
import type { Vector } from './features';
import { type Linear, scoreLinear } from './svm';

const passes = 6;
const rate = 0.5;
/** Gradients smaller than this are left alone: only classes that compete for a phrasing learn from it. */
const worthwhile = 0.01;

/**
 * Softmax regression by Adagrad (Duchi et al., 2011). Seeded.
 */
export function trainSoftmax(
  vectors: readonly Vector[],
  labels: Int32Array,
  classes: number,
  features: number,
): Linear {
  const weights = new Float32Array(features * classes);
  const squares = new Float32Array(features * classes).fill(0.01);
  const bias = new Float64Array(classes);
  const model: Linear = { weights, bias, classes };
  const scores = new Float64Array(classes);
  const random = seeded(2);
  for (let pass = 0; pass < passes; pass++) {
    for (const i of shuffled(vectors.length, random)) {
      const vector = vectors[i] as Vector;
      scoreLinear(model, vector, scores);
      normaliseExp(scores, 1);
      const right = labels[i] as number;
      for (let c = 0; c < classes; c++) {
        const gradient = (scores[c] as number) - (c === right ? 1 : 0);
        if (gradient < worthwhile && gradient > -worthwhile) continue;
        for (let k = 0; k < vector.ids.length; k++) {
          const at = (vector.ids[k] as number) * classes + c;
          const g = gradient * (vector.values[k] as number);
          const square = (squares[at] as number) + g * g;
          squares[at] = square;
          weights[at] = (weights[at] as number) - (rate * g) / Math.sqrt(square);
        }
      }
    }
  }
  return model;
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
