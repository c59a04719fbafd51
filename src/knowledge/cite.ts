/**
 * A citation as it stands under an answer: "Muran et al. (2005)", "NHS (UK)". The whole citation is a tap or the word
 * "sources" away; a line of names is read, a paragraph of references is not.
 */
export function shortCitation(citation: string): string {
  const authored = /^(?<authors>[^(]*?[A-Z]\.[^(]*?)\s*\((?<year>\d{4})[^)]*\)/.exec(citation)?.groups;
  if (authored) {
    // "Muran, J. C., Safran, J. D., & Winston, A.": every surname is followed by a comma and an initial.
    const names = [...(authored['authors'] ?? '').matchAll(/([\p{L}'’ -]+), (?:\p{Lu}\.)/gu)].map((m) =>
      (m[1] ?? '').trim(),
    );
    const more = names.length > 2 || /and colleagues/.test(authored['authors'] ?? '');
    const who = more ? `${names[0]} et al.` : names.join(' & ');
    if (who) return `${who} (${authored['year']})`;
  }
  const led = /^([\p{L}'’-]+), .* and colleagues\./u.exec(citation)?.[1];
  if (led) return `${led} et al.`;
  return (citation.split(/(?<!\b[A-Z])(?:\. |: )/)[0] ?? citation).replace(/\.$/, '');
}
