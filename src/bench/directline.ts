import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type ChildServer, startChild } from './child';
import { type Client, openClient } from './client';
import { quantile } from './quantiles';
import { type Visitor, visit } from './visitor';

const secret = 'a-secret-for-the-benchmark-and-nothing-else';

/** What visitors say, in turns: questions, a guide, a way out of it. */
const messages: readonly object[] = [
  { text: 'what happens in a first session' },
  { text: 'Is it for me?', value: { at: 'bot', value: 'dialog:is-it-for-me', label: 'Is it for me?' } },
  { text: '1' },
  { text: 'where were we' },
  { text: 'how much does it cost' },
  { text: 'stop' },
  { text: 'will my insurance pay for this' },
];

/** Connections the messages travel on. */
const connections = 64;
/** Conversations begun at once. */
const arriving = 50;
/** A reply that is not there by then is lost, in milliseconds. */
const lostMs = 30_000;

/**
 * Open WebSocket conversations that all speak now and then, against the built server as a process of its own. Every
 * visitor checks that its stream is the server's log, without a gap and without a double.
 * `--conversations N`, `--rate N` (turns a second), `--seconds N`; `--kill` ends the server in the middle without a word
 * and starts it again; `--smoke` is small and kills.
 * @throws Error when anything was lost, doubled or refused.
 */
export async function bench(args: readonly string[]): Promise<void> {
  const smoke = args.includes('--smoke');
  const number = (name: string, usual: number, small: number): number => {
    const at = args.indexOf(`--${name}`);
    return at >= 0 ? Number(args[at + 1]) : smoke ? small : usual;
  };
  const plan = {
    conversations: number('conversations', 2000, 100),
    rate: number('rate', 200, 50),
    seconds: number('seconds', 60, 6),
    kill: smoke || args.includes('--kill'),
  };
  const folder = mkdtempSync(path.join(tmpdir(), 'attune-bench-'));
  const start = (port: string): Promise<ChildServer> =>
    startChild('main.js', [], {
      PORT: port,
      ATTUNE_DATA_DIR: folder,
      ATTUNE_LOG: 'error',
      NODE_ENV: 'development',
      ATTUNE_DIRECTLINE_SECRET: secret,
    });
  let server = await start('0');
  try {
    const { url } = server;
    const visitors = await arrive(`${url.origin}/v3/directline`, plan.conversations);
    const before = server.residentMb();
    const clients = Array.from({ length: connections }, () => sturdyClient(url));
    const restart = async (): Promise<void> => {
      await server.kill();
      server = await start(url.port);
    };
    const cpuBefore = server.cpuMs() ?? Number.NaN;
    const { took, late } = await talk(visitors, clients, url, plan.rate, plan.seconds, plan.kill ? restart : undefined);
    const cpu = ((server.cpuMs() ?? Number.NaN) - cpuBefore) / took.length;
    const wrongs = await wrongsOf(visitors);
    for (const visitor of visitors) visitor.leave();
    for (const client of clients) client.close();
    const [p50, p99, most] = [0.5, 0.99, 1].map((share) => quantile(took, share).toFixed(1));
    const size = `${plan.conversations} open conversations, ${plan.rate} turns/s for ${plan.seconds} s`;
    console.log(
      [
        `Direct Line, ${size}${plan.kill ? ', the server killed once in between' : ''}`,
        `  ${took.length} turns answered; p50 ${p50}, p99 ${p99}, slowest ${most} ms${plan.kill ? ' with the restart' : ''}`,
        `  behind schedule: ${late} turns; lost, doubled or refused: ${wrongs.length}`,
        ...(plan.kill ? [] : [`  processor time of the server: ${cpu.toFixed(2)} ms a turn`]),
        `  server memory: ${before?.toFixed(0)} MB with all conversations open, ${server.residentMb()?.toFixed(0)} MB after`,
        '',
      ].join('\n'),
    );
    if (wrongs.length) throw new Error(`what went wrong: ${[...new Set(wrongs)].slice(0, 10).join('; ')}`);
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function arrive(base: string, count: number): Promise<Visitor[]> {
  const visitors: Visitor[] = [];
  while (visitors.length < count) {
    const group = Array.from({ length: Math.min(arriving, count - visitors.length) }, () => visit(base, secret));
    visitors.push(...(await Promise.all(group)));
  }
  return visitors;
}

/** Messages at a steady rate, whatever the server makes of it: who is slow is not asked less. */
async function talk(
  visitors: readonly Visitor[],
  clients: Client[],
  url: URL,
  rate: number,
  seconds: number,
  restart: (() => Promise<void>) | undefined,
): Promise<{ took: number[]; late: number }> {
  const took: number[] = [];
  const open = new Set<Promise<void>>();
  const total = rate * seconds;
  const began = performance.now();
  let restarting: Promise<void> | undefined;
  let late = 0;
  let next = 0;

  async function one(visitor: Visitor, message: object): Promise<void> {
    const client = clients.pop() ?? sturdyClient(url);
    took.push(await visitor.say(message, client));
    clients.push(client);
  }

  for (let sent = 0; sent < total; sent += 1) {
    const due = began + (sent / rate) * 1000;
    const wait = due - performance.now();
    if (wait > 1) await new Promise((resolve) => setTimeout(resolve, wait));
    if (restart && !restarting && sent >= total / 2) restarting = restart();
    let visitor: Visitor | undefined;
    for (let tries = 0; tries < visitors.length && !visitor; tries += 1) {
      const candidate = visitors[next % visitors.length];
      next += 1;
      if (candidate?.idle()) visitor = candidate;
    }
    if (!visitor) {
      late += 1;
      continue;
    }
    const turn = one(visitor, messages[(sent + next) % messages.length] ?? {});
    open.add(turn);
    void turn.finally(() => open.delete(turn));
  }
  await restarting;
  await Promise.race([Promise.all(open), new Promise((resolve) => setTimeout(resolve, lostMs).unref())]);
  return { took, late };
}

/** A connection that is opened anew when it is broken. */
function sturdyClient(url: URL): Client {
  let client: Promise<Client> | undefined;
  return {
    async post(target, body, authorization) {
      client ??= openClient(url);
      try {
        return await (await client).post(target, body, authorization);
      } catch (error) {
        client = undefined;
        throw error;
      }
    },
    close: () => void client?.then((open) => open.close()),
  };
}

async function wrongsOf(visitors: readonly Visitor[]): Promise<string[]> {
  const wrongs: string[] = [];
  for (const visitor of visitors) wrongs.push(...(await visitor.wrongs()));
  return wrongs;
}
