/**
 * A message as compared with the phrases of a script: lower case, accents and punctuation off, single spaces.
 * Both sides go through it, so writers need not think about case or accents.
 */
export function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[’‘`´']/g, '')
    .replace(/[^\p{L}\p{N}$€£.,]+/gu, ' ')
    .replace(/[.,](?!\d)/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

const politeBefore = new Set('please pls plz ok okay well um uh so hey por favor bueno pues'.split(' '));
const politeAfter = new Set('please pls plz thanks thx gracias favor por'.split(' '));

/** `plain`, with polite words at either end taken off: "ok, go back please" is "go back". */
export function bare(text: string): string {
  const words = plain(text).split(' ');
  let from = 0;
  let to = words.length;
  while (from < to - 1 && politeBefore.has(words[from] as string)) from++;
  while (to > from + 1 && politeAfter.has(words[to - 1] as string)) to--;
  return words.slice(from, to).join(' ');
}

/** Whether a phrase stands in a sentence as whole words. Both are `plain`. */
export function contains(sentence: string, phrase: string): boolean {
  return phrase !== '' && ` ${sentence} `.includes(` ${phrase} `);
}

const questionStarts =
  /^(what|whats|how|hows|why|when|where|who|which|is|are|do|does|did|can|could|should|would|will|que|como|por que|cuando|donde|quien|cual|es|son|puedo|hay)\b/;

/** Whether a sentence asks something, rather than answers. One or two words never do. */
export function asks(text: string): boolean {
  const said = plain(text);
  if (said.split(' ').length < 3) return false;
  return /\?\s*$/.test(text.trim()) || questionStarts.test(said);
}
