import { givenNames } from './names';

/** True for a word (small letters) of the house's own vocabulary: answers, phrasings, synonyms, ordinary sentences. */
export type Known = (word: string) => boolean;

/** Words of texts in small letters; what a knowledge base itself says is nobody's secret. */
export function wordsOf(texts: Iterable<string>): ReadonlySet<string> {
  const out = new Set<string>();
  for (const text of texts) for (const word of text.toLowerCase().match(/\p{L}+/gu) ?? []) out.add(word);
  return out;
}

const month =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre)';
const street =
  '(?:street|st|road|rd|avenue|ave|lane|ln|drive|dr|court|ct|boulevard|blvd|way|place|pl|terrace|close|crescent|square)';
const tens = 'ten|eleven|twelve|\\w+teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety';
const diez =
  'diez|once|doce|trece|catorce|quince|dieci\\w+|veint\\w+|treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa';

/** What is personal by its form alone, in the order it is looked for. */
const forms: readonly (readonly [pattern: RegExp, to: string])[] = [
  [/\S+@\S+/g, '[contact]'],
  [/(?:https?:\/\/|www\.)\S+|\b[\w-]+\.(?:com|org|net|edu|gov|io|co|me|es|mx|uk|us|info)\b(?:\/\S*)?/gi, '[link]'],
  [/(?<![\w])@[\w.]+/g, '[contact]'],
  [
    /\b(?:insta(?:gram)?|ig|snap(?:chat)?|tik ?tok|facebook|fb|whats ?app|telegram|discord|twitter|skype)\s*(?:is|es|:|=)\s*\S+/gi,
    '[contact]',
  ],
  [/\b(?:\d{1,2}([/.-])\d{1,2}\1(?:\d{2}|\d{4})|\d{4}([/.-])\d{1,2}\2\d{1,2})\b/g, '[date]'],
  [new RegExp(`\\b\\d{1,2}(?:st|nd|rd|th)?(?: of| de)? ${month}\\b(?:,?(?: de)? \\d{2,4})?`, 'gi'), '[date]'],
  [new RegExp(`\\b${month} \\d{1,2}(?:st|nd|rd|th)?\\b(?:,? \\d{2,4})?`, 'gi'), '[date]'],
  [new RegExp(`\\b\\d+\\w?,? (?:\\p{L}+\\.? ){1,3}${street}\\b\\.?`, 'giu'), '[address]'],
  [
    /\b(?:calle|avenida|avda|plaza|paseo|camino|carretera)\.? (?:[\p{L}.]+ ){0,4}?(?:[\p{L}.]+),? ?(?:n[º°o]\.? ?)?\d+\w?/giu,
    '[address]',
  ],
  [/\b(?:p\.? ?o\.? box|apartado|apt|apartment|unit|suite|piso)\.? #?\d+\w?/gi, '[address]'],
  [/\b[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}\b|\b[a-z]\d[a-z] ?\d[a-z]\d\b/gi, '[place]'],
  [/[+(]?\d[\d\s().-]{5,}\d/g, '[number]'],
  [/[#$€£]?(?:\d[\d.,:/-]*)?\d(?:\p{L}+)?/gu, '[number]'],
  [new RegExp(`\\b(?:${tens})(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?\\b`, 'gi'), '[number]'],
  [new RegExp(`\\b(?:${diez})(?: y (?:uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve))?\\b`, 'gi'), '[number]'],
];

const letters = "[\\p{L}][\\p{L}'’-]*";
const relation =
  'husband|wife|partner|boyfriend|girlfriend|bf|gf|fiancee?|fiancé|ex|spouse|son|daughter|kid|child|baby|mother|father|mom|mum|dad|brother|sister|friend|boss|manager|coworker|colleague|roommate|flatmate|neighbou?r|therapist|counsell?or|doctor|teacher|aunt|uncle|cousin|grandma|grandpa|niece|nephew|stepdad|stepmom|marido|esposo|esposa|mujer|pareja|novio|novia|hijo|hija|madre|padre|mamá|mama|papá|papa|hermano|hermana|amigo|amiga|jefe|jefa|terapeuta|psicólogo|psicóloga|tío|tía|primo|prima|abuelo|abuela|vecino|vecina';

interface Opener {
  readonly before: RegExp;
  readonly to: string;
  /** Words taken after it. */
  readonly most: number;
  /** Also words the house knows; "my name is Hope" must go although hope is a word. */
  readonly always?: boolean;
}

/** Words after which something personal follows. */
const openers: readonly Opener[] = [
  {
    before:
      /\b(?:my (?:full |first |last )?name(?:'s|’s| is|:)|name(?:'s|’s) |i(?:'m| am) called|call me|signed,?|sincerely,?|regards,?|me llamo|mi nombre es|mi apellido es|ll[aá]mame|atentamente,?)\s+/giu,
    to: '[name]',
    most: 3,
    always: true,
  },
  { before: /\b(?:dr|mr|mrs|ms|miss|prof|sr|sra|srta|dra|don|doña)\.?\s+/giu, to: '[name]', most: 2 },
  {
    before: new RegExp(
      `\\b(?:my|our|his|her|their|mi|su|nuestr[oa]) (?:${relation})(?:['’]s name is|,| is called| se llama)?\\s+`,
      'giu',
    ),
    to: '[name]',
    most: 2,
  },
  {
    before: /\b(?:i(?:'m|’m| am)|this is|it(?:'s|’s| is)|named|called|soy|llamad[oa]|se llama)\s+/giu,
    to: '[name]',
    most: 2,
  },
  {
    before:
      /\b(?:live(?:s|d)? (?:in|at|near)|living (?:in|at|near)|moved to|(?:come|am|'m|’m) from|based in|located in|born in|near|vivo en|vivimos en|soy de|nac[ií] en|cerca de|mudé a)\s+/giu,
    to: '[place]',
    most: 3,
  },
  {
    before:
      /\b(?:work(?:s|ing)? (?:at|for|in)|employed (?:at|by)|stud(?:y|ies|ying) (?:at|in)|go(?:es)? to|student at|trabajo (?:en|para)|estudio en|voy a la)\s+/giu,
    to: '[place]',
    most: 3,
  },
];

/** Words that end what an opener took. */
const joints = new Set(
  'and but so because or who that which when with from for to in at on of is was are i we he she they y pero que porque o con de en para'.split(
    ' ',
  ),
);

function takeAfter(text: string, opener: Opener, known: Known): string {
  const word = new RegExp(`^${letters}`, 'u');
  let out = '';
  let rest = text;
  for (;;) {
    opener.before.lastIndex = 0;
    const found = opener.before.exec(rest);
    if (!found) return out + rest;
    const from = found.index + found[0].length;
    out += rest.slice(0, from);
    rest = rest.slice(from);
    let taken = 0;
    for (let n = 0; n < opener.most; n += 1) {
      const next = word.exec(rest.slice(taken).replace(/^ /, ''))?.[0];
      if (next === undefined) break;
      const small = next.toLowerCase();
      if (joints.has(small) || (!opener.always && known(bare(small)) && !givenNames.has(small))) break;
      taken += next.length + (rest[taken] === ' ' ? 1 : 0);
    }
    if (taken) out += opener.to;
    rest = rest.slice(taken);
  }
}

function bare(word: string): string {
  return word.replace(/['’]s$/, '').replace(/['’]/g, '');
}

function isKnown(word: string, known: Known): boolean {
  const small = bare(word.toLowerCase());
  return known(small) || known(small.replace(/e?s$/, '')) || small.split('-').every((part) => known(part));
}

/**
 * A text without what could say who wrote it: addresses of every kind, numbers, dates, names of people and places.
 * Works by form, by the words before, by capitals and by a list of given names; it takes out too much rather than too
 * little, and still is no proof: that is why keeping texts is off unless the operator switches it on.
 */
export function withoutPersonal(text: string, known: Known): string {
  let out = text.normalize('NFC');
  for (const [pattern, to] of forms) out = out.replace(pattern, to);
  for (const opener of openers) out = takeAfter(out, opener, known);
  const shouted = !/\p{Ll}/u.test(text);
  return out
    .replace(new RegExp(`\\[[a-z]+\\]|${letters}`, 'gu'), (word) => {
      if (word.startsWith('[')) return word;
      const small = bare(word.toLowerCase());
      if (givenNames.has(small)) return '[name]';
      const capital = /^\p{Lu}/u.test(word) && !shouted;
      return capital && !isKnown(word, known) ? '[name]' : word;
    })
    .replace(/(\[[a-z]+\])(?:[\s,]*\1)+/g, '$1')
    .replace(/\s+/g, ' ')
    .trim();
}
