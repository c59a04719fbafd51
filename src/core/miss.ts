import type { Decision, Instant, Locale } from './types';

/** A question nobody could answer, as an operator may keep it: no crisis, nothing personal, gone after 30 days. */
export interface KeptMiss {
  /** What was personal is replaced by a word in brackets, such as `[name]`. */
  readonly text: string;
  readonly locale: Locale;
  /** Id of the nearest answer or dialog; absent when nothing was near. */
  readonly nearest?: string;
  /** Confidence of the nearest in whole tenths, 0 to 9. */
  readonly tenth: number;
  /** The day, such as `2026-11-23`; no time, so that it cannot be laid beside other logs. */
  readonly on: string;
  readonly expires: Instant;
}

/** Where kept questions rest. Nothing in it says who asked. */
export interface MissLog {
  readonly add: (miss: KeptMiss) => Promise<void>;
  /** What has not expired, oldest first; the order within a day is arbitrary. */
  readonly list: (now: Instant) => Promise<readonly KeptMiss[]>;
  /** Deletes what has expired. @returns how many went. */
  readonly sweep: (now: Instant) => Promise<number>;
}

/** What is counted, kept or not: month, nearest topic, confidence, language. */
export interface MissCount {
  /** `miss`: not answered. `unhelpful`: answered, and the person said that it did not help. */
  readonly kind: 'miss' | 'unhelpful';
  /** Such as `2026-11`. */
  readonly month: string;
  /** Id of an answer or dialog; absent when nothing was near. */
  readonly topic?: string;
  /** Confidence in whole tenths, 0 to 9; absent when it is not known any more. */
  readonly tenth?: number;
  readonly locale: Locale;
}

export function tenthOf(confidence: number): number {
  return Math.min(9, Math.max(0, Math.floor(confidence * 10)));
}

/** The count a turn adds to; undefined when the question was answered. */
export function missOf(decision: Decision, locale: Locale, now: Instant): MissCount | undefined {
  if (decision.outcome !== 'fallback' && decision.outcome !== 'suggest') return undefined;
  const nearest = decision.candidates[0];
  const month = now.slice(0, 7);
  return {
    kind: 'miss',
    month,
    ...(nearest ? { topic: nearest.id } : {}),
    tenth: tenthOf(nearest?.score ?? 0),
    locale,
  };
}

/** Name of the counter for a count: `miss/2026-11/cost/4/en`, with `none` and `-` for what is not known. */
export function missCounter(count: MissCount): string {
  return `${count.kind}/${count.month}/${count.topic ?? 'none'}/${count.tenth ?? '-'}/${count.locale}`;
}

/** Reads a counter's name; undefined for counters of other things. */
export function readMissCounter(name: string): MissCount | undefined {
  const found = /^(miss|unhelpful)\/(\d{4}-\d{2})\/(.+)\/(\d|-)\/(en|es)$/.exec(name);
  if (!found) return undefined;
  const [, kind, month = '', topic, tenth, locale] = found;
  return {
    kind: kind === 'miss' ? 'miss' : 'unhelpful',
    month,
    ...(topic === 'none' || topic === undefined ? {} : { topic }),
    ...(tenth === '-' ? {} : { tenth: Number(tenth) }),
    locale: locale === 'es' ? 'es' : 'en',
  };
}
