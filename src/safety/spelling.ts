/**
 * What the content says about spelling. All words are plain (lower case, no accents).
 * `replacements` maps a chat spelling, contraction or emoji to the words meant; `joined` does so for two words in a row.
 */
export interface SpellingData {
  readonly replacements: ReadonlyMap<string, readonly string[]>;
  readonly joined: ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;
  /** Words that say nothing here and are passed over: really, just, de verdad. */
  readonly fillers: ReadonlySet<string>;
  /** Words that carry danger: the only ones a misspelling is mended to. */
  readonly keys: readonly string[];
  /** Ordinary words that look like a key word and are never taken for one. */
  readonly ordinary: ReadonlySet<string>;
  /** Words after which a new thought begins: and, but, because, lol. */
  readonly openers: ReadonlySet<string>;
}

/** Turns words as written into words the patterns know. */
export interface Speller {
  /** The words meant, in plain spelling; undefined when nothing is known about this one. */
  readonly read: (word: string) => readonly string[] | undefined;
  /** The same for single letters that were written apart. */
  readonly readLetters: (letters: string) => readonly string[] | undefined;
  readonly data: SpellingData;
}

/** Longest word looked at more closely; longer ones are no words. */
const longestWord = 40;
/** Words below this length are not mended by an edit: too many others are near. */
const shortestMended = 4;

/** @param vocabulary every word the patterns mention. */
export function makeSpeller(data: SpellingData, vocabulary: ReadonlySet<string>): Speller {
  const known = (word: string): boolean => vocabulary.has(word) || data.replacements.has(word);
  const meant = (word: string): readonly string[] => data.replacements.get(word) ?? [word];
  const nearby = makeNearby(data.keys);
  const keys = new Set(data.keys);
  const slips = makeSlips(vocabulary);

  const plainOrSqueezed = (word: string): readonly string[] | undefined => {
    if (known(word)) return meant(word);
    for (const squeezed of squeezings(word)) if (known(squeezed)) return meant(squeezed);
    return undefined;
  };

  const read = (word: string): readonly string[] | undefined => {
    if (known(word)) return meant(word);
    if (word.length > longestWord) return undefined;
    if (isLaughter(word)) return ['haha'];
    const possessive = word.length > 2 && word.endsWith("'s") ? word.slice(0, -2) : undefined;
    if (possessive !== undefined) return [...(plainOrSqueezed(possessive) ?? [possessive]), "'s"];
    if (word.includes("'")) {
      const bare = plainOrSqueezed(word.replaceAll("'", ''));
      if (bare) return bare;
      return word.split("'").filter(Boolean);
    }
    if (word.includes('*')) return unmask(word, nearby);
    if (/[0-9@$!|+_]/.test(word)) {
      for (const spelled of unleet(word)) {
        const found = plainOrSqueezed(spelled) ?? (data.ordinary.has(spelled) ? undefined : mend(spelled));
        if (found) return found;
      }
      const parts = word.match(/[0-9]+|[a-z]+/g);
      return parts && parts.length > 1 ? parts.flatMap((part) => plainOrSqueezed(part) ?? [part]) : undefined;
    }
    const squeezed = plainOrSqueezed(word);
    if (squeezed) return squeezed;
    if (data.ordinary.has(word)) return undefined;
    return mend(word) ?? segment(word, vocabulary, keys) ?? slips(word);
  };
  const mend = (word: string): readonly string[] | undefined => {
    if (word.length < shortestMended) return undefined;
    const key = nearby(word);
    return key === undefined ? undefined : meant(key);
  };
  const readLetters = (letters: string): readonly string[] | undefined =>
    read(letters) ?? segment(letters, vocabulary, keys, 4);
  return { read, readLetters, data };
}

/** "killlll" and "diee": long runs cut to two letters, then to one; then every double letter to one. */
function squeezings(word: string): string[] {
  if (!/(.)\1/.test(word)) return [];
  const out = [word.replace(/(.)\1{2,}/g, '$1$1'), word.replace(/(.)\1{2,}/g, '$1'), word.replace(/(.)\1+/g, '$1')];
  return out.filter((squeezed) => squeezed !== word);
}

/** hahaha, jajaja, jejeje, lololol: letters of laughter only, at least four of them. */
function isLaughter(word: string): boolean {
  if (word.length < 4 || !/^[haejiloxd]+$/.test(word)) return false;
  return /^a?(?:ha){2,}h?$|^(?:ja){2,}j?$|^(?:je){2,}j?$|^(?:ji){2,}$|^(?:lo){2,}l$|^(?:xd){2,}$/.test(word);
}

const leet: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '8': 'b',
  '9': 'g',
  '@': 'a',
  $: 's',
  '!': 'i',
  '|': 'l',
  '+': 't',
  _: '',
};

/** k1ll, ki11, su!cide: each sign as its letter; 1 and ! stand for i or l, so both are tried, alike and mixed. */
function unleet(word: string): string[] {
  if (!/[a-z]/.test(word)) return [];
  const plain = [...word].map((c) => leet[c] ?? c).join('');
  const asL = [...word].map((c) => (c === '1' || c === '!' ? 'l' : (leet[c] ?? c))).join('');
  const out = [plain];
  if (asL !== plain) {
    out.push(asL);
    // The first as i, the rest as l: k111, d1sl1ke.
    let first = true;
    out.push(
      [...word]
        .map((c) => {
          if (c !== '1' && c !== '!') return leet[c] ?? c;
          const letter = first ? 'i' : 'l';
          first = false;
          return letter;
        })
        .join(''),
    );
  }
  return out;
}

/** k*ll, s**cide: every star stands for any one letter of a key word, or for none. */
function unmask(word: string, nearby: ReturnType<typeof makeNearby>): readonly string[] | undefined {
  const letters = word.replaceAll('*', '');
  if (letters.length < 2) return undefined;
  const key = nearby.masked(word);
  return key === undefined ? undefined : [key];
}

/** Words shorter than this are too near to each other to be told apart when letters change places. */
const shortestSwapped = 5;
/** The same when a letter is missing or too many. */
const shortestSlipped = 6;

/**
 * Everyday words of the rules with one slip of the fingers: two letters changed places ("wuold"), one missing
 * ("tuched") or one too many. Only when a single known word begins with the same letter and fits.
 */
function makeSlips(vocabulary: ReadonlySet<string>): (word: string) => readonly string[] | undefined {
  const bySlip = new Map<string, string[]>();
  const learn = (at: string, word: string): void => {
    const list = bySlip.get(at);
    if (!list) bySlip.set(at, [word]);
    else if (!list.includes(word)) list.push(word);
  };
  for (const word of vocabulary) {
    if (word.length >= shortestSwapped) learn(swapKey(word), word);
    if (word.length > shortestSlipped) for (const shorter of deletions(word)) learn(shorter, word);
  }
  return (word) => {
    if (word.length < shortestSwapped || !/^\p{L}+$/u.test(word)) return undefined;
    const swapped = (bySlip.get(swapKey(word)) ?? []).filter((known) => isSwap(word, known));
    const missing = word.length >= shortestSlipped ? (bySlip.get(word) ?? []) : [];
    const extra = word.length > shortestSlipped ? deletions(word).filter((shorter) => vocabulary.has(shorter)) : [];
    const found = new Set([...swapped, ...missing, ...extra].filter((known) => known[0] === word[0]));
    return found.size === 1 ? [...found] : undefined;
  };
}

/** Words with the same letters have the same key; no word is spelled with its first sign. */
function swapKey(word: string): string {
  return `~${[...word].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)).join('')}`;
}

/** Whether one word is the other with two letters side by side changed. */
function isSwap(word: string, known: string): boolean {
  if (word.length !== known.length || word === known) return false;
  let at = 0;
  while (word[at] === known[at]) at++;
  return word[at] === known[at + 1] && word[at + 1] === known[at] && word.slice(at + 2) === known.slice(at + 2);
}

interface Nearby {
  /** The key word within one edit (for long words also: with the same consonants and two edits). */
  (word: string): string | undefined;
  masked(word: string): string | undefined;
}

/** Symmetric deletes: every key word is indexed by itself with one letter missing; a lookup is linear in the word. */
function makeNearby(keys: readonly string[]): Nearby {
  const index = new Map<string, string[]>();
  const byConsonants = new Map<string, string[]>();
  const byLength = new Map<string, string[]>();
  const add = (map: Map<string, string[]>, at: string, key: string): void => {
    const list = map.get(at);
    if (list) list.push(key);
    else map.set(at, [key]);
  };
  for (const key of keys) {
    if (key.length >= shortestMended) for (const shorter of [key, ...deletions(key)]) add(index, shorter, key);
    if (key.length >= 7) add(byConsonants, consonants(key), key);
    add(byLength, `${key[0]}${key.length}`, key);
  }
  const nearby = (word: string): string | undefined => {
    let best: string | undefined;
    for (const shorter of [word, ...deletions(word)]) {
      for (const key of index.get(shorter) ?? []) {
        if (best === key || !plausible(word, key)) continue;
        if (best === undefined || keys.indexOf(key) < keys.indexOf(best)) best = key;
      }
    }
    if (best !== undefined || word.length < 6) return best;
    return byConsonants
      .get(consonants(word))
      ?.find((key) => key[0] === word[0] && Math.abs(key.length - word.length) <= 2 && edits(key, word) <= 2);
  };
  const masked = (word: string): string | undefined => {
    const first = word[0];
    if (first === undefined || first === '*') return undefined;
    return byLength.get(`${first}${word.length}`)?.find((key) => {
      for (let i = 0; i < key.length; i++) if (word[i] !== '*' && word[i] !== key[i]) return false;
      return true;
    });
  };
  return Object.assign(nearby, { masked });
}

/** People rarely get the first letter wrong, other than by swapping the first two. Short words allow less. */
function plausible(word: string, key: string): boolean {
  const distance = edits(word, key);
  if (distance > 1) return false;
  if (word[0] !== key[0] && !(word[0] === key[1] && word[1] === key[0])) return false;
  // Of a four-letter key only a lost or a swapped letter counts: kil, klil; not kiln, bill.
  if (key.length === 4) return word.length < 4 || (word.length === 4 && sameLetters(word, key));
  return true;
}

function sameLetters(a: string, b: string): boolean {
  const rest = [...b];
  for (const letter of a) {
    const at = rest.indexOf(letter);
    if (at < 0) return false;
    rest.splice(at, 1);
  }
  return rest.length === 0;
}

function deletions(word: string): string[] {
  const out: string[] = [];
  for (let i = 0; i < word.length; i++) out.push(word.slice(0, i) + word.slice(i + 1));
  return out;
}

function consonants(word: string): string {
  return word.replace(/[aeiouy]/g, '').replace(/(.)\1+/g, '$1');
}

/** Edits between two words, a swap of neighbours counting as one (optimal string alignment). */
function edits(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return 3;
  let previous: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let value = Math.min((row[j] ?? 9) + 1, (next[j - 1] ?? 9) + 1, (row[j - 1] ?? 9) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        value = Math.min(value, (previous[j - 2] ?? 9) + 1);
      }
      next.push(value);
    }
    previous = row;
    row = next;
  }
  return row[b.length] ?? 9;
}

/** Words run together ("killmyself"): the fewest known words that make it up, one of them a key word. */
function segment(
  word: string,
  vocabulary: ReadonlySet<string>,
  keys: ReadonlySet<string>,
  shortest = 7,
): readonly string[] | undefined {
  if (word.length < shortest || word.length > longestWord) return undefined;
  const longest = 14;
  const best: (readonly string[] | undefined)[] = [[]];
  for (let end = 1; end <= word.length; end++) {
    for (let start = Math.max(0, end - longest); start < end; start++) {
      const before = best[start];
      if (!before) continue;
      const piece = word.slice(start, end);
      if (piece.length < 2 && piece !== 'i') continue;
      if (!vocabulary.has(piece)) continue;
      const current = best[end];
      if (!current || before.length + 1 < current.length) best[end] = [...before, piece];
    }
  }
  const found = best[word.length];
  return found?.some((piece) => keys.has(piece)) ? found : undefined;
}
