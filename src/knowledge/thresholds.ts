/**
 * Where a candidate is good enough, all in one unit: confidence, 0 to 1, meant to be read as "how often is a first
 * candidate with this figure the right one". Chosen on labelled questions (`npm run eval -- answers` prints the trade).
 */
export const thresholds = {
  /** From here on the first candidate is given as the answer, unless its entry names a threshold of its own. */
  answer: 0.5,
  /** The first candidate must be ahead of the second by this much, else both are offered. */
  margin: 0.1,
  /** From here on candidates are offered as "did you mean"; below, the bot says that it does not know. */
  suggest: 0.25,
} as const;
