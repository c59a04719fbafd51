import type { Locale } from './types';

/**
 * Syllables of English words, by rule. The well-kept packages are ES modules only and would need their own test set-up;
 * the rules below agree with the CMU Pronouncing Dictionary closely enough for a readability index (see the test).
 */

/** Words the rules get wrong and a text about therapy uses often. */
const exceptions: Readonly<Record<string, number>> = {
  anyone: 3,
  business: 2,
  businesses: 3,
  colleague: 2,
  colleagues: 2,
  comfortable: 3,
  couple: 2,
  cafe: 2,
  cliche: 2,
  eye: 1,
  eyes: 1,
  every: 2,
  everyone: 3,
  everything: 3,
  everyday: 3,
  everybody: 4,
  everywhere: 3,
  easier: 3,
  easiest: 3,
  earlier: 3,
  element: 3,
  elements: 3,
  elementary: 5,
  complement: 3,
  implement: 3,
  supplement: 3,
  fiance: 3,
  maybe: 2,
  people: 2,
  peoples: 2,
  science: 2,
  somewhat: 2,
  somewhere: 2,
  someone: 2,
  something: 2,
  sometimes: 2,
  sometime: 2,
  somebody: 3,
  somehow: 2,
  worthwhile: 2,
  lifetime: 2,
  lifestyle: 2,
  homework: 2,
  therefore: 2,
  whoever: 3,
  vegetable: 3,
  wednesday: 2,
  queue: 1,
  queues: 1,
  resume: 3,
  recipe: 3,
  apostrophe: 4,
  catastrophe: 4,
  rhythm: 2,
  schism: 2,
  create: 2,
  creates: 2,
  created: 3,
  creating: 3,
  creation: 3,
  creative: 3,
  area: 3,
  areas: 3,
  idea: 3,
  ideas: 3,
  ideal: 3,
  real: 1,
  reality: 4,
  theater: 3,
  being: 2,
  beings: 2,
  react: 2,
  reaction: 3,
  reactions: 3,
  reactive: 3,
  reacts: 2,
  reacted: 3,
  reassure: 3,
  reassuring: 4,
  reassurance: 4,
  poem: 2,
  poems: 2,
  poet: 2,
  museum: 3,
  influence: 3,
  influences: 4,
  fluent: 2,
  cruel: 2,
  duet: 2,
  fuel: 2,
  truly: 2,
  suicide: 3,
  suicidal: 4,
  fluid: 2,
  ruin: 2,
  ruined: 2,
  intuition: 4,
  chaos: 2,
  koan: 2,
  cooperate: 4,
  cooperation: 5,
  coordinate: 4,
  coordination: 5,
  zoom: 1,
  preexisting: 4,
  reenter: 3,
  safety: 2,
  ninety: 2,
  evening: 2,
  evenings: 2,
  interesting: 3,
  different: 2,
  differently: 3,
  difference: 2,
  differences: 3,
  several: 2,
  family: 3,
  naked: 2,
  wicked: 2,
  sacred: 2,
  hundred: 2,
  hundreds: 2,
  gender: 2,
};

/** Two vowels written together and said apart: each hit is one syllable more than the vowel groups say. */
const apart: readonly RegExp[] = [
  /[^ctgs]ia(?!ge)|[tc]iality/, // variant, confidentiality; not social, marriage
  /siast|[tc]iat/, // enthusiast, negotiate
  /[^cstgxln]io(?!ur)|[ln]io(?!n)/, // period, obvious, violin; not nation, opinion, behaviour
  /[^g]iu/, // medium
  /[^tc]ien[ct]/, // client, experience; not patient, friend
  /iet/, // quiet, society, anxiety
  /[^aeiouy][yi]ing/, // trying, skiing
  /[aeou]y?ing/, // seeing, going, saying
  /[^gq]ua[lrt]|[^q]uou/, // usual, situation, continuous; not quality, language
  /[^gq]uen[tc]/, // affluent
  /[^gq]uity/, // continuity
  /[^p]eo[^uprn]|deo|theor|choan/, // video, theory; not people
  /^(?:co|re|pre|de)(?:e[mnvx]|i[dmn]|o[bpr])/, // coexist
  /(?:s|th)ms?$/, // autism
  /[aeou]y[aeiou](?!ng|d$)/, // player, loyal
];

/** A vowel at the end that is written and not said. */
const silentEnd: readonly RegExp[] = [
  /[^aeiouylrtd]ed$|[aeiouylr][lr]ed$/, // worked, called; settled and wanted keep theirs
  /[^aeiouysxzcgh]es$|[^cst]hes$/, // makes; changes keeps it
  /[^aeiouy]e$|ogues?$/, // make, dialogue
];

/** The same inside a compound. */
const silentInside = /[^aeiouy]e(?:ly|line|liness|less|ful|ness|ment|some|where|body|work)/; // closely, lifeline

/** A consonant said with a vowel nobody wrote before it: little, centre. */
const spoken = /(?:[^aeiouyrl]le|tre)s?$/;

function englishPart(word: string): number {
  const known = exceptions[word];
  if (known !== undefined) return known;
  let count = word.match(/[aeiouy]+/g)?.length ?? 0;
  for (const rule of apart) if (rule.test(word)) count += 1;
  if (silentInside.test(word)) count -= 1;
  if (!spoken.test(word) && silentEnd.some((rule) => rule.test(word))) count -= 1;
  return Math.max(1, count);
}

/** Shortened words that are said with one syllable more: didn't, it'll. */
const shortened = /(?:[dszv]n't|st?n't|[td]'(?:ll|ve|d)|(?:s|x|z|ch|sh|ce|ge)'s)$/;

function english(word: string): number {
  // Letters without a vowel are said one by one: PTSD, RCT.
  if (/^[B-DF-HJ-NP-TV-XZ]{2,5}$/.test(word)) return word.length + (word.includes('W') ? 2 : 0);
  const plain = word.normalize('NFD').replace(/\p{M}/gu, '').replace(/’/g, "'").toLowerCase();
  const extra = shortened.test(plain) ? 1 : 0;
  const parts = plain.replace(/'[a-z]*/g, '').match(/[a-z]+/g) ?? [];
  return Math.max(
    1,
    parts.reduce((sum, part) => sum + englishPart(part), extra),
  );
}

/**
 * Spanish says what it writes: a strong vowel (a, e, o) or an accented one carries a syllable, i and u lean on their
 * neighbour, h is silent, and u in que, qui, gue, gui is not said.
 */
function spanish(word: string): number {
  const said = word
    .toLowerCase()
    .normalize('NFC')
    .replace(/qu(?=[eiéí])/g, 'q')
    .replace(/gu(?=[eiéí])/g, 'g')
    .replace(/(?<!c)h/g, '')
    .replace(/y(?=[aeiouáéíóú])/g, 'Y');
  const groups = said.match(/[aeiouyáéíóúü]+/g) ?? [];
  const count = groups.reduce((sum, group) => sum + Math.max(1, group.match(/[aeoáéíóú]/g)?.length ?? 0), 0);
  return Math.max(1, count);
}

/** Syllables of one word as said aloud; never below 1. Hyphenated words are the sum of their parts in English. */
export function syllables(word: string, locale: Locale): number {
  return locale === 'es' ? spanish(word) : english(word);
}
