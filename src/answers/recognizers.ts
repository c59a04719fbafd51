import type { Locale } from '../core/types';

/**
 * The only file that knows @microsoft/recognizers-text-suite. It is loaded on first use (0.2 to 1 s), and its time grows
 * with more than the square of the length (99 s at 8,000 characters), so nothing longer than `maxAnswerLength` reaches it.
 */

/** Longest answer handed to the recognizers, in characters. */
export const maxAnswerLength = 200;

/** They hang for seconds on 55 characters when a word repeats ("mañana mañana …"). */
const repeated = /(\p{L}{2,})(?:\W+\1){2,}/iu;

export interface Recognized {
  readonly text: string;
  readonly value: string;
  /** ISO 4217 for money, when the words name a currency. */
  readonly unit?: string;
}

type Suite = typeof import('@microsoft/recognizers-text-suite');
let suite: Suite | undefined;
function load(): Suite {
  suite ??= require('@microsoft/recognizers-text-suite') as Suite;
  return suite;
}

const cultures: Readonly<Record<Locale, string>> = { en: 'en-us', es: 'es-es' };

function readable(text: string): boolean {
  return text.length <= maxAnswerLength && !repeated.test(text);
}

function simple(results: readonly unknown[]): Recognized[] {
  return (results as { text: string; resolution?: Record<string, unknown> }[]).flatMap((r) => {
    const resolution = r.resolution ?? {};
    const values = resolution['values'];
    const first = Array.isArray(values) ? (values[0] as Record<string, unknown> | undefined) : resolution;
    const value = first?.['value'];
    if (value === undefined || value === null) return [];
    const unit = first?.['isoCurrency'];
    return [{ text: r.text, value: String(value), ...(unit ? { unit: String(unit) } : {}) }];
  });
}

/** Numbers in words or digits. Empty when there are none or the text is too long to be read. */
export function recognizeNumbers(text: string, locale: Locale): Recognized[] {
  return readable(text) ? simple(load().recognizeNumber(text, cultures[locale])) : [];
}

/** Dates, resolved against `now`; values are ISO dates, the nearest first. */
export function recognizeDates(text: string, locale: Locale, now: Date): Recognized[] {
  return readable(text) ? simple(load().recognizeDateTime(text, cultures[locale], undefined, now)) : [];
}
