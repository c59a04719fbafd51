import type { Locale } from '../core/types';

/** Words that carry no topic of their own. They stay in the features; they only do not count as understood. */
const lists: Readonly<Record<Locale, string>> = {
  en: `a about again all also am an and any anyone anything are as ask at back be been being but by can could did do does
    doing done else ever for from get give go going got had has have having he hello help her hers hey hi him his how i if
    in into is it its just know let like make many may maybe me mean mine more most much must my need no not now of off ok
    on one only or other our out over own please really right s say see she should so some someone something tell than
    thank thanks that the their them then there these they thing things think this those to too try up us very want was
    way we well were what when where which who why will with would yes yet you your yours`,
  es: `a al algo alguien alguna alguno ante aqui asi aun bien cada como con cual cuando cuanto cuanta de del desde donde
    dos e el ella ellas ellos en entre era eres es esa ese eso esta estas este esto estos estoy fue gracias ha hace hacer
    hasta hay he hola la las le les lo los mas me mi mis mucho muy nada ni no nos o os otra otro para pero poco por porque
    puede pueden puedo que quien quiero se sea ser si sin sobre solo son soy su sus tal tambien te tener tengo ti tiene
    todo todos tu tus un una uno unos usted va y ya yo`,
};

const sets: Readonly<Record<Locale, ReadonlySet<string>>> = {
  en: new Set(lists.en.split(/\s+/)),
  es: new Set(lists.es.split(/\s+/)),
};

export function isStopWord(word: string, locale: Locale): boolean {
  return word.length < 2 || sets[locale].has(word);
}
