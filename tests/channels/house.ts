import { request } from 'node:http';
import { connect } from 'node:net';
import { AttuneAdapter, type Identity } from '../../src/channels/botframework/adapter';
import { messagesHandler } from '../../src/channels/botframework/messages';
import { alive, readiness } from '../../src/channels/health';
import { httpServer } from '../../src/channels/http';
import { conversationServer } from '../../src/channels/serve';
import type { Conversation, Event, Turn } from '../../src/core/types';
import type { Store } from '../../src/store/conversations';
import { memoryStore } from '../../src/store/memory';

/** Says back what it heard and how often it heard something; `break` breaks it. */
export function parrot(state: Conversation, event: Event): Turn {
  const { heard: before = 0 } = state.seen;
  const heard = before + 1;
  if (event.type === 'said' && event.text === 'break') throw new Error('words of a person');
  const text = event.type === 'said' ? event.text : event.type === 'picked' ? `${event.at}=${event.value}` : event.type;
  return {
    state: { ...state, welcomed: true, seen: { heard } },
    out:
      event.type === 'joined' && state.welcomed
        ? []
        : [
            {
              type: 'say',
              text: `${heard}: ${text.slice(0, 200)}`,
              options: [{ label: 'Yes', at: 'look', value: 'yes' }],
            },
          ],
    decision: { outcome: 'dialog', candidates: [] },
    trace: [],
  };
}

export interface House {
  readonly port: number;
  readonly log: string[];
  readonly store: Store;
  readonly post: (activity: unknown, headers?: Record<string, string>) => Promise<Answer>;
  readonly get: (path: string, headers?: Record<string, string>) => Promise<Answer>;
  /** Sends bytes as they are; resolves with what came back until the server hung up or fell silent. */
  readonly raw: (bytes: string | Buffer, waitMs?: number) => Promise<string>;
  readonly close: () => Promise<void>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** A whole server on loopback with a parrot for a bot. */
export async function openHouse(
  options: {
    identity?: Identity;
    store?: Store;
    turn?: (state: Conversation, event: Event) => Turn;
    words?: () => { sources: string };
  } = {},
): Promise<House> {
  const lines: string[] = [];
  const log = (level: string, code: string, fields?: object): void => {
    lines.push(JSON.stringify({ level, code, ...fields }));
  };
  const store = options.store ?? memoryStore();
  const server = conversationServer({
    turn: options.turn ?? parrot,
    fresh: (locale) => ({ schema: 1, locale: locale ?? 'en', stack: [], search: {}, seen: {}, welcomed: false }),
    safety: {
      detect: () => ({ level: 'none', label: 'none', urgent: false, rules: [] }),
      reply: () => [],
      answer: () => undefined,
    },
    failedText: () => 'Sorry, that went wrong.',
    store,
    now: () => new Date().toISOString(),
    log,
    idleHours: 72,
  });
  const adapter = new AttuneAdapter(options.identity ?? { appId: '', appType: 'SingleTenant' });
  const http = httpServer({ host: '127.0.0.1', port: 0, loopbackHostsOnly: adapter.identity.appId === '', log });
  http.route('GET', '/healthz', alive);
  http.route(
    'GET',
    '/readyz',
    readiness(store.conversations, () => false, Date.now, log),
  );
  const words = options.words ?? (() => ({ sources: 'Sources' }));
  http.route('POST', '/api/messages', messagesHandler({ adapter: async () => adapter, server, words, log }));
  const { port } = await http.listen();

  const send = (method: string, path: string, headers: Record<string, string>, body?: string): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const req = request({ host: '127.0.0.1', port, method, path, headers, agent: false }, (res) => {
        const chunks: Buffer[] = [];
        res.on('data', (chunk: Buffer) => chunks.push(chunk));
        res.on('end', () =>
          resolve({ status: res.statusCode ?? 0, headers: res.headers, text: Buffer.concat(chunks).toString() }),
        );
      });
      req.on('error', reject);
      req.end(body);
    });
  return {
    port,
    log: lines,
    store,
    post: (activity, headers) => {
      const body = typeof activity === 'string' ? activity : JSON.stringify(activity);
      return send('POST', '/api/messages', { 'content-type': 'application/json', ...headers }, body);
    },
    get: (path, headers = {}) => send('GET', path, headers),
    raw: (bytes, waitMs = 300) =>
      new Promise((resolve) => {
        const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
        let heard = '';
        const done = (): void => {
          socket.destroy();
          resolve(heard);
        };
        const silence = setTimeout(done, waitMs);
        socket.on('data', (chunk) => {
          heard += chunk.toString('latin1');
          if (complete(heard)) done();
        });
        socket.on('error', () => {});
        socket.on('close', () => {
          clearTimeout(silence);
          done();
        });
      }),
    async close() {
      await http.close(1000);
      await server.drained();
      await store.conversations.close();
    },
  };
}

/** Whether a whole final response has arrived. */
function complete(heard: string): boolean {
  const final = heard.replace(/^HTTP\/1\.1 100 Continue\r\n\r\n/, '');
  const end = final.indexOf('\r\n\r\n');
  const length = final.slice(0, end).match(/\r\ncontent-length: (\d+)/i)?.[1];
  return end > 0 && length !== undefined && final.length >= end + 4 + Number(length);
}

/** A message that wants its replies in the response. */
export function message(text: string, change: object = {}): Record<string, unknown> {
  return {
    type: 'message',
    text,
    channelId: 'emulator',
    deliveryMode: 'expectReplies',
    serviceUrl: 'http://127.0.0.1:9/',
    from: { id: 'ann' },
    recipient: { id: 'bot' },
    conversation: { id: 'c1' },
    ...change,
  };
}

/** The texts of the replies in a response. */
export function said(answer: Answer): (string | undefined)[] {
  const { activities } = JSON.parse(answer.text) as { activities: { text?: string }[] };
  return activities.map((a) => a.text);
}
