import { at, type Finding, type Rule } from './rule';

/** Ids most of whose words stand in the one that was not found, or differ by a letter; at most three. */
function like(id: string, known: Iterable<string>): string[] {
  const words = id.split('-');
  const score = (other: string): number => {
    if (isOneEditAway(id, other)) return 1;
    const theirs = other.split('-');
    return words.filter((w) => theirs.includes(w)).length / Math.max(words.length, theirs.length);
  };
  return [...known]
    .map((k) => ({ k, s: score(k) }))
    .filter(({ s }) => s >= 0.5)
    .sort((a, b) => b.s - a.s)
    .slice(0, 3)
    .map(({ k }) => k);
}

/** One letter more, less or other. */
function isOneEditAway(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (long.length - short.length > 1) return false;
  let i = 0;
  while (i < short.length && short[i] === long[i]) i += 1;
  return short.slice(short.length === long.length ? i + 1 : i) === long.slice(i + 1);
}

function mendFor(id: string, known: Iterable<string>, otherwise: string): string {
  const near = like(id, known);
  return near.length ? `did you mean ${near.join(', ')}?` : otherwise;
}

export const missingSource: Rule = {
  code: 'missing-source',
  mend: 'name at least one id of knowledge/sources.yaml under `sources:`',
  *check(context): Iterable<Finding> {
    for (const entry of context.knowledge.entries) {
      if (!entry.sources.length) yield at(context, entry, ['sources'], `"${entry.id}" names no source`);
    }
  },
};

export const unknownSource: Rule = {
  code: 'unknown-source',
  mend: 'add it to knowledge/sources.yaml, or name one that is there',
  *check(context): Iterable<Finding> {
    const known = context.knowledge.sources;
    for (const entry of context.knowledge.entries) {
      for (const [i, id] of entry.sources.entries()) {
        if (Object.hasOwn(known, id)) continue;
        const mend = mendFor(id, Object.keys(known), this.mend);
        yield { ...at(context, entry, ['sources', i], `no source "${id}" in knowledge/sources.yaml`), mend };
      }
    }
  },
};

export const missingNext: Rule = {
  code: 'missing-next',
  mend: 'name one to three answers or dialogs under `next:`, so that nobody is left standing',
  *check(context): Iterable<Finding> {
    for (const entry of context.knowledge.entries) {
      if (!entry.next.length) yield at(context, entry, ['next'], `"${entry.id}" leads nowhere`);
    }
  },
};

export const unknownNext: Rule = {
  code: 'unknown-next',
  mend: 'name the id of an answer or a dialog',
  *check(context): Iterable<Finding> {
    // A topic that still waits for its answer may be named; the uncovered topic is reported in its own right.
    const known = new Set([
      ...context.dialogs.keys(),
      ...context.knowledge.topics.map((t) => t.id),
      ...context.knowledge.entries.map((e) => e.id),
      ...context.knowledge.unread,
    ]);
    for (const entry of context.knowledge.entries) {
      for (const [i, id] of entry.next.entries()) {
        if (id === entry.id) {
          yield { ...at(context, entry, ['next', i], `"${id}" leads to itself`), mend: 'name another' };
        } else if (!known.has(id)) {
          const mend = mendFor(id, known, this.mend);
          yield { ...at(context, entry, ['next', i], `no answer and no dialog "${id}"`), mend };
        }
      }
    }
  },
};

export const insecureLink: Rule = {
  code: 'insecure-link',
  mend: 'write https://, or leave the link out',
  *check(context): Iterable<Finding> {
    for (const [id, source] of Object.entries(context.knowledge.sources)) {
      if (source.url !== undefined && !/^https:\/\/[^\s/]+\.[^\s]+$/.test(source.url)) {
        yield { file: source.file, place: source.place, message: `the url of "${id}" is not an https address` };
      }
    }
    for (const entry of context.knowledge.entries) {
      if (/\bhttp:\/\//i.test(entry.answer)) {
        yield at(context, entry, ['answer'], `the answer "${entry.id}" has a link without https`);
      }
    }
  },
};
