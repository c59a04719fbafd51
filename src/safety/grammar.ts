import { fixedIds, type WordStream } from './normalise';
import type { Pattern } from './patterns';

/**
 * The matcher. It asks of every pattern item "starting at this word, how many words could you be?" and gets a set of
 * lengths back, kept as the bits of one number. Items in a row add their lengths; phrases remember their answer per
 * position. Nothing is ever tried twice, so no pattern and no message can make it slow: the time is bounded by
 * words × pattern items × `longestSpan`.
 */

/** Longest stretch of words one pattern can cover; lengths are bits 0 to 30 of a number. */
export const longestSpan = 30;
const lengthBits = 0x7fffffff;

/** One pass over one message. */
interface Search {
  readonly stream: WordStream;
  readonly count: number;
  /** Per phrase and position the lengths found so far; -1 not asked yet. */
  readonly memo: (Int32Array | undefined)[];
}

type Matcher = (search: Search, at: number) => number;

/** A stretch of words that one pattern covers: from `start` up to but not including `end`. */
export interface Span {
  /** What the pattern was registered with. */
  readonly index: number;
  readonly start: number;
  readonly end: number;
}

export interface Grammar {
  /** Every place where a pattern holds, the longest stretch per pattern and starting word. */
  readonly find: (stream: WordStream) => Span[];
}

export interface GrammarSource {
  readonly phrases: ReadonlyMap<string, Pattern>;
  /** Patterns to look for; `index` comes back in the spans. Several may share one. */
  readonly patterns: readonly { readonly pattern: Pattern; readonly index: number }[];
  /** The plain words a literal of the notation stands for; empty when it is a filler. */
  readonly spell: (literal: string) => readonly string[];
  readonly vocabulary: ReadonlyMap<string, number>;
  /** Words no gap passes over: negations, "but". */
  readonly barriers: ReadonlySet<string>;
}

/** Phrases the matcher brings along. */
export const builtinPhrases: ReadonlyMap<string, readonly number[]> = new Map([
  ['digits', [fixedIds.minorAge, fixedIds.adultAge, fixedIds.number]],
  ['digits-minor', [fixedIds.minorAge]],
  ['digits-adult', [fixedIds.adultAge]],
]);

interface Step {
  readonly key: string;
  readonly match: Matcher;
  readonly next: Map<string, Step>;
  /** Patterns that are complete after this step. */
  readonly done: number[];
}

/** A set of word ids. Small ones are compared, larger ones are bits: a byte for each word would take 6 KB a set. */
type WordSet = (id: number) => boolean;

function wordSet(ids: Iterable<number>, size: number): WordSet {
  const list = [...new Set(ids)];
  if (list.length <= 4) return (id) => list.includes(id);
  const bits = new Uint32Array((size >>> 5) + 1);
  for (const id of list) bits[id >>> 5] = (bits[id >>> 5] as number) | (1 << (id & 31));
  return (id) => (((bits[id >>> 5] ?? 0) >>> (id & 31)) & 1) === 1;
}

/** The phrases must be free of loops (`load.ts` sees to it). */
export function compileGrammar(source: GrammarSource): Grammar {
  const compiler = makeCompiler(source);
  const root = new Map<string, Step>();
  const firsts = new Map<Step, ReadonlySet<number>>();
  for (const { pattern, index } of source.patterns) {
    for (const way of waysOf(pattern)) {
      let level = root;
      let step: Step | undefined;
      for (const item of way) {
        const key = JSON.stringify(item, (name, value) => (name === 'at' ? undefined : value));
        let next = level.get(key);
        if (!next) {
          next = { key, match: compiler.guarded(item), next: new Map(), done: [] };
          level.set(key, next);
          if (level === root) firsts.set(next, new Set());
        }
        step = next;
        level = next.next;
      }
      const rootStep = root.get(JSON.stringify(way[0], (name, value) => (name === 'at' ? undefined : value)));
      if (rootStep) firsts.set(rootStep, union(firsts.get(rootStep) as ReadonlySet<number>, compiler.firstOf(way)));
      if (step && !step.done.includes(index)) step.done.push(index);
    }
  }
  const byFirst: Step[][] = [];
  for (const [step, ids] of firsts) {
    for (const id of ids) {
      byFirst[id] ??= [];
      byFirst[id].push(step);
    }
  }
  return {
    find(stream) {
      const search: Search = { stream, count: stream.ids.length, memo: [] };
      const longest = new Map<number, number>();
      const spans: Span[] = [];
      const walk = (step: Step, at: number, lengths: number): void => {
        const reached = extend(search, step.match, at, lengths);
        if (!reached) return;
        for (const index of step.done) {
          const length = 31 - Math.clz32(reached);
          if (length > (longest.get(index) ?? 0)) longest.set(index, length);
        }
        for (const next of step.next.values()) walk(next, at, reached);
      };
      for (let at = 0; at < search.count; at++) {
        const steps = byFirst[stream.ids[at] as number];
        if (!steps) continue;
        longest.clear();
        for (const step of steps) walk(step, at, 1);
        for (const [index, length] of longest) spans.push({ index, start: at, end: at + length });
      }
      return spans;
    },
  };
}

/** The lengths reached when `match` follows any of `lengths`. */
function extend(search: Search, match: Matcher, at: number, lengths: number): number {
  let out = 0;
  let rest = lengths;
  while (rest) {
    const length = 31 - Math.clz32(rest);
    rest &= ~(1 << length);
    out |= (match(search, at + length) << length) & lengthBits;
  }
  return out;
}

/** Top-level alternatives as patterns of their own, so that equal beginnings are walked once. */
function waysOf(pattern: Pattern): (readonly Pattern[])[] {
  if (pattern.type === 'either') return pattern.items.flatMap(waysOf);
  return [pattern.type === 'sequence' ? pattern.items : [pattern]];
}

function union(a: ReadonlySet<number>, b: ReadonlySet<number>): ReadonlySet<number> {
  return new Set([...a, ...b]);
}

interface Compiler {
  /** The matcher of a pattern, asked only where the next word can begin it. */
  readonly guarded: (pattern: Pattern) => Matcher;
  /** Ids of the words a match of these items can begin with. */
  readonly firstOf: (items: readonly Pattern[]) => ReadonlySet<number>;
}

/** Remembers what was found for a pattern or a word: phrases are used in hundreds of places. */
function remembered<K, V>(find: (key: K) => V): (key: K) => V {
  const found = new Map<K, V>();
  return (key) => {
    const before = found.get(key);
    if (before !== undefined || found.has(key)) return before as V;
    const value = find(key);
    found.set(key, value);
    return value;
  };
}

function makeCompiler({ phrases, spell: spelled, vocabulary, barriers }: GrammarSource): Compiler {
  const spell = remembered(spelled);
  const idOf = (word: string): number => vocabulary.get(word) ?? fixedIds.unknown;
  const blocked = new Uint8Array(vocabulary.size + 8);
  blocked[fixedIds.stop] = 1;
  for (const word of barriers) blocked[idOf(word)] = 1;
  blocked[fixedIds.unknown] = 0;
  const compiledPhrases = new Map<string, Matcher>();
  let slots = 0;

  const single = (ids: readonly number[]): Matcher => {
    if (ids.length === 1) {
      const only = ids[0] as number;
      return (search, at) => (search.stream.ids[at] === only ? 2 : 0);
    }
    const member = wordSet(ids, vocabulary.size + 8);
    return (search, at) => {
      const id = search.stream.ids[at];
      return id !== undefined && member(id) ? 2 : 0;
    };
  };

  /** The ids of a pattern that is always exactly one word; undefined for any other. */
  const oneWord = remembered((pattern: Pattern): readonly number[] | undefined => {
    if (pattern.type === 'word') {
      const words = spell(pattern.word);
      return words.length === 1 ? [idOf(words[0] as string)] : undefined;
    }
    if (pattern.type === 'phrase') {
      const builtin = builtinPhrases.get(pattern.name);
      if (builtin) return builtin;
      const meant = phrases.get(pattern.name);
      return meant && oneWord(meant);
    }
    if (pattern.type !== 'either') return undefined;
    const all = pattern.items.map(oneWord);
    return all.every((ids) => ids !== undefined) ? all.flat() : undefined;
  });

  const row = (items: readonly Matcher[]): Matcher => {
    if (items.length === 1) return items[0] as Matcher;
    return (search, at) => {
      let lengths = 1;
      for (const item of items) {
        lengths = extend(search, item, at, lengths);
        if (!lengths) return 0;
      }
      return lengths;
    };
  };

  const compile = (pattern: Pattern): Matcher => {
    const ids = oneWord(pattern);
    if (ids) return single(ids);
    switch (pattern.type) {
      case 'word':
        return row(spell(pattern.word).map((word) => single([idOf(word)])));
      case 'phrase':
        return phrase(pattern.name);
      case 'sequence':
        return row(pattern.items.map(compile));
      case 'either': {
        const ones = pattern.items.map(oneWord);
        const together = ones.flatMap((found) => found ?? []);
        const items = pattern.items.filter((_, i) => !ones[i]).map(guarded);
        if (together.length) items.push(single(together));
        return (search, at) => {
          let lengths = 0;
          for (const item of items) lengths |= item(search, at);
          return lengths;
        };
      }
      case 'maybe': {
        const item = compile(pattern.item);
        return (search, at) => item(search, at) | 1;
      }
      case 'gap':
        return (search, at) => {
          let lengths = 1;
          for (let k = 0; k < pattern.most; k++) {
            const id = search.stream.ids[at + k];
            if (id === undefined || blocked[id]) break;
            lengths |= 2 << k;
          }
          return lengths;
        };
      case 'opens':
        return (search, at) => (search.stream.opens[at] ? 1 : 0);
      case 'closes':
        return (search, at) => (search.stream.closes[at] ? 1 : 0);
      case 'not': {
        const item = compile(pattern.item);
        return (search, at) => (item(search, at) ? 0 : 1);
      }
    }
  };

  const gates = new Map<string, Matcher>();
  /** Most alternatives fail on their first word, and looking it up costs less than asking them. */
  const guarded = (pattern: Pattern): Matcher => {
    if (oneWord(pattern)) return compile(pattern);
    if (pattern.type !== 'phrase') return gated(pattern);
    const gate = gates.get(pattern.name) ?? gated(pattern);
    gates.set(pattern.name, gate);
    return gate;
  };
  const gated = (pattern: Pattern): Matcher => {
    const match = compile(pattern);
    if (isOpen([pattern])) return match;
    const begins = wordSet(firstOf([pattern]), vocabulary.size + 8);
    return (search, at) => {
      const id = search.stream.ids[at];
      return id !== undefined && begins(id) ? match(search, at) : 0;
    };
  };

  const phrase = (name: string): Matcher => {
    const found = compiledPhrases.get(name);
    if (found) return found;
    const slot = slots++;
    let inner: Matcher = () => 0;
    const matcher: Matcher = (search, at) => {
      let memo = search.memo[slot];
      if (!memo) {
        memo = new Int32Array(search.count + 1).fill(-1);
        search.memo[slot] = memo;
      }
      const before = memo[at];
      if (before === undefined) return 0;
      if (before >= 0) return before;
      const lengths = inner(search, at);
      memo[at] = lengths;
      return lengths;
    };
    compiledPhrases.set(name, matcher);
    const meant = phrases.get(name);
    if (meant) inner = compile(meant);
    return matcher;
  };

  const firstOf = (items: readonly Pattern[]): Set<number> => {
    const out = new Set<number>();
    for (const item of items) {
      for (const id of first(item)) out.add(id);
      if (!mayBeEmpty(item)) break;
    }
    return out;
  };
  const first = (pattern: Pattern): Iterable<number> => {
    const ids = oneWord(pattern);
    if (ids) return ids;
    switch (pattern.type) {
      case 'word': {
        const word = spell(pattern.word)[0];
        return word === undefined ? [] : [idOf(word)];
      }
      case 'phrase': {
        const meant = phrases.get(pattern.name);
        return meant ? first(meant) : [];
      }
      case 'sequence':
        return firstOf(pattern.items);
      case 'either':
        return new Set(pattern.items.flatMap((item) => [...first(item)]));
      case 'maybe':
        return first(pattern.item);
      default:
        return [];
    }
  };
  const mayBeEmpty = (pattern: Pattern): boolean => {
    switch (pattern.type) {
      case 'word':
        return spell(pattern.word).length === 0;
      case 'phrase': {
        const meant = phrases.get(pattern.name);
        return meant ? mayBeEmpty(meant) : false;
      }
      case 'sequence':
        return pattern.items.every(mayBeEmpty);
      case 'either':
        return pattern.items.some(mayBeEmpty);
      default:
        return true;
    }
  };
  const isOpen = (items: readonly Pattern[]): boolean => {
    for (const item of items) {
      if (opensWithAny(item)) return true;
      if (!mayBeEmpty(item)) return false;
    }
    return true;
  };
  const opensWithAny = (pattern: Pattern): boolean => {
    switch (pattern.type) {
      case 'gap':
        return true;
      case 'maybe':
        return opensWithAny(pattern.item);
      case 'either':
        return pattern.items.some(opensWithAny);
      case 'sequence':
        return !mayBeEmpty(pattern) && isOpen(pattern.items);
      case 'phrase': {
        const meant = phrases.get(pattern.name);
        return meant !== undefined && opensWithAny(meant);
      }
      default:
        return false;
    }
  };
  return { guarded, firstOf };
}
