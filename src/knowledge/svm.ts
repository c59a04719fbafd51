import { seeded, shuffled } from './arithmetic';
import type { Vector } from './features';

/** Feature-major weights: `weights[feature * classes + class]`. */
export interface Linear {
  readonly weights: Float32Array;
  readonly bias: Float64Array;
  readonly classes: number;
}

/** Measured on development splits; more of either changes little. */
const penalty = 1;
const passes = 8;

/**
 * One-versus-rest linear support vector machine with squared hinge loss, by dual coordinate descent
 * (Hsieh et al., "A dual coordinate descent method for large-scale linear SVM", 2008).
 * Seeded: the same vectors in the same order give the same weights.
 */
export function trainSvm(vectors: readonly Vector[], labels: Int32Array, classes: number, features: number): Linear {
  const weights = new Float32Array(features * classes);
  const bias = new Float64Array(classes);
  const w = new Float64Array(features);
  const n = vectors.length;
  const alpha = new Float64Array(n);
  const norm = Float64Array.from(vectors, (v) => 1 + v.values.reduce((sum, x) => sum + x * x, 0) + 1 / (2 * penalty));
  const order = shuffled(n, seeded(1));
  for (let c = 0; c < classes; c++) {
    w.fill(0);
    alpha.fill(0);
    let b = 0;
    let active = order;
    for (let pass = 0; pass < passes; pass++) {
      const next: number[] = [];
      for (const i of active) {
        const { ids, values } = vectors[i] as Vector;
        const y = labels[i] === c ? 1 : -1;
        let score = b;
        for (let k = 0; k < ids.length; k++) score += (w[ids[k] as number] as number) * (values[k] as number);
        const old = alpha[i] as number;
        const gradient = y * score - 1 + old / (2 * penalty);
        // Far on the right side and without weight: this one will not matter to this class again.
        if (old === 0 && gradient > 0) {
          if (pass === 0 && gradient < 0.5) next.push(i);
          continue;
        }
        next.push(i);
        const now = Math.max(old - gradient / (norm[i] as number), 0);
        const change = (now - old) * y;
        if (change === 0) continue;
        alpha[i] = now;
        b += change;
        for (let k = 0; k < ids.length; k++)
          w[ids[k] as number] = (w[ids[k] as number] as number) + change * (values[k] as number);
      }
      active = Int32Array.from(next);
    }
    bias[c] = b;
    for (let f = 0; f < features; f++) weights[f * classes + c] = w[f] as number;
  }
  return { weights, bias, classes };
}

/** Scores of every class for one vector, added into `out`. */
export function scoreLinear(model: Linear, vector: Vector, out: Float64Array): void {
  const { weights, bias, classes } = model;
  for (let c = 0; c < classes; c++) out[c] = bias[c] as number;
  for (let k = 0; k < vector.ids.length; k++) {
    const x = vector.values[k] as number;
    const row = (vector.ids[k] as number) * classes;
    for (let c = 0; c < classes; c++) out[c] = (out[c] as number) + x * (weights[row + c] as number);
  }
}
