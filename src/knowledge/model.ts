import { dot, type Vector } from './features';
import { type Profiles, scoreProfiles } from './profiles';
import { isFull, type Rows, trainSoftmax } from './softmax';
import { nothingInCommon, trainSvm } from './svm';

/** Both linear models in one table by feature, so that a question walks through its features once. */
export interface Model extends Rows {
  readonly svm: Float32Array;
  readonly softmax: Float32Array;
  readonly size: number;
}

/** Classes that compete for one phrasing. All others are far off and skipped. */
const mostRivals = 20;
/** Of those, the ones that the softmax regression tells apart. */
const mostClosest = 10;

/** Weights smaller than this move no decision and are dropped. */
const smallest = 1e-3;

/** A row that has this share of all classes is filled up with zeros: then a class is found in it without a search. */
const fullFrom = 0.2;

export interface Training {
  readonly vectors: readonly Vector[];
  /** Stems of each text as numbers. */
  readonly stems: readonly (readonly number[])[];
  readonly owner: Int32Array;
  readonly classes: number;
  readonly features: number;
}

/** Trains both models. First the profiles name the classes that come near each phrasing, then those learn from it. */
export function trainModel(training: Training, profiles: Profiles): Model {
  const { vectors, stems, owner, classes, features } = training;
  const rivals = stems.map((list, i) => rivalsOf(list, owner[i] as number, profiles, classes));
  const others: number[][] = Array.from({ length: classes }, () => []);
  const own: number[][] = Array.from({ length: classes }, () => []);
  rivals.forEach((list, i) => {
    list.forEach((c, r) => {
      (r === 0 ? own : others)[c]?.push(i);
    });
  });
  const squares = Float64Array.from(vectors, (v) => dot(v, v));
  const weights = new Float64Array(features);
  const keptIds = new Int32Array(features);
  const keptValues = new Float32Array(features);
  const learnt: { readonly ids: Int32Array; readonly values: Float32Array }[] = [];
  const rows = new Int32Array(features + 1);
  for (let c = 0; c < classes; c++) {
    const lesson = { own: own[c] as number[], others: others[c] as number[] };
    let count = 0;
    for (const i of trainSvm(vectors, squares, lesson, weights)) {
      const { ids } = vectors[i] as Vector;
      for (let k = 0; k < ids.length; k++) {
        const f = ids[k] as number;
        const weight = weights[f] as number;
        weights[f] = 0;
        if (weight < smallest && weight > -smallest) continue;
        keptIds[count] = f;
        keptValues[count] = weight;
        count++;
        rows[f + 1] = (rows[f + 1] as number) + 1;
      }
    }
    learnt.push({ ids: keptIds.slice(0, count), values: keptValues.slice(0, count) });
  }
  for (let f = 0; f < features; f++) {
    if ((rows[f + 1] as number) > classes * fullFrom) rows[f + 1] = classes;
  }
  for (let f = 0; f < features; f++) rows[f + 1] = (rows[f + 1] as number) + (rows[f] as number);
  const entries = rows[features] as number;
  const table: Rows = { rows, classes: new Int32Array(entries) };
  const svm = new Float32Array(entries);
  const fill = rows.slice();
  learnt.forEach(({ ids, values }, c) => {
    for (let k = 0; k < ids.length; k++) {
      const f = ids[k] as number;
      const full = isFull(table, f, classes);
      const e = full ? (rows[f] as number) + c : (fill[f] as number);
      if (!full) fill[f] = e + 1;
      table.classes[e] = c;
      svm[e] = values[k] as number;
    }
  });
  for (let f = 0; f < features; f++) {
    if (isFull(table, f, classes)) for (let c = 0; c < classes; c++) table.classes[(rows[f] as number) + c] = c;
  }
  const closest = rivals.map((list) => list.slice(0, mostClosest));
  return { ...table, svm, softmax: trainSoftmax(vectors, closest, table, classes), size: classes };
}

/** The classes nearest to a text by profile: its own first, the last class (the background) always among them. */
function rivalsOf(stems: readonly number[], own: number, profiles: Profiles, classes: number): Int32Array {
  const scores = new Float64Array(classes);
  scoreProfiles(profiles, stems, 0, scores);
  scores[own] = Infinity;
  const last = classes - 1;
  if (own !== last) scores[last] = Number.MAX_VALUE;
  return Int32Array.from(top(scores, classes, mostRivals));
}

/** Positions of the `count` largest of the first `n` values, largest first; ties in order. */
export function top(values: Float64Array, n: number, count: number): number[] {
  const best: number[] = [];
  for (let i = 0; i < n; i++) {
    const value = values[i] as number;
    if (best.length === count && value <= (values[best[count - 1] as number] as number)) continue;
    let at = best.length;
    while (at > 0 && value > (values[best[at - 1] as number] as number)) at--;
    best.splice(at, 0, i);
    if (best.length > count) best.pop();
  }
  return best;
}

/** Margins of the support vector machine and scores of the softmax regression, for all classes. */
export function scoreModel(model: Model, { ids, values }: Vector, margins: Float64Array, scores: Float64Array): void {
  const { rows, classes, svm, softmax } = model;
  margins.fill(nothingInCommon);
  scores.fill(0);
  for (let k = 0; k < ids.length; k++) {
    const f = ids[k] as number;
    const x = values[k] as number;
    for (let e = rows[f] as number; e < (rows[f + 1] as number); e++) {
      const c = classes[e] as number;
      margins[c] = (margins[c] as number) + x * (svm[e] as number);
      scores[c] = (scores[c] as number) + x * (softmax[e] as number);
    }
  }
}
