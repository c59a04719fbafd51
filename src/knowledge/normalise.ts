import type { Locale } from '../core/types';

/**
 * Longest stretch of a message that is ranked, in words. From a longer one the first and the last half of this many are
 * read: backstories come first, questions last, and the time stays bounded.
 */
export const longestQuestion = 160;

/**
 * Words as they are compared: compatibility forms folded, marks off, lower case, contractions and chat spellings
 * opened, possessives off. Stop words stay, for in short questions they decide.
 * @param spellings written form → meant form (one or more words), such as "counselling" → "counseling".
 */
export function normalise(text: string, locale: Locale, spellings: ReadonlyMap<string, string>): string[] {
  const out: string[] = [];
  for (const written of bounded(text)) {
    const word = written.replace(/(.)\1{2,}/gu, '$1$1');
    const opened = spellings.get(word) ?? (locale === 'en' ? openEnglish(word) : spanishChat.get(word)) ?? word;
    for (const part of opened.split(/[^\p{L}\p{N}]+/u)) if (part) out.push(spellings.get(part) ?? part);
  }
  return out.flatMap((word) => (word.includes(' ') ? word.split(' ') : [word]));
}

/** Characters read from either end of a message, far more than `longestQuestion` ordinary words need. */
const readFromEachEnd = 2000;

function bounded(text: string): string[] {
  if (text.length <= 2 * readFromEachEnd) return ends(words(text), longestQuestion);
  const half = longestQuestion / 2;
  return [...words(text.slice(0, readFromEachEnd)).slice(0, half), ...words(text.slice(-readFromEachEnd)).slice(-half)];
}

function ends(list: string[], most: number): string[] {
  return list.length <= most ? list : [...list.slice(0, most / 2), ...list.slice(-most / 2)];
}

/** Longest word kept, in characters; more is a slip of the keyboard or an attack. */
const longestWord = 40;

function words(text: string): string[] {
  const plain = text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/[\u2018\u2019\u02bc\u00b4`]/g, "'")
    .toLowerCase();
  return (plain.match(/[\p{L}\p{N}]+(?:'[\p{L}\p{N}]+)*/gu) ?? []).map((w) => w.slice(0, longestWord));
}

const englishContractions: ReadonlyMap<string, string> = new Map(
  Object.entries({
    "won't": 'will not',
    "can't": 'can not',
    cannot: 'can not',
    "shan't": 'shall not',
    "ain't": 'is not',
    "let's": 'let us',
    "y'all": 'you all',
    yall: 'you all',
    dont: 'do not',
    doesnt: 'does not',
    didnt: 'did not',
    cant: 'can not',
    wont: 'will not',
    isnt: 'is not',
    arent: 'are not',
    wasnt: 'was not',
    werent: 'were not',
    havent: 'have not',
    hasnt: 'has not',
    hadnt: 'had not',
    couldnt: 'could not',
    shouldnt: 'should not',
    wouldnt: 'would not',
    aint: 'is not',
    im: 'i am',
    ive: 'i have',
    youre: 'you are',
    youve: 'you have',
    theyre: 'they are',
    theyve: 'they have',
    weve: 'we have',
    hes: 'he is',
    shes: 'she is',
    thats: 'that is',
    theres: 'there is',
    whats: 'what is',
    whos: 'who is',
    hows: 'how is',
    wheres: 'where is',
    whens: 'when is',
    whys: 'why is',
    lets: 'let us',
    wanna: 'want to',
    gonna: 'going to',
    gotta: 'got to',
    gimme: 'give me',
    lemme: 'let me',
    dunno: 'do not know',
    kinda: 'kind of',
    sorta: 'sort of',
    outta: 'out of',
    shoulda: 'should have',
    woulda: 'would have',
    coulda: 'could have',
    u: 'you',
    ur: 'your',
    r: 'are',
    y: 'why',
    n: 'and',
    k: 'ok',
    pls: 'please',
    plz: 'please',
    plez: 'please',
    thx: 'thanks',
    thnx: 'thanks',
    tho: 'though',
    thru: 'through',
    cuz: 'because',
    coz: 'because',
    cos: 'because',
    bc: 'because',
    bcz: 'because',
    becuz: 'because',
    abt: 'about',
    b4: 'before',
    gr8: 'great',
    l8r: 'later',
    '2day': 'today',
    '2moro': 'tomorrow',
    tmrw: 'tomorrow',
    tmr: 'tomorrow',
    wat: 'what',
    wut: 'what',
    wht: 'what',
    hw: 'how',
    knw: 'know',
    idk: 'i do not know',
    ppl: 'people',
    smth: 'something',
    sth: 'something',
    msg: 'message',
    info: 'information',
    w: 'with',
    wo: 'without',
    btw: 'by the way',
    tbh: 'to be honest',
    imo: 'in my opinion',
    rn: 'right now',
    asap: 'soon',
    appt: 'appointment',
    appts: 'appointments',
    hrs: 'hours',
    hr: 'hour',
    mins: 'minutes',
    min: 'minutes',
    yr: 'year',
    yrs: 'years',
    yo: 'years old',
    wk: 'week',
    wks: 'weeks',
    bf: 'boyfriend',
    gf: 'girlfriend',
    luv: 'love',
    gud: 'good',
    nd: 'and',
    dat: 'that',
    dis: 'this',
    da: 'the',
    ya: 'you',
    prob: 'problem',
    probs: 'problems',
    diff: 'different',
    vs: 'versus',
  }),
);

/** Words after which "'s" is "is"; after every other word it is a possessive. */
const takesIs = new Set(
  'what who how where when why that there here it he she this everything something nothing everyone someone one'.split(
    ' ',
  ),
);

function openEnglish(word: string): string | undefined {
  const known = englishContractions.get(word);
  if (known !== undefined || !word.includes("'")) return known;
  const at = word.lastIndexOf("'");
  const base = word.slice(0, at);
  switch (word.slice(at + 1)) {
    case 't':
      return base.endsWith('n') ? `${base.slice(0, -1)} not` : undefined;
    case 's':
      return takesIs.has(base) ? `${base} is` : base;
    case 're':
      return `${base} are`;
    case 've':
      return `${base} have`;
    case 'll':
      return `${base} will`;
    case 'm':
      return `${base} am`;
    case 'd':
      return `${base} would`;
    default:
      return undefined;
  }
}

const spanishChat: ReadonlyMap<string, string> = new Map(
  Object.entries({
    q: 'que',
    k: 'que',
    xq: 'porque',
    pq: 'porque',
    porq: 'porque',
    tmb: 'tambien',
    tb: 'tambien',
    x: 'por',
    d: 'de',
    bn: 'bien',
    tqm: 'te quiero mucho',
    info: 'informacion',
    psico: 'psicologo',
    xfa: 'por favor',
    porfa: 'por favor',
    dnd: 'donde',
    cdo: 'cuando',
    msj: 'mensaje',
  }),
);
