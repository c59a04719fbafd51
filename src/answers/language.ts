import { plain } from '../core/plain';
import type { Locale } from '../core/types';

/**
 * Words that stand in nearly every sentence of one language and hardly in the other. Words that are part of place names
 * (de, la, el, los, san) are left out, and so are words of both languages (no, me, son, a).
 */
const telling: Readonly<Record<Locale, ReadonlySet<string>>> = {
  en: new Set(
    `the and is are was were i im ive you your my it its this that what how why when who where do does did can could would
    should have has had with for from about not dont cant to of in on at be been am will just want need feel there they`.split(
      /\s+/,
    ),
  ),
  es: new Set(
    `que como cual cuales cuando donde quien cuanto cuesta es esta estoy estas soy eres tengo tiene quiero quisiera puedo
    puede necesito siento mi mis mio con sin para por pero porque muy mas una uno unos unas del al lo le les se si ya hay
    hola gracias ayuda ayudame terapia terapeuta terapeutas yo tu ella nosotros nada nadie todo siempre nunca hace hacer
    esto eso este hablar buscar funciona sirve`.split(/\s+/),
  ),
};

/** Words of one language that a text needs, and how many times as many as of the other. */
const least = 2;
const clearly = 2;

/** The language a text is written in; undefined when it is too short or mixed to tell. */
export function readLanguage(text: string): Locale | undefined {
  const words = plain(text.slice(0, 2000)).split(' ');
  const count = (locale: Locale): number => words.filter((word) => telling[locale].has(word)).length;
  const [english, spanish] = [count('en'), count('es')];
  const marked = /[¿¡]/.test(text) ? 1 : 0;
  if (spanish + marked >= least && spanish + marked >= clearly * english) return 'es';
  if (english >= least && english >= clearly * (spanish + marked)) return 'en';
  return undefined;
}
