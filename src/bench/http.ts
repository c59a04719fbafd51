import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type ChildServer, startChild } from './child';
import { openClient } from './client';
import { quantile } from './quantiles';

/** Requests in flight at once: one person, a small rush, a big one. */
const loads = [1, 8, 32] as const;
const rounds = 3;

/** What people do in a guide: begin it, answer by number, ask where they were, leave. */
const guide = [
  { value: { at: 'bot', value: 'dialog:is-it-for-me' } },
  { text: '1' },
  { text: 'where were we' },
  { text: 'stop' },
];
const question = [{ text: 'what happens in a first session' }];

interface Row {
  readonly name: string;
  readonly server: ChildServer;
  readonly messages: readonly object[];
}

/**
 * Whole turns over HTTP with `expectReplies`, every server a process of its own, in turns within one run so that
 * whatever else this machine does hits all of them: a bare JSON echo, botbuilder's own echo, and ours with its durable
 * state. `--turns N` sets the requests per server, load and round; `--smoke` makes them few.
 */
export async function bench(args: readonly string[]): Promise<void> {
  const asked = args.includes('--turns') ? Number(args[args.indexOf('--turns') + 1]) : Number.NaN;
  const turns = asked || (args.includes('--smoke') ? 200 : 1500);
  const folder = mkdtempSync(path.join(tmpdir(), 'attune-bench-'));
  const servers: ChildServer[] = [];
  try {
    const start = async (script: string, more: readonly string[] = []): Promise<ChildServer> => {
      const env = { PORT: '0', ATTUNE_DATA_DIR: folder, ATTUNE_LOG: 'error', NODE_ENV: 'development' };
      const server = await startChild(script, more, env);
      servers.push(server);
      return server;
    };
    const ours = await start('main.js');
    const rows: Row[] = [
      { name: 'node:http, JSON echo', server: await start('bench/bare.js', ['json']), messages: guide },
      { name: 'botbuilder, expectReplies echo', server: await start('bench/bare.js', ['botbuilder']), messages: guide },
      { name: 'Attune, a step of a guide', server: ours, messages: guide },
      { name: 'Attune, a question answered', server: ours, messages: question },
    ];
    console.log(
      `Turns over HTTP, ${turns * rounds} per row; p50 and p99 in ms, and the p50 as a share of botbuilder's echo\n`,
    );
    for (const load of loads) console.log(await table(rows, load, turns));
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
    rmSync(folder, { recursive: true, force: true });
  }
}

async function table(rows: readonly Row[], load: number, turns: number): Promise<string> {
  const times = rows.map((): number[] => []);
  const seconds = rows.map(() => 0);
  for (let round = 0; round <= rounds; round += 1) {
    for (const [i, row] of rows.entries()) {
      const began = performance.now();
      const took = await drive(row, load, round === 0 ? Math.min(turns, 400) : turns, round);
      // The first round warms everything up and is not counted.
      if (round === 0) continue;
      seconds[i] = (seconds[i] ?? 0) + (performance.now() - began) / 1000;
      times[i]?.push(...took);
    }
  }
  const bare = quantile(times[1] ?? [], 0.5);
  const lines = rows.map((row, i) => {
    const all = times[i] ?? [];
    const p50 = quantile(all, 0.5);
    const perSecond = Math.round(all.length / (seconds[i] ?? 1));
    const figures = [p50.toFixed(2), quantile(all, 0.99).toFixed(1), String(perSecond), `${(p50 / bare).toFixed(2)} x`];
    return `  ${row.name.padEnd(32)}${figures.map((f) => f.padStart(9)).join('')}`;
  });
  const heading = `${`${load} at once`.padEnd(34)}${['p50', 'p99', 'turns/s', 'p50'].map((f) => f.padStart(9)).join('')}`;
  return [heading, ...lines, ''].join('\n');
}

/** @returns the time of each turn in milliseconds. */
async function drive({ server, messages }: Row, load: number, turns: number, round: number): Promise<number[]> {
  const took: number[] = [];
  const person = async (who: number): Promise<void> => {
    const client = await openClient(server.url);
    for (let i = 0; i < turns / load; i += 1) {
      const body = activity(messages[i % messages.length] ?? {}, `${load}-${round}-${who}`, i);
      took.push(await client.post('/api/messages', body));
    }
    client.close();
  };
  await Promise.all(Array.from({ length: load }, (_, who) => person(who)));
  return took;
}

/** A message of about 400 bytes, as channels send them. */
function activity(change: object, who: string, i: number): string {
  return JSON.stringify({
    type: 'message',
    id: `${who}-${i}`,
    channelId: 'emulator',
    deliveryMode: 'expectReplies',
    serviceUrl: 'http://127.0.0.1:9/',
    timestamp: '2026-03-02T12:00:00.000Z',
    locale: 'en-US',
    from: { id: `user-${who}`, name: 'User', role: 'user' },
    recipient: { id: 'bot', name: 'Bot', role: 'bot' },
    conversation: { id: `conversation-${who}` },
    text: '',
    ...change,
  });
}
