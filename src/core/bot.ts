import type { Ask, Programs } from './program';
import type { Texts } from './texts';
import type { Answers, Command, Instant, Locale, Safety, Slots, SlotValue } from './types';

/** What the core is given once, at start-up. Every member is a pure function or plain data. */
export interface Bot {
  readonly programs: (locale: Locale) => Programs;
  readonly texts: (locale: Locale) => Texts;
  readonly safety: Safety;
  readonly answers: Answers;
  /** A command is a whole message, never a part of one; undefined: not a command. */
  readonly command: (text: string, locale: Locale) => Command | undefined;
  /** undefined: the text does not answer the question; the caller then tries the knowledge base and only after that reprompts. */
  readonly readAnswer: (ask: Ask, text: string, locale: Locale, now: Instant) => SlotValue | undefined;
  /** "skip", "no preference": only asked of optional questions. */
  readonly declines: (text: string, locale: Locale) => boolean;
  readonly yesOrNo: (text: string, locale: Locale) => 'yes' | 'no' | undefined;
  /** Whether a text asks something, rather than answers. */
  readonly asks: (text: string) => boolean;
  /** The language a text is written in; undefined when it can't be told. */
  readonly language: (text: string) => Locale | undefined;
  /** Search criteria standing in one sentence; empty when there are none. */
  readonly readCriteria: (text: string, locale: Locale, now: Instant) => Slots;
  /** https link to a public directory, shown while there is no search of our own. */
  readonly directoryLink: string;
  /** Default country for help lines, ISO 3166-1 alpha-2; undefined: unknown. */
  readonly country: string | undefined;
}
