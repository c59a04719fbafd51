import { logistic } from './arithmetic';

/** What speaks for one candidate. */
export interface Signals {
  /** Its margin in the support vector machine; 1 is the edge of certainty, below 0 another class wins. */
  readonly margin: number;
  /** Its share of the class distribution, 0 to 1. */
  readonly probability: number;
  /** Similarity to its nearest three phrasings, 0 to 1, halving weights. */
  readonly similarity: number;
  /** Share of the question that is known vocabulary, weighted by how telling the words are, 0 to 1. */
  readonly known: number;
}

/** Fitted on development splits only. */
const weights = { margin: 1.15, probability: 1.86, similarity: 1.8, known: 1.5, bias: -2.91 } as const;

/** One calibrated figure, 0 to 1. */
export function confidence(signals: Signals): number {
  return logistic(
    weights.margin * Math.max(-1.5, Math.min(1.5, signals.margin)) +
      weights.probability * signals.probability +
      weights.similarity * signals.similarity +
      weights.known * signals.known +
      weights.bias,
  );
}
