import { plainCharacters } from './characters';

/** What stands before a word: nothing, a pause (comma, dash, line end, quotation mark) or the end of a sentence. */
export const pauses = { none: 0, clause: 1, sentence: 2 } as const;

/** One word as written, in plain characters. `before` is one of `pauses`; `quoted` words stand inside double quotes. */
export interface RawWord {
  readonly text: string;
  readonly before: number;
  readonly quoted: boolean;
}

/** Cuts a message into words. Linear; never looks back. Emoji are words of their own. */
export function splitWords(text: string): RawWord[] {
  const plain = plainCharacters(text);
  const out: RawWord[] = [];
  let before: number = pauses.sentence;
  let quoted = false;
  let word = '';
  const flush = (): void => {
    if (!word) return;
    out.push({ text: word, before, quoted });
    word = '';
    before = pauses.none;
  };
  const pause = (strength: number): void => {
    flush();
    if (strength > before) before = strength;
  };
  for (let i = 0; i < plain.length; i++) {
    const c = plain.charCodeAt(i);
    if (isLetterOrDigit(c)) {
      word += plain[i];
      continue;
    }
    const next = plain.charCodeAt(i + 1);
    // A sign inside a word (su!cide, d*e, $ad, won't) belongs to it; spelling decides later what it means.
    if (isInner(c) && isLetterOrDigit(next) && (word !== '' || (isOpener(c) && !isDigit(next)))) {
      word += plain[i];
      continue;
    }
    if (c === asterisk && (word !== '' || next === asterisk || isLetterOrDigit(next)) && inMaskedWord(plain, i)) {
      word += '*';
      continue;
    }
    switch (plain[i]) {
      case '.':
        if (next === 46 || plain.charCodeAt(i - 1) === 46) pause(pauses.clause);
        else pause(isLetterOrDigit(next) ? pauses.none : pauses.sentence);
        break;
      case '!':
      case '?':
      case ';':
        pause(pauses.sentence);
        break;
      case '\n':
        pause(next === 10 ? pauses.sentence : pauses.clause);
        break;
      case '"':
        pause(pauses.clause);
        quoted = !quoted;
        break;
      case '-':
        pause(word !== '' && isLetterOrDigit(next) ? pauses.none : pauses.clause);
        break;
      case ',':
      case ':':
      case '(':
      case ')':
        pause(pauses.clause);
        break;
      default:
        flush();
        if (c >= 0x2600) {
          // A character outside the first plane takes two units.
          const symbol = String.fromCodePoint(plain.codePointAt(i) ?? c);
          if (symbol.length > 1) i++;
          word = symbol;
          flush();
        }
    }
  }
  flush();
  return out;
}

const asterisk = 42;

function isDigit(c: number): boolean {
  return c >= 48 && c <= 57;
}
function isLetterOrDigit(c: number): boolean {
  return (c >= 97 && c <= 122) || (c >= 48 && c <= 57);
}
/** ' ! $ @ | + and the underscore. */
function isInner(c: number): boolean {
  return c === 39 || c === 33 || c === 36 || c === 64 || c === 124 || c === 43 || c === 95;
}
/** $ and @ may open a word ($uicide, @buse). */
function isOpener(c: number): boolean {
  return c === 36 || c === 64;
}
/** k*ll and s**cide hide letters; **bold** and a lone star do not. */
function inMaskedWord(plain: string, at: number): boolean {
  let from = at;
  let to = at;
  while (plain.charCodeAt(from) === asterisk && at - from < 8) from--;
  while (plain.charCodeAt(to) === asterisk && to - at < 8) to++;
  return isLetterOrDigit(plain.charCodeAt(from)) && isLetterOrDigit(plain.charCodeAt(to));
}
