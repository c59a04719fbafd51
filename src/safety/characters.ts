/** Characters to plain lower-case letters: the first half of normalising. A few passes over the text, all linear. */

/** Letters of other alphabets beside the Latin one they look like. NFKD already makes full-width and script letters plain. */
const lookalikes = new Map(
  (
    'аa вb сc ԁd еe ёe һh іi їi јj кk ӏl мm нh пn оo рp ѕs тt уy хx ԝw ьb αa βb εe ηn ιi κk νv οo ρp τt υu χx ωw ' +
    'ıi łl øo đd ɑa ɡg ʟl ɪi ᴋk ɴn ᴅd ᴇe ᴍm ᴏo ʏy ꜱs ᴛt ᴜu ᴄc ʀr ꜰf ʜh ᴡw ᴀa ᴘp ᴠv ʙb ɢg ᴊj ' +
    '’\' ‘\' ʼ\' ´\' ˈ\' “" ”" «" »" „" –- —- ‐- ‑-'
  )
    .split(' ')
    .map((pair): [string, string] => [[...pair][0] ?? '', [...pair][1] ?? '']),
);

/** Accents and everything that takes no room: zero-width and joining characters, direction marks, variation selectors. */
const invisible = /[\p{Mn}\p{Me}\p{Cf}\u115F\u1160\u3164]/gu;
// biome-ignore lint/suspicious/noControlCharactersInRegex: the range means "not ASCII".
const foreign = /[^\u0000-\u007F]/gu;

/** Lower case, no accents, nothing invisible, look-alike letters as Latin ones. Applying it twice changes nothing. */
export function plainCharacters(text: string): string {
  return text
    .replace(/[´`]/g, "'")
    .toLowerCase()
    .normalize('NFKD')
    .replace(invisible, '')
    .replace(foreign, (character) => lookalikes.get(character) ?? character)
    .toLowerCase();
}
