import { type KeptMiss, missOf, tenthOf } from '../../core/miss';
import type { Instant, Turn } from '../../core/types';
import { type Known, withoutPersonal } from './personal';

/** Days a kept question stays. */
export const keepDays = 30;

/** Longer messages tell a story, and a story tells who: they are counted and never kept. Characters. */
export const longestKept = 200;

/** Placeholders a text may hold; with more of them it says little and hints at much. */
const mostRemoved = 2;

/** Words a text needs besides placeholders to be worth a look. */
const fewestWords = 2;

/**
 * Words near danger, by their beginnings, in both languages. The crisis rules have read the text already; here one word
 * is enough to leave it unkept, because nothing is lost by it: the miss is counted all the same.
 */
const danger = new RegExp(
  `(?<![\\p{L}])(?:${`
    suicid su.cid kill kms unaliv di(?:e|es|ed|ing)\\b dying dead death alive liv(?:e|es|ed|ing)\\b life exist gone\\b goodbye
    wake end(?:s|ed|ing)?\\b jump over\\b cut burn blade bruis scar hurt harm self.?harm pain blood bleed overdos pills?\\b
    swallow poison drug bottle gun knife weapon stab rap(?:e|ed|ing|ist) assault abus molest violen beat hit(?:s|ting)?\\b punch
    slap chok strangl threat touch consent private unsafe safe danger afraid scared terrif escap lock hopeless worthless
    unconscious breath chest collaps emergenc ambulance police crash tonight attack attempt sh\\b sa\\b
    muer mor(?:i|í)r mata viv(?:o|ir|iendo)\\b vida exist desp(?:e|ie)rt despid dañ(?:o|a) cort(?:o|a|e|ar)\\b herid sangr pastill venen
    arma cuchill viol abus peg(?:a|ó|o|ar)\\b golp maltrat amenaz miedo toca respir pecho encierr ataqu suisid
  `
    .trim()
    .split(/\s+/)
    .join('|')})`,
  'iu',
);

/** What opens a question or a request. A statement about oneself is a story, and not kept. */
const opener =
  /^\W*(?:(?:and|so|ok|okay|hi|hello|hey|please|y|pues|hola)\W+)*(?:what|whats|how|hows|is|are|do|does|did|can|could|should|who|whos|when|where|why|which|will|would|any|tell me|explain|define|show|meaning|difference|que|qué|c[oó]mo|cu[aá]l|cu[aá]les|cu[aá]nto|cu[aá]nta|qui[eé]n|cu[aá]ndo|d[oó]nde|por qu[eé]|es|son|hay|puedo|puede|pueden|tienen|dime|explica)\b/iu;
/** Somebody else's doings are a story too, even in a question. */
const aboutThem = /(?<![\p{L}])(?:he|hes|she|shes|him|her|his|hers|él|ella)(?![\p{L}])/iu;
const aboutMe = /(?<![\p{L}])(?:i|im|ive|id|me|my|mine|myself|we|us|our|they|them|yo|mi|mis|nosotros)(?![\p{L}])/iu;

/** Longest heading-like question ("sliding scale"), in words. */
const keywords = 4;

/** True for a question or a few keywords; false for what tells of the person or of somebody else. */
function asksSomething(text: string): boolean {
  if (aboutThem.test(text)) return false;
  if (opener.test(text)) return true;
  const words = text.match(/\p{L}+/gu)?.length ?? 0;
  return !aboutMe.test(text) && (/[?¿]/.test(text) || words <= keywords);
}

/**
 * The question of a turn as it may be kept, or undefined when it may not or need not: it was answered, it was a crisis
 * or anywhere near one, the conversation has had one, it tells of a person instead of asking, it is long, or too little is
 * left of it.
 * @param known vocabulary of the house, see `wordsOf`.
 */
export function missToKeep(text: string, turn: Turn, now: Instant, known: Known): KeptMiss | undefined {
  const { decision, state } = turn;
  const miss = missOf(decision, state.locale, now);
  if (!miss || state.crisis || (decision.crisis && decision.crisis.level !== 'none')) return undefined;
  if (text.length > longestKept || danger.test(text) || !asksSomething(text)) return undefined;
  const kept = withoutPersonal(text, known);
  const removed = kept.match(/\[[a-z]+\]/g)?.length ?? 0;
  const words = kept.replace(/\[[a-z]+\]/g, ' ').match(/\p{L}{2,}/gu)?.length ?? 0;
  if (removed > mostRemoved || words < fewestWords) return undefined;
  const day = Date.parse(`${now.slice(0, 10)}T00:00:00Z`);
  return {
    text: kept,
    locale: state.locale,
    ...(miss.topic === undefined ? {} : { nearest: miss.topic }),
    tenth: miss.tenth ?? tenthOf(0),
    on: now.slice(0, 10),
    expires: new Date(day + keepDays * 24 * 60 * 60 * 1000).toISOString(),
  };
}
