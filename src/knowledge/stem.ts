import type { Locale } from '../core/types';

/**
 * The stem of one lower-case word: the form under which "feel", "feeling" and "felt" meet.
 * English: irregular forms first, then Porter's algorithm (M. F. Porter, "An algorithm for suffix stripping", 1980).
 * Spanish: a light stemmer for number, gender, verb endings and diminutives; accents are expected to be off already.
 */
export function stem(word: string, locale: Locale): string {
  return locale === 'es' ? stemSpanish(word) : porter(irregular.get(word) ?? word);
}

/** Forms no suffix rule can reach. */
const irregular: ReadonlyMap<string, string> = new Map(
  Object.entries({
    be: 'am is are was were been being',
    have: 'has had having',
    do: 'did does done doing',
    go: 'went gone goes',
    say: 'said',
    tell: 'told',
    feel: 'felt',
    find: 'found',
    think: 'thought',
    know: 'knew known',
    get: 'got gotten',
    give: 'gave given',
    take: 'took taken',
    make: 'made',
    pay: 'paid',
    leave: 'left',
    lose: 'lost losing',
    see: 'saw seen',
    meet: 'met',
    keep: 'kept',
    begin: 'began begun',
    speak: 'spoke spoken',
    write: 'wrote written',
    break: 'broke broken',
    choose: 'chose chosen',
    buy: 'bought',
    bring: 'brought',
    send: 'sent',
    spend: 'spent',
    mean: 'meant',
    hurt: 'hurting',
    fall: 'fell fallen',
    grow: 'grew grown',
    become: 'became',
    come: 'came',
    understand: 'understood',
    stick: 'stuck',
    cry: 'cried cries crying',
    die: 'died dying dies dead',
    lie: 'lying lied',
    hear: 'heard',
    hold: 'held',
    fight: 'fought',
    catch: 'caught',
    teach: 'taught',
    steal: 'stole stolen',
    sell: 'sold',
    forget: 'forgot forgotten',
    run: 'ran',
    wake: 'woke woken',
    drive: 'drove driven',
    child: 'children kid kids',
    woman: 'women',
    man: 'men',
    person: 'people persons',
    wife: 'wives',
    life: 'lives',
    good: 'better best',
    bad: 'worse worst',
    can: 'could',
    will: 'would',
    shall: 'should',
  }).flatMap(([lemma, forms]) => forms.split(' ').map((form): [string, string] => [form, lemma])),
);

const vowel = '[aeiouy]';
/** One vowel-consonant sequence: Porter's m > 0. */
const measured = /^(?:[^aeiou][^aeiouy]*)?[aeiouy][aeiou]*[^aeiou][^aeiouy]*/;
const measuredTwice = /^(?:[^aeiou][^aeiouy]*)?[aeiouy][aeiou]*[^aeiou][^aeiouy]*[aeiouy][aeiou]*[^aeiou][^aeiouy]*/;
const measuredOnce = /^(?:[^aeiou][^aeiouy]*)?[aeiouy][aeiou]*[^aeiou][^aeiouy]*(?:[aeiouy][aeiou]*)?$/;
const hasVowel = new RegExp(`^(?:[^aeiou][^aeiouy]*)?${vowel}`);
const shortEnd = /^[^aeiou][^aeiouy]*[aeiouy][^aeiouwxy]$/;

const step2: readonly (readonly [string, string])[] = [
  ['ational', 'ate'],
  ['tional', 'tion'],
  ['enci', 'ence'],
  ['anci', 'ance'],
  ['izer', 'ize'],
  ['bli', 'ble'],
  ['alli', 'al'],
  ['entli', 'ent'],
  ['eli', 'e'],
  ['ousli', 'ous'],
  ['ization', 'ize'],
  ['ation', 'ate'],
  ['ator', 'ate'],
  ['alism', 'al'],
  ['iveness', 'ive'],
  ['fulness', 'ful'],
  ['ousness', 'ous'],
  ['aliti', 'al'],
  ['iviti', 'ive'],
  ['biliti', 'ble'],
  ['logi', 'log'],
];
const step3: readonly (readonly [string, string])[] = [
  ['icate', 'ic'],
  ['ative', ''],
  ['alize', 'al'],
  ['iciti', 'ic'],
  ['ical', 'ic'],
  ['ful', ''],
  ['ness', ''],
];
const step4 = [
  ...['al', 'ance', 'ence', 'er', 'ic', 'able', 'ible', 'ant', 'ement', 'ment', 'ent', 'ou', 'ism', 'ate'],
  ...['iti', 'ous', 'ive', 'ize', 'sion', 'tion'],
].sort((a, b) => b.length - a.length);

function replaceEnd(word: string, table: readonly (readonly [string, string])[]): string {
  for (const [end, put] of table) {
    if (!word.endsWith(end)) continue;
    const base = word.slice(0, -end.length);
    return measured.test(base) ? base + put : word;
  }
  return word;
}

function porter(word: string): string {
  if (word.length < 3 || !/^[a-z]+$/.test(word)) return word;
  let w = word;
  if (w.endsWith('sses') || w.endsWith('ies')) w = w.slice(0, -2);
  else if (w.endsWith('s') && !w.endsWith('ss')) w = w.slice(0, -1);

  if (w.endsWith('eed')) {
    if (measured.test(w.slice(0, -3))) w = w.slice(0, -1);
  } else {
    const cut = w.endsWith('ed') ? 2 : w.endsWith('ing') ? 3 : 0;
    const base = cut ? w.slice(0, -cut) : '';
    if (cut && hasVowel.test(base)) {
      w = base;
      if (/(?:at|bl|iz)$/.test(w)) w += 'e';
      else if (/([^aeiouylsz])\1$/.test(w)) w = w.slice(0, -1);
      else if (shortEnd.test(w)) w += 'e';
    }
  }
  if (w.endsWith('y') && hasVowel.test(w.slice(0, -1))) w = `${w.slice(0, -1)}i`;
  w = replaceEnd(w, step2);
  w = replaceEnd(w, step3);
  const end = step4.find((e) => w.endsWith(e));
  if (end) {
    // "ion" goes only after s or t, and leaves that letter standing.
    const base = w.slice(0, -(end === 'sion' || end === 'tion' ? 3 : end.length));
    if (measuredTwice.test(base)) w = base;
  }
  if (w.endsWith('e')) {
    const base = w.slice(0, -1);
    if (measuredTwice.test(base) || (measuredOnce.test(base) && !shortEnd.test(base))) w = base;
  }
  if (w.endsWith('ll') && measuredTwice.test(w)) w = w.slice(0, -1);
  return w;
}

const spanishEnds = [
  ...['amientos', 'imientos', 'amiento', 'imiento', 'aciones', 'uciones', 'adoras', 'adores', 'ancias', 'logias'],
  ...['acion', 'ucion', 'adora', 'ancia', 'encias', 'encia', 'logia', 'mente', 'idades', 'idad', 'istas', 'ista'],
  ...['ismos', 'ismo', 'ables', 'ibles', 'able', 'ible', 'antes', 'ante', 'ador', 'ivas', 'ivos', 'iva', 'ivo'],
  ...['iendo', 'ando', 'aremos', 'eremos', 'iremos', 'abamos', 'iamos', 'aron', 'ieron', 'aban', 'aba', 'ados'],
  ...['adas', 'idos', 'idas', 'ado', 'ada', 'ido', 'ida', 'arse', 'erse', 'irse', 'arme', 'erme', 'irme', 'amos'],
  ...['emos', 'imos', 'itos', 'itas', 'ito', 'ita', 'ar', 'er', 'ir', 'an', 'en', 'as', 'es', 'os', 'a', 'e', 'o'],
].sort((a, b) => b.length - a.length);

function stemSpanish(word: string): string {
  if (word.length < 4) return word;
  const end = spanishEnds.find((e) => word.endsWith(e) && word.length - e.length >= 3);
  return end ? word.slice(0, -end.length) : word;
}
