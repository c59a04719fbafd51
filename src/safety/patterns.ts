/**
 * The notation of the rules. A pattern is words in order; it never looks back and is read by our own matcher.
 *
 *   want to die          these words, in this order (spelling, accents and contractions are taken care of)
 *   <die>                any wording of the phrase `die`
 *   (a | b c)            one of several
 *   word?                may be missing; also (a | b)? and <die>?
 *   ..   ..6             up to 3 (6) other words in between, none of them a negation
 *   ^    $               a thought begins (ends) here: start, comma, "and", "because"
 *   !word                the next word is not this one; also !<die> and !(a | b)
 */
export type Pattern =
  | { readonly type: 'word'; readonly word: string; readonly at: number }
  | { readonly type: 'phrase'; readonly name: string; readonly at: number }
  | { readonly type: 'sequence'; readonly items: readonly Pattern[] }
  | { readonly type: 'either'; readonly items: readonly Pattern[] }
  | { readonly type: 'maybe'; readonly item: Pattern }
  | { readonly type: 'gap'; readonly most: number }
  | { readonly type: 'opens' }
  | { readonly type: 'closes' }
  | { readonly type: 'not'; readonly item: Pattern };

/** Widest gap a pattern may have, in words. */
export const widestGap = 8;
const usualGap = 3;

/** A slip in the notation. `at` counts characters from the start of the pattern. */
export class NotationError extends Error {
  constructor(
    message: string,
    readonly at: number,
    readonly mend: string,
  ) {
    super(message);
    this.name = 'NotationError';
  }
}

/** @throws NotationError */
export function readPattern(text: string): Pattern {
  let at = 0;
  const space = (): void => {
    while (text[at] === ' ' || text[at] === '\n' || text[at] === '\t') at++;
  };
  const sequence = (): Pattern => {
    const items: Pattern[] = [];
    for (space(); at < text.length && text[at] !== '|' && text[at] !== ')'; space()) items.push(item());
    if (!items.length) throw new NotationError('an empty place', at, 'write a word, or leave the "|" or "( )" out');
    return items.length === 1 ? (items[0] as Pattern) : { type: 'sequence', items };
  };
  const either = (): Pattern => {
    const items = [sequence()];
    while (text[at] === '|') {
      at++;
      items.push(sequence());
    }
    return items.length === 1 ? (items[0] as Pattern) : { type: 'either', items };
  };
  const item = (): Pattern => {
    const from = at;
    if (text[at] === '!') {
      at++;
      return { type: 'not', item: unit() };
    }
    if (text[at] === '^') {
      at++;
      return { type: 'opens' };
    }
    if (text[at] === '$') {
      at++;
      return { type: 'closes' };
    }
    if (text.startsWith('..', at)) {
      const [all, digits] = /^\.\.(\d*)/.exec(text.slice(at, at + 4)) as RegExpExecArray;
      at += (all as string).length;
      const most = digits ? Number(digits) : usualGap;
      if (most < 1 || most > widestGap) {
        throw new NotationError(`a gap of ${most} words`, from, `write ..1 to ..${widestGap}`);
      }
      return { type: 'gap', most };
    }
    const found = unit();
    if (text[at] !== '?') return found;
    at++;
    return { type: 'maybe', item: found };
  };
  const unit = (): Pattern => {
    const from = at;
    if (text[at] === '(') {
      at++;
      const inner = either();
      if (text[at] !== ')') throw new NotationError('"(" is never closed', from, 'add the ")"');
      at++;
      return inner;
    }
    if (text[at] === '<') {
      const close = text.indexOf('>', at);
      const name = close < 0 ? '' : text.slice(at + 1, close);
      if (!/^[a-z][a-z0-9-]*$/.test(name)) {
        throw new NotationError('a phrase name that cannot be read', from, 'write it like <take-my-life>');
      }
      at = close + 1;
      return { type: 'phrase', name, at: from };
    }
    while (at < text.length && !' \n\t()|?<>^$'.includes(text[at] as string) && !text.startsWith('..', at)) at++;
    if (at === from) {
      throw new NotationError(`"${text[at] ?? 'the end'}" does not belong here`, from, 'see the notation in README.md');
    }
    return { type: 'word', word: text.slice(from, at), at: from };
  };
  const whole = either();
  if (at < text.length) throw new NotationError(`"${text[at]}" does not belong here`, at, 'remove it');
  return whole;
}

/** Every word and phrase name a pattern mentions. */
export function* mentions(pattern: Pattern): Generator<Extract<Pattern, { type: 'word' | 'phrase' }>> {
  switch (pattern.type) {
    case 'word':
    case 'phrase':
      yield pattern;
      return;
    case 'sequence':
    case 'either':
      for (const item of pattern.items) yield* mentions(item);
      return;
    case 'maybe':
    case 'not':
      yield* mentions(pattern.item);
  }
}
