import type { SourceFile } from '../../core/problem';
import { writeYaml } from '../../core/yaml';
import { phrasingKey } from '../lint/phrasings';
import type { Knowledge } from '../load';
import type { Cluster } from './cluster';
import { type Insertion, insertionDiff } from './diff';

/** Wordings of one cluster that are proposed; more of one kind teaches the ranker little. */
const mostProposed = 3;

/** Plain words in place of what was taken out, so that the phrasing reads as people write. */
const standIns: Readonly<Record<string, string>> = {
  name: 'someone',
  place: 'my town',
  number: 'some',
  date: 'that day',
  address: 'my street',
  contact: 'someone',
  link: 'a website',
};

export interface Proposal {
  /** Phrasings to add to the nearest entry. */
  readonly questions: readonly string[];
  readonly cluster: Cluster;
}

function plain(text: string): string {
  return text.replace(/\[([a-z]+)\]/g, (whole, kind: string) => standIns[kind] ?? whole);
}

/** What is worth adding: wordings no answer has yet, those that lost nothing first. */
export function proposalsOf(clusters: readonly Cluster[], knowledge: Knowledge): Proposal[] {
  const there = new Set(knowledge.entries.flatMap((e) => e.questions.map((q) => `${e.locale} ${phrasingKey(q)}`)));
  return clusters.map((cluster) => {
    const whole = cluster.texts.filter((t) => !t.includes('['));
    const texts = (whole.length ? whole : cluster.texts).map(plain);
    const fresh = texts.filter((t) => !there.has(`${cluster.locale} ${phrasingKey(t)}`));
    return { cluster, questions: fresh.slice(0, mostProposed) };
  });
}

/** Last line of the list item that begins on `line`, and the indentation of its dash; undefined for `[a, b]` lists. */
function itemAt(
  lines: readonly string[],
  line: number,
): { readonly last: number; readonly indent: string } | undefined {
  const indent = /^(\s*)- /.exec(lines[line - 1] ?? '')?.[1];
  if (indent === undefined) return undefined;
  let last = line;
  while ((lines[last] ?? '').startsWith(`${indent} `)) last += 1;
  return { last, indent };
}

/**
 * The proposals as one unified diff over the files of the nearest entries. Clusters near nothing, near a dialog, or near
 * an entry whose questions stand on one line are left out: they are for a writer to place.
 */
export function proposalDiff(
  proposals: readonly Proposal[],
  knowledge: Knowledge,
  files: readonly SourceFile[],
): string {
  const perFile = new Map<string, Insertion[]>();
  for (const { cluster, questions } of proposals) {
    const entry = knowledge.entries.find((e) => e.id === cluster.nearest && e.locale === cluster.locale);
    const text = files.find((f) => f.file === entry?.file)?.text;
    if (!entry || text === undefined || !questions.length) continue;
    const { line } = knowledge.placeOf(entry, ['questions', entry.questions.length - 1]);
    const item = itemAt(text.split('\n'), line);
    if (!item) continue;
    const lines = questions.map((q) => `${item.indent}${writeYaml([q]).trimEnd()}`);
    perFile.set(entry.file, [...(perFile.get(entry.file) ?? []), { after: item.last, lines }]);
  }
  return [...perFile]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([file, insertions]) => insertionDiff(file, files.find((f) => f.file === file)?.text ?? '', insertions))
    .join('');
}
