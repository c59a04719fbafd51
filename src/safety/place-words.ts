/** A text as bare words: lower case, no accents, no signs. */
export function bareWords(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/['’`´]/g, '')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}

/** The name of a place as bare words, without its article. */
export function placeWords(text: string): string {
  return bareWords(text).replace(/^(?:the|el|la|los|las) (?=.)/, '');
}
