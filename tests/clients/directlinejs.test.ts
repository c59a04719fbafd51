import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import WebSocket from 'ws';
import { lmdbStore } from '../../src/store/lmdb';
import { type Activity, openWebHouse, secret, type WebHouse } from '../channels/directline/web-house';

// The official client takes both from the page it runs in.
Object.assign(globalThis, { XMLHttpRequest: require('xhr2/lib/xhr2'), WebSocket });
const { DirectLine } = require('botframework-directlinejs') as typeof import('botframework-directlinejs');

/** The client waits 3 s and up to 12 s more before it comes back; with this it is 120 ms. And 20 s when it fails. */
const patience = { random: (): number => -0.24, timeout: 1000 };

const statuses = ['Uninitialized', 'Connecting', 'Online', 'ExpiredToken', 'FailedToConnect', 'Ended'] as const;

interface Person {
  readonly line: InstanceType<typeof DirectLine>;
  readonly activities: Activity[];
  readonly statuses: string[];
  readonly heard: () => string[];
  readonly until: (what: string) => Promise<void>;
  readonly status: (what: (typeof statuses)[number], times?: number) => Promise<void>;
  /** Resolves with the id, or "retry" when the client gives up. */
  readonly say: (text: string, more?: object) => Promise<string>;
}

const people: Person[] = [];
let house: WebHouse | undefined;
afterEach(async () => {
  for (const { line } of people.splice(0)) line.end();
  await house?.close();
  house = undefined;
});

async function visit(options: object): Promise<Person> {
  const line = new DirectLine({ domain: house?.url, ...patience, ...options } as never);
  const activities: Activity[] = [];
  const seen: string[] = [];
  let looks: (() => void)[] = [];
  const changed = (): void => {
    for (const look of looks) look();
  };
  const when = (true_: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (!true_()) return;
        looks = looks.filter((other) => other !== look);
        resolve();
      };
      looks.push(look);
      look();
    });
  line.connectionStatus$.subscribe((status) => {
    seen.push(statuses[status] ?? String(status));
    changed();
  });
  line.activity$.subscribe(
    (activity) => {
      activities.push(activity);
      changed();
    },
    () => changed(),
  );
  const heard = (): string[] => activities.map((a) => a.text ?? a.name ?? (a.attachments ? 'card' : a.type));
  const person: Person = {
    line,
    activities,
    statuses: seen,
    heard,
    until: (what) => when(() => heard().includes(what)),
    status: (what, times = 1) => when(() => seen.filter((s) => s === what).length >= times),
    say: (text, more) =>
      new Promise((resolve, reject) => {
        line.postActivity({ type: 'message', text, from: { id: '' }, ...more } as never).subscribe(resolve, reject);
      }),
  };
  people.push(person);
  return person;
}

const tokenOf = async (): Promise<{ token: string; conversationId: string }> => {
  const response = await fetch(`${house?.url}/tokens/generate`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secret}` },
  });
  return (await response.json()) as { token: string; conversationId: string };
};
/** Sockets that can be looked at, and broken. */
function keptSockets(): { Kept: new (url: string) => WebSocket; sockets: WebSocket[] } {
  const sockets: WebSocket[] = [];
  class Kept extends WebSocket {
    constructor(url: string) {
      super(url);
      sockets.push(this);
    }
  }
  return { Kept, sockets };
}

const words = (person: Person): string[] => person.heard().filter((what) => what !== 'typing');

describe.each([
  ['over a WebSocket', true],
  ['by asking again and again', false],
])('the official client, %s', (_name, webSocket) => {
  test('is welcomed, echoed and answered, with buttons and cards', async () => {
    house = await openWebHouse();
    const { token, conversationId } = await tokenOf();
    const ann = await visit({ token, webSocket, pollingInterval: 200 });
    await ann.until('welcome');
    const [welcome] = ann.activities;
    const [button] = welcome.suggestedActions.actions;
    expect(button).toMatchObject({ type: 'messageBack', title: 'Yes' });

    const id = await ann.say(button.text, { value: button.value, channelData: { clientActivityID: 'c1', own: [1] } });
    await ann.until('2: look=yes');
    const echo = ann.activities.find((a) => a.id === id);
    expect(echo).toMatchObject({ text: 'Yes', channelData: { clientActivityID: 'c1', own: [1] } });
    const reply = ann.activities.find((a) => a.text === '2: look=yes');
    expect(reply).toMatchObject({ replyToId: id, conversation: { id: conversationId }, from: { role: 'bot' } });

    await ann.say('a card');
    await ann.until('card');
    expect(ann.activities.at(-1).attachments[0].content).toMatchObject({
      title: 'A card',
      buttons: [{ type: 'openUrl', value: 'https://a.example' }],
    });
    expect(ann.statuses).toEqual(['Uninitialized', 'Connecting', 'Online']);
  });
});

test('a conversation can be had with the secret alone', async () => {
  house = await openWebHouse();
  const ann = await visit({ secret });
  await ann.until('welcome');
  await ann.say('hello', { from: { id: 'ann' } });
  await ann.until('2: hello');
  expect(ann.activities.find((a) => a.text === 'hello').from).toMatchObject({ id: 'ann', role: 'user' });
});

test('typing is shown before the reply', async () => {
  house = await openWebHouse();
  const ann = await visit(await tokenOf().then(({ token }) => ({ token })));
  await ann.until('welcome');
  await ann.say('hello');
  await ann.until('2: hello');
  expect(ann.heard().slice(-3)).toEqual(['hello', 'typing', '2: hello']);
});

test('a page that is loaded again finds the conversation as it was', async () => {
  house = await openWebHouse();
  const { token, conversationId } = await tokenOf();
  const before = await visit({ token });
  await before.until('welcome');
  await before.say('hello');
  await before.until('2: hello');
  before.line.end();
  const after = await visit({ token, conversationId });
  await after.until('2: hello');
  expect(words(after)).toEqual(['welcome', 'hello', '2: hello']);
  await after.say('again');
  await after.until('3: again');
});

test('a lost socket is taken up again without a gap and without a double', async () => {
  house = await openWebHouse();
  const { Kept, sockets } = keptSockets();
  const { token, conversationId } = await tokenOf();
  const ann = await visit({ token, WebSocket: Kept });
  await ann.until('welcome');
  sockets.at(-1)?.terminate();
  // Said elsewhere meanwhile.
  const other = await visit({ token, conversationId });
  await other.say('from another tab');
  await ann.until('2: from another tab');
  await ann.say('hello');
  await ann.until('3: hello');
  expect(words(ann)).toEqual(['welcome', 'from another tab', '2: from another tab', 'hello', '3: hello']);
  expect(sockets.length).toBeGreaterThan(1);
});

test('an expired token is told, and a fresh one goes on with the same conversation', async () => {
  house = await openWebHouse();
  const { token, conversationId } = await tokenOf();
  const ann = await visit({ token });
  await ann.until('welcome');
  house.ahead = 2_000_000;
  expect(await ann.say('too late')).toBe('retry');
  await ann.status('ExpiredToken');
  // What the page's own server does then: the holder of the secret gets a token for that conversation.
  const response = await fetch(`${house.url}/conversations/${conversationId}`, {
    headers: { authorization: `Bearer ${secret}` },
  });
  const fresh = (await response.json()) as { token: string; streamUrl: string; conversationId: string };
  ann.line.reconnect(fresh as never);
  await ann.say('hello');
  await ann.until('2: hello');
  expect(words(ann)).toEqual(['welcome', 'hello', '2: hello']);
});

test('a restart in the middle is survived: nothing is lost, nothing comes twice', async () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'attune-line-'));
  house = await openWebHouse({ store: lmdbStore(directory) });
  const { port } = house;
  const { token } = await tokenOf();
  const ann = await visit({ token });
  await ann.until('welcome');
  await ann.say('before');
  await ann.until('2: before');
  await house.close();
  house = await openWebHouse({ store: lmdbStore(directory), port });
  await ann.say('after');
  await ann.until('3: after');
  expect(words(ann)).toEqual(['welcome', 'before', '2: before', 'after', '3: after']);
  expect(new Set(ann.activities.map((a) => a.id)).size).toBe(ann.activities.length);
  rmSync(directory, { recursive: true, force: true });
});

test('a server that has lost its data is met with a fresh conversation', async () => {
  house = await openWebHouse();
  const { port } = house;
  const { token } = await tokenOf();
  const { Kept, sockets } = keptSockets();
  const ann = await visit({ token, WebSocket: Kept });
  await ann.until('welcome');
  await ann.say('before');
  await ann.until('2: before');
  await house.close();
  house = await openWebHouse({ port });
  while (sockets.at(-1)?.readyState !== WebSocket.OPEN) await new Promise((resolve) => setTimeout(resolve, 20));
  await ann.say('after');
  await ann.until('2: after');
  expect(ann.statuses).not.toContain('Ended');
});

test('who sends too much still has every message taken', async () => {
  house = await openWebHouse({ allowances: { messages: { points: 1, seconds: 60 } } });
  const ann = await visit(await tokenOf().then(({ token }) => ({ token })));
  await ann.until('welcome');
  const ids = [await ann.say('one'), await ann.say('two'), await ann.say('three')];
  expect(ids).not.toContain('retry');
  await ann.until('too fast');
  await ann.say('it hurts, I want to hurt myself');
  await ann.until('3: it hurts, I want to hurt myself');
});
