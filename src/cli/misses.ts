import { existsSync } from 'node:fs';
import path from 'node:path';
import type { CommandLine } from '../cli';
import { knowledgeFolder, readFolder, root } from '../content';
import { type MissCount, readMissCounter } from '../core/miss';
import { loadKnowledge } from '../knowledge/load';
import { clusterMisses } from '../knowledge/misses/cluster';
import { type Proposal, proposalDiff, proposalsOf } from '../knowledge/misses/propose';
import type { Store } from '../store/conversations';
import { lmdbStore } from '../store/lmdb';
import { readOptions } from './options';

/** Wordings of a cluster that are printed. */
const mostShown = 5;

/** Bands of confidence as the thresholds cut them: nothing near, worth offering, nearly an answer. In tenths. */
const bands = [
  { name: 'far', below: 3 },
  { name: 'near', below: 6 },
  { name: 'close', below: 10 },
] as const;

/** One line a topic, the most missed first: how often, by band, and how often an answer did not help. */
function countTable(counts: readonly (readonly [MissCount, number])[]): string[] {
  const topics = new Map<string, { misses: number[]; unhelpful: number; total: number }>();
  for (const [count, n] of counts) {
    const topic = count.topic ?? '(nothing near)';
    const row = topics.get(topic) ?? { misses: bands.map(() => 0), unhelpful: 0, total: 0 };
    if (count.kind === 'unhelpful') row.unhelpful += n;
    else {
      const band = bands.findIndex((b) => (count.tenth ?? 0) < b.below);
      row.misses[band] = (row.misses[band] ?? 0) + n;
    }
    row.total += n;
    topics.set(topic, row);
  }
  const rows = [...topics].sort(([a, x], [b, y]) => y.total - x.total || a.localeCompare(b));
  const width = Math.max(13, ...rows.map(([topic]) => topic.length));
  const line = (first: string, cells: readonly (string | number)[]): string =>
    `${first.padEnd(width)}${cells.map((c) => String(c).padStart(12)).join('')}`;
  return [
    line('nearest topic', [...bands.map((b) => b.name), 'not helpful']),
    ...rows.map(([topic, row]) => line(topic, [...row.misses, row.unhelpful])),
  ];
}

function clusterLines({ cluster, questions }: Proposal): string[] {
  const where = cluster.nearest === undefined ? 'near nothing: perhaps a new answer' : `near ${cluster.nearest}`;
  const more = cluster.texts.length - mostShown;
  return [
    `${cluster.asked} × ${where} (${cluster.locale})${questions.length ? '' : ', all of it is there already'}`,
    ...cluster.texts.slice(0, mostShown).map((text) => `    ${text}`),
    ...(more > 0 ? [`    … and ${more} more wordings`] : []),
  ];
}

/** Everything the command prints, from what a store holds. */
export async function report(store: Store, now: string, folder: string): Promise<string> {
  const counters = { ...(await store.counters.read('miss/')), ...(await store.counters.read('unhelpful/')) };
  const counts = Object.entries(counters).flatMap(([name, n]): [MissCount, number][] => {
    const count = readMissCounter(name);
    return count ? [[count, n]] : [];
  });
  if (!counts.length) return 'No question has gone unanswered so far.\n';
  const out = ['Questions without a good answer, by nearest topic and confidence', '', ...countTable(counts), ''];
  const kept = await store.misses.list(now);
  if (!kept.length) {
    out.push('No wording is kept. ATTUNE_KEEP_MISSES=true keeps them, without what is personal, for 30 days.', '');
    return out.join('\n');
  }
  const files = readFolder(folder);
  const knowledge = loadKnowledge(files);
  const proposals = proposalsOf(clusterMisses(kept), knowledge);
  out.push(`${kept.length} kept, in ${proposals.length} groups`, '', ...proposals.flatMap(clusterLines), '');
  const diff = proposalDiff(proposals, knowledge, files);
  if (diff) out.push('Proposed phrasings. Read them, then: attune misses | git apply', '', diff);
  return out.join('\n');
}

export const command: CommandLine = {
  summary: 'what people asked and got no good answer to, with phrasings to add as a diff',
  async run(args) {
    const { data, knowledge } = readOptions(args, ['data', 'knowledge']);
    const folder = path.resolve(data ?? process.env['ATTUNE_DATA_DIR'] ?? path.join(root, 'data'));
    if (!existsSync(folder)) {
      console.error(`${folder} is not there; name the bot's data folder with --data or ATTUNE_DATA_DIR`);
      return 2;
    }
    const store = lmdbStore(folder);
    try {
      process.stdout.write(await report(store, new Date().toISOString(), knowledge ?? knowledgeFolder));
    } finally {
      await store.conversations.close();
    }
    return 0;
  },
};
