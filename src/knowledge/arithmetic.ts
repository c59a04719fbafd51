/**
 * Exponential, logarithm and seeded numbers from the four operations alone. IEEE 754 fixes those to the last bit, but
 * leaves `Math.exp` and `Math.log` to the engine: with these the same content gives the same model on every Node.
 */

const ln2High = 0.6931471803691238;
const ln2Low = 1.9082149292705877e-10;

/** e to the power of `x`; relative error below 1e-14. Saturates beyond ±700. */
export function exp(x: number): number {
  if (x > 700) return exp(700);
  if (x < -700) return 0;
  const k = Math.round(x / Math.LN2);
  const r = x - k * ln2High - k * ln2Low;
  let term = 1;
  let sum = 1;
  for (let i = 1; i <= 14; i++) {
    term = (term * r) / i;
    sum += term;
  }
  let scale = 1;
  let base = k < 0 ? 0.5 : 2;
  for (let n = Math.abs(k); n > 0; n = Math.floor(n / 2)) {
    if (n % 2 === 1) scale *= base;
    base *= base;
  }
  return sum * scale;
}

/** Natural logarithm of a positive number; relative error below 1e-14. */
export function ln(x: number): number {
  let m = x;
  let k = 0;
  while (m > Math.SQRT2) {
    m *= 0.5;
    k++;
  }
  while (m < Math.SQRT1_2) {
    m *= 2;
    k--;
  }
  const s = (m - 1) / (m + 1);
  const square = s * s;
  let power = s;
  let sum = 0;
  for (let i = 1; i <= 23; i += 2) {
    sum += power / i;
    power *= square;
  }
  return 2 * sum + k * ln2Low + k * ln2High;
}

/** 1 / (1 + e^-x). */
export function logistic(x: number): number {
  return 1 / (1 + exp(-x));
}

/** Numbers in [0, 1), always the same ones for the same seed (mulberry32: integer operations only). */
export function seeded(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** 0 … n-1 in a seeded order. */
export function shuffled(n: number, random: () => number): Int32Array {
  const order = Int32Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const kept = order[i] as number;
    order[i] = order[j] as number;
    order[j] = kept;
  }
  return order;
}
