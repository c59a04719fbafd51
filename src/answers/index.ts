import { asks } from '../core/plain';
import type { Ask } from '../core/program';
import type { Instant, Locale, SlotValue } from '../core/types';
import { readChoice } from './choice';
import { readDate, readMoney, readNumber } from './measures';
import { readPlace } from './place';
import { readYesNo } from './yesno';

export { declines, readYesNo } from './yesno';

/** Longest free answer kept in a slot, in characters. */
const maxTextLength = 500;

/**
 * Reads an answer to one question.
 * @returns undefined when the text does not answer it; the caller then tries the knowledge base and only after that reprompts.
 */
export function readAnswer(ask: Ask, text: string, locale: Locale, now: Instant): SlotValue | undefined {
  switch (ask.kind) {
    case 'choice':
      return readChoice(ask.choices, text, locale);
    case 'yesno':
      return readYesNo(text, locale) ?? byButtonNumber(text);
    case 'text':
      return text.trim().slice(0, maxTextLength) || undefined;
    case 'number': {
      const number = asks(text) ? undefined : readNumber(text, locale);
      return number !== undefined && within(ask, number) ? number : undefined;
    }
    case 'money': {
      const money = asks(text) ? undefined : readMoney(text, locale);
      return money && within(ask, money.amount) ? money : undefined;
    }
    case 'date':
      return asks(text) ? undefined : readDate(text, locale, now);
    case 'place':
      return readPlace(text);
  }
}

/** "1" and "2" pick the buttons Yes and No. */
function byButtonNumber(text: string): 'yes' | 'no' | undefined {
  const said = text.trim();
  return said === '1' ? 'yes' : said === '2' ? 'no' : undefined;
}

function within(ask: Ask, value: number): boolean {
  return value >= (ask.min ?? Number.NEGATIVE_INFINITY) && value <= (ask.max ?? Number.POSITIVE_INFINITY);
}
