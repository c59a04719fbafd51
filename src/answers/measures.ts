import type { Instant, Locale, Money } from '../core/types';
import { recognizeDates, recognizeNumbers } from './recognizers';

/** Digits first: they need no library. Thousands separators are read; "$80" and "50ish" are numbers too. */
const digits = /(?<![\p{L}\d.])[$€£]?\s?(\d{1,3}(?:[,.]\d{3})+|\d+)(?:[.,](\d{1,2}))?(?!\d)/u;

/** Words that can name a number; without one the recognizers are not asked, since they take a millisecond and more. */
const numberWords: Readonly<Record<Locale, RegExp>> = {
  en: /\b(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|dozen|couple|half)\b|\p{N}/iu,
  es: /\b(?:cero|un[oa]?|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince|dieci\w+|veint\w+|treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa|cien(?:to)?|\w+cient[oa]s|quinientos|mil|docena|medio)\b|\p{N}/iu,
};

/** The first number in the text, in digits or words; undefined when there is none. */
export function readNumber(text: string, locale: Locale): number | undefined {
  const match = digits.exec(text);
  if (match) return Number(`${(match[1] as string).replace(/[,.]/g, '')}.${match[2] ?? '0'}`);
  if (!numberWords[locale].test(text)) return undefined;
  const value = recognizeNumbers(text, locale)[0]?.value;
  const number = value === undefined ? Number.NaN : Number(value);
  return Number.isFinite(number) ? number : undefined;
}

const currencies: readonly (readonly [RegExp, string])[] = [
  [/€|\beuros?\b/i, 'EUR'],
  [/£|\b(?:pounds?|quid|gbp|libras?)\b/i, 'GBP'],
  [/\b(?:cad|canadian)\b/i, 'CAD'],
  [/\b(?:aud|australian)\b/i, 'AUD'],
  [/\b(?:mxn|pesos?)\b/i, 'MXN'],
];

/** An amount of money. A bare number counts (recognizers see no money in "80"); a word names the currency, else it is USD. */
export function readMoney(text: string, locale: Locale): Money | undefined {
  const amount = readNumber(text, locale);
  if (amount === undefined) return undefined;
  return { amount, currency: currencies.find(([words]) => words.test(text))?.[1] ?? 'USD' };
}

/** A calendar date as YYYY-MM-DD. */
export function readDate(text: string, locale: Locale, now: Instant): string | undefined {
  const dates = recognizeDates(text, locale, new Date(now)).map((d) => d.value);
  return dates.find((d) => /^\d{4}-\d{2}-\d{2}/.test(d))?.slice(0, 10);
}
