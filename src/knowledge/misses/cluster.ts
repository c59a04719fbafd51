import type { KeptMiss } from '../../core/miss';
import type { Locale } from '../../core/types';
import { normalise } from '../normalise';
import { stem } from '../stem';
import { isStopWord } from '../stopwords';

/** Questions that ask alike, for a writer to look at together. */
export interface Cluster {
  readonly locale: Locale;
  /** Id of the answer or dialog most of them came nearest to; absent when that is none. */
  readonly nearest?: string;
  /** Different wordings, the one most like the others first. */
  readonly texts: readonly string[];
  /** How often it was asked, repeated wordings counted each time. */
  readonly asked: number;
}

/** Share of stems two questions must have in common to stand in one cluster (Jaccard). */
const alike = 0.5;

function stemsOf(text: string, locale: Locale): ReadonlySet<string> {
  const words = normalise(text.replace(/\[[a-z]+\]/g, ' '), locale, new Map());
  const content = words.filter((w) => !isStopWord(w, locale));
  return new Set((content.length ? content : words).map((w) => stem(w, locale)));
}

function similarity(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let shared = 0;
  for (const s of a) if (b.has(s)) shared += 1;
  return shared / (a.size + b.size - shared || 1);
}

interface Wording {
  readonly text: string;
  readonly stems: ReadonlySet<string>;
  readonly misses: readonly KeptMiss[];
}

function byText(a: { readonly text: string }, b: { readonly text: string }): number {
  return a.text < b.text ? -1 : a.text > b.text ? 1 : 0;
}

/** The wording most like all others; of two alike the shorter, then the first in the alphabet. */
function centreFirst(group: readonly Wording[]): Wording[] {
  const sum = (w: Wording): number =>
    group.reduce((total, other) => total + similarity(w.stems, other.stems) * other.misses.length, 0);
  return group
    .map((w) => ({ w, s: sum(w) }))
    .sort((a, b) => b.s - a.s || a.w.text.length - b.w.text.length || byText(a.w, b.w))
    .map(({ w }) => w);
}

function mostFrequent(values: readonly (string | undefined)[]): string | undefined {
  const counts = new Map<string | undefined, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || String(a[0]).localeCompare(String(b[0])))[0]?.[0];
}

/**
 * Puts questions that share their stems together: the most frequent wording opens a cluster, each further one joins the
 * cluster whose opener it is most like. The same questions give the same clusters, in whatever order they come; the
 * biggest comes first.
 */
export function clusterMisses(misses: readonly KeptMiss[]): Cluster[] {
  const wordings = new Map<string, { text: string; stems: ReadonlySet<string>; misses: KeptMiss[] }>();
  for (const miss of [...misses].sort(byText)) {
    const key = `${miss.locale} ${normalise(miss.text, miss.locale, new Map()).join(' ')}`;
    const known = wordings.get(key);
    if (known) known.misses.push(miss);
    else wordings.set(key, { text: miss.text, stems: stemsOf(miss.text, miss.locale), misses: [miss] });
  }
  const ordered = [...wordings.values()].sort((a, b) => b.misses.length - a.misses.length || byText(a, b));
  const groups: Wording[][] = [];
  for (const wording of ordered) {
    const locale = wording.misses[0]?.locale;
    let best: Wording[] | undefined;
    let most = alike;
    for (const group of groups) {
      const [opener] = group;
      if (!opener || opener.misses[0]?.locale !== locale) continue;
      const s = similarity(opener.stems, wording.stems);
      if (s > most || (s === most && !best)) {
        best = group;
        most = s;
      }
    }
    if (best) best.push(wording);
    else groups.push([wording]);
  }
  return groups
    .map((group): Cluster => {
      const all = group.flatMap((w) => w.misses);
      const nearest = mostFrequent(all.map((m) => m.nearest));
      return {
        locale: all[0]?.locale ?? 'en',
        ...(nearest === undefined ? {} : { nearest }),
        texts: centreFirst(group).map((w) => w.text),
        asked: all.length,
      };
    })
    .sort((a, b) => b.asked - a.asked || byText({ text: a.texts[0] ?? '' }, { text: b.texts[0] ?? '' }));
}
