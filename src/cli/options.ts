import { parseArgs } from 'node:util';
import type { BotOptions } from '../bot';
import { type Locale, locales } from '../core/types';

/**
 * Reads `--name value` options; there are no positional arguments.
 * @throws Error naming the option that is not known.
 */
export function readOptions<N extends string>(
  args: readonly string[],
  names: readonly N[],
): Partial<Record<N, string>> {
  const options = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]));
  try {
    return parseArgs({ args: [...args], options, strict: true }).values as Partial<Record<N, string>>;
  } catch (error) {
    const what = error instanceof Error ? error.message.split('.')[0] : String(error);
    throw new Error(`${what}; options here: ${names.map((n) => `--${n} VALUE`).join(', ')}`);
  }
}

/** The options of every command that talks: `--knowledge DIR --dialogs DIR --country US --lang en`. */
export function readBotOptions(args: readonly string[]): BotOptions & { readonly locale: Locale } {
  const { knowledge, dialogs, country, lang } = readOptions(args, ['knowledge', 'dialogs', 'country', 'lang']);
  const locale = locales.find((l) => l === (lang ?? 'en'));
  if (!locale) throw new Error(`--lang is "${lang}"; write one of ${locales.join(', ')}`);
  if (country !== undefined && !/^[A-Za-z]{2}$/.test(country)) {
    throw new Error(`--country is "${country}"; write the two letters of the country, such as US`);
  }
  return {
    locale,
    ...(knowledge === undefined ? {} : { knowledge }),
    ...(dialogs === undefined ? {} : { dialogs }),
    ...(country === undefined ? {} : { country: country.toUpperCase() }),
  };
}
