import { asks, bare, contains, plain } from '../core/plain';
import type { Choice } from '../core/program';
import type { Locale } from '../core/types';

const ordinals: Readonly<Record<Locale, readonly string[]>> = {
  en: ['first 1st one', 'second 2nd two', 'third 3rd three', 'fourth 4th four', 'fifth 5th five', 'sixth 6th six'],
  es: [
    'primero primera 1o uno una',
    'segundo segunda 2o dos',
    'tercero tercera 3o tres',
    'cuarto cuarta 4o cuatro',
    'quinto quinta 5o cinco',
    'sexto sexta 6o seis',
  ],
};
const last: Readonly<Record<Locale, readonly string[]>> = { en: ['last'], es: ['ultimo', 'ultima'] };

/**
 * Reads one of the choices: by number, by label or synonym, or by one choice's phrase inside the sentence.
 * Two choices that fit are no match, and a sentence that asks something is left to the knowledge base.
 * @returns the choice's value
 */
export function readChoice(choices: readonly Choice[], text: string, locale: Locale): string | undefined {
  const said = bare(text);
  const number = /^(?:#|no |number |option |opcion |numero )?(\d{1,2})$/.exec(said)?.[1];
  if (number) return choices[Number(number) - 1]?.value;
  const phrases = choices.map((choice) =>
    [choice.label, ...choice.also, choice.value.replace(/[_-]/g, ' ')].map((p) => bare(p)),
  );
  const exact = choices.filter((_, i) => phrases[i]?.includes(said));
  if (exact.length === 1) return exact[0]?.value;
  const counted = said.replace(/^(?:the|el|la) /, '').replace(/ (?:one|option|opcion)$/, '');
  const place = ordinals[locale].findIndex((words) => words.split(' ').includes(counted));
  if (place >= 0) return choices[place]?.value;
  if (last[locale].includes(counted)) return choices.at(-1)?.value;
  if (asks(text)) return undefined;
  const whole = plain(text);
  const inside = choices.filter((_, i) => phrases[i]?.some((phrase) => contains(whole, phrase)));
  if (inside.length) return inside.length === 1 ? inside[0]?.value : undefined;
  return byStart(choices, phrases, said);
}

/** A typed beginning ("with fam") that fits one choice only; at least three letters. */
function byStart(
  choices: readonly Choice[],
  phrases: readonly (readonly string[])[],
  said: string,
): string | undefined {
  if (said.length < 3) return undefined;
  const begun = choices.filter((_, i) => phrases[i]?.some((phrase) => phrase.startsWith(said)));
  return begun.length === 1 ? begun[0]?.value : undefined;
}
