import { dot, type Vector } from './features';

/**
 * Cosine to a document's nearest three phrasings, 0 to 1, with halving weights.
 * @param starts phrasings of document d are `vectors[starts[d]] … vectors[starts[d + 1] - 1]`.
 */
export function similarity(vectors: readonly Vector[], starts: Int32Array, document: number, vector: Vector): number {
  const nearest = [0, 0, 0];
  const length = Math.sqrt(dot(vector, vector));
  for (let i = starts[document] as number; i < (starts[document + 1] as number); i++) {
    const phrasing = vectors[i] as Vector;
    nearest.push(dot(vector, phrasing) / (length * Math.sqrt(dot(phrasing, phrasing))));
    nearest.sort((a, b) => b - a).pop();
  }
  const [a = 0, b = 0, c = 0] = nearest;
  return (a + b / 2 + c / 4) / 1.75;
}
