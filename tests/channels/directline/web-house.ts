import { request } from 'node:http';
import { AttuneAdapter } from '../../../src/channels/botframework/adapter';
import { calm } from '../../../src/channels/calm';
import { openDirectLine, usualAllowances } from '../../../src/channels/directline';
import type { AccessRules } from '../../../src/channels/directline/access';
import type { Allowances } from '../../../src/channels/directline/routes';
import { alive } from '../../../src/channels/health';
import { httpServer } from '../../../src/channels/http';
import { conversationServer } from '../../../src/channels/serve';
import type { Conversation, Event, Outgoing, Safety, Turn } from '../../../src/core/types';
import type { Store } from '../../../src/store/conversations';
import { memoryStore } from '../../../src/store/memory';

export const secret = 'a secret that is long enough for us'.replaceAll(' ', '-');
const look = { label: 'Yes', at: 'look', value: 'yes' };

/** Counts what it heard and says it back. Some words make it do something else. */
export function parrot(state: Conversation, event: Event): Turn {
  const { heard: before = 0 } = state.seen;
  const heard = before + 1;
  const text = event.type === 'said' ? event.text : event.type === 'picked' ? `${event.at}=${event.value}` : event.type;
  if (text === 'break') throw new Error('words of a person');
  const says: Readonly<Record<string, readonly Outgoing[]>> = {
    joined: state.welcomed ? [] : [{ type: 'say', text: 'welcome', options: [look] }],
    'a card': [
      { type: 'card', title: 'A card', text: 'with text', buttons: [{ label: 'Open', url: 'https://a.example' }] },
    ],
    slowly: [
      { type: 'say', text: 'first' },
      { type: 'pause', seconds: 5 },
      { type: 'say', text: 'second' },
    ],
    nothing: [],
  };
  return {
    state: { ...state, welcomed: true, seen: { heard } },
    out: says[text] ?? [{ type: 'say', text: `${heard}: ${text}` }],
    ...(text === 'forget me' ? { forget: true } : {}),
    decision: { outcome: 'dialog', candidates: [] },
    trace: [],
  };
}

/** Hears danger in the word "hurt" alone. */
const safety: Safety = {
  detect: (text) =>
    text.includes('hurt')
      ? { level: 'certain', label: 'suicide', urgent: false, rules: ['r'] }
      : { level: 'none', label: 'none', urgent: false, rules: [] },
  reply: () => [{ type: 'say', text: 'help lines' }],
  answer: () => undefined,
};

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  // biome-ignore lint/suspicious/noExplicitAny: bodies are looked into, and each test says what it expects
  readonly body: any;
}

// biome-ignore lint/suspicious/noExplicitAny: as above
export type Activity = any;

export interface WebHouse {
  readonly port: number;
  readonly url: string;
  readonly store: Store;
  readonly log: string[];
  /** What the clock of the house is ahead of the real one, in milliseconds. */
  ahead: number;
  readonly send: (method: string, path: string, headers?: Record<string, string>, body?: unknown) => Promise<Answer>;
  /** A conversation begun with the secret. */
  readonly begin: (user?: string) => Promise<Begun>;
  readonly close: () => Promise<void>;
}

export interface Begun {
  readonly id: string;
  readonly token: string;
  readonly streamUrl: string;
  readonly say: (text: string, more?: object) => Promise<Answer>;
  readonly read: (watermark?: string) => Promise<Answer>;
  /** Texts in the log, once the last of them is `last`. */
  readonly texts: (last: string) => Promise<(string | undefined)[]>;
  /** What is in the log, once it is so many. */
  readonly activities: (count: number) => Promise<Activity[]>;
}

export interface HouseOptions {
  readonly store?: Store;
  readonly rules?: Partial<AccessRules>;
  readonly allowances?: Partial<Allowances>;
  readonly secrets?: readonly string[];
  readonly tokenTtl?: number;
  readonly port?: number;
  readonly turn?: (state: Conversation, event: Event) => Turn;
  /** Left running, as if the process had been killed: nothing is drained or closed. */
  readonly recover?: boolean;
}

/** A whole server on loopback with a parrot for a bot, and Direct Line in front of it. */
export async function openWebHouse(options: HouseOptions = {}): Promise<WebHouse> {
  const lines: string[] = [];
  const log = (level: string, code: string, fields?: object): void => {
    lines.push(JSON.stringify({ level, code, ...fields }));
  };
  const store = options.store ?? memoryStore();
  const clock = { ahead: 0 };
  const now = (): string => new Date(Date.now() + clock.ahead).toISOString();
  const server = conversationServer({
    turn: options.turn ?? parrot,
    fresh: (locale) => ({ schema: 1, locale: locale ?? 'en', stack: [], search: {}, seen: {}, welcomed: false }),
    safety,
    failedText: () => 'Sorry, that went wrong.',
    store,
    now,
    log,
    idleHours: 72,
  });
  const adapter = new AttuneAdapter({ appId: '', appType: 'SingleTenant' });
  const http = httpServer({ host: '127.0.0.1', port: options.port ?? 0, loopbackHostsOnly: false, log });
  http.route('GET', '/healthz', alive);
  const directLine = openDirectLine({
    http,
    adapter: async () => adapter,
    server,
    store,
    safety,
    locale: 'en',
    words: () => ({ sources: 'Sources' }),
    tooFast: () => 'too fast',
    calm: (locale) => calm(locale, () => 'Sorry, that went wrong.'),
    now,
    log,
    idleHours: 72,
    secrets: options.secrets ?? [secret],
    tokenTtl: options.tokenTtl ?? 1800,
    rules: {
      origins: [],
      publicUrl: () => `http://127.0.0.1:${http.port()}`,
      development: false,
      trustedProxies: 0,
      ...options.rules,
    },
    allowances: { ...usualAllowances, ...options.allowances },
  });
  await directLine.recover();
  const { port } = await http.listen();
  const url = `http://127.0.0.1:${port}/v3/directline`;

  const send: WebHouse['send'] = (method, path, headers = {}, body) =>
    new Promise((resolve, reject) => {
      const text = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
      const typed: Record<string, string> =
        text === undefined
          ? {}
          : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) };
      const target = path.startsWith('/healthz') ? path : `/v3/directline${path}`;
      const req = request(
        { host: '127.0.0.1', port, method, path: target, headers: { ...typed, ...headers }, agent: false },
        (res) => {
          const chunks: Buffer[] = [];
          res.on('data', (chunk: Buffer) => chunks.push(chunk));
          res.on('end', () => {
            const raw = Buffer.concat(chunks).toString();
            resolve({ status: res.statusCode ?? 0, headers: res.headers, body: raw ? JSON.parse(raw) : undefined });
          });
        },
      );
      req.on('error', reject);
      req.end(text);
    });

  return Object.assign(clock, {
    port,
    url,
    store,
    log: lines,
    send,
    async begin(user) {
      const { body } = await send('POST', '/conversations', bearer(secret), user ? { user: { id: user } } : undefined);
      return seat(send, body.conversationId, body.token, body.streamUrl);
    },
    async close() {
      const closing = http.close(1000);
      await directLine.close();
      await closing;
      await server.drained();
      await store.conversations.close();
    },
  } satisfies Omit<WebHouse, 'ahead'>);
}

export const bearer = (credential: string): Record<string, string> => ({ authorization: `Bearer ${credential}` });

export function seat(send: WebHouse['send'], id: string, token: string, streamUrl = ''): Begun {
  const read: Begun['read'] = (watermark) =>
    send('GET', `/conversations/${id}/activities?watermark=${watermark ?? ''}`, bearer(token));
  const when = async (enough: (all: Activity[]) => boolean): Promise<Activity[]> => {
    for (let tries = 0; ; tries += 1) {
      const { activities } = (await read()).body;
      if (enough(activities) || tries > 300) return activities;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  return {
    id,
    token,
    streamUrl,
    read,
    say: (text, more) =>
      send('POST', `/conversations/${id}/activities`, bearer(token), {
        type: 'message',
        text,
        from: { id: 'me' },
        ...more,
      }),
    texts: async (last) => (await when((all) => all.at(-1)?.text === last)).map((a) => a.text),
    activities: (count) => when((all) => all.length >= count),
  };
}
