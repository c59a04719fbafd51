import { connect } from 'node:net';
import WebSocket from 'ws';
import { type Activity, type Begun, bearer, openWebHouse, type WebHouse } from './web-house';

let house: WebHouse;
beforeAll(async () => {
  house = await openWebHouse({ rules: { origins: ['https://clinic.example'] } });
});
afterAll(() => house.close());

interface Listener {
  readonly socket: WebSocket;
  readonly activities: Activity[];
  /** Watermarks in the order they came; undefined for frames without. */
  readonly watermarks: (string | undefined)[];
  /** Texts of messages, and types of what has none. */
  readonly heard: () => string[];
  /** Resolves when something like this was heard. */
  readonly until: (text: string) => Promise<void>;
  readonly closed: Promise<number>;
}

function listen(url: string): Promise<Listener> {
  const socket = new WebSocket(url);
  const activities: Activity[] = [];
  const watermarks: (string | undefined)[] = [];
  const waiting: (() => void)[] = [];
  const heard = (): string[] => activities.map((a) => a.text ?? a.name ?? (a.attachments ? 'card' : a.type));
  socket.on('message', (data) => {
    if (!String(data)) return;
    const frame = JSON.parse(String(data));
    activities.push(...frame.activities);
    watermarks.push(frame.watermark);
    for (const look of waiting) look();
  });
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  return new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.on('open', () =>
      resolve({
        socket,
        activities,
        watermarks,
        heard,
        closed,
        until: (text) =>
          new Promise((done) => {
            const look = (): void => {
              if (heard().includes(text)) done();
            };
            waiting.push(look);
            look();
          }),
      }),
    );
  });
}

const rejoin = async (who: Begun, watermark: string): Promise<string> =>
  (await house.send('GET', `/conversations/${who.id}?watermark=${watermark}`, bearer(who.token))).body.streamUrl;

describe('the stream', () => {
  test('begins with what was said before it was opened', async () => {
    const ann = await house.begin();
    await ann.say('early');
    await ann.texts('2: early');
    const stream = await listen(ann.streamUrl);
    await stream.until('2: early');
    expect(stream.heard()).toEqual(['welcome', 'early', '2: early']);
    stream.socket.close();
  });

  test('echoes, shows that the bot is at work, and answers, in this order', async () => {
    const ann = await house.begin();
    const stream = await listen(ann.streamUrl);
    await stream.until('welcome');
    await ann.say('hello', { channelData: { clientActivityID: 'c1' } });
    await stream.until('2: hello');
    expect(stream.heard().slice(-3)).toEqual(['hello', 'typing', '2: hello']);
    const [echo, typing, reply] = stream.activities.slice(-3);
    expect(echo).toMatchObject({ channelData: { clientActivityID: 'c1' }, from: { role: 'user' } });
    expect(reply.replyToId).toBe(echo.id);
    expect(typing.from.id).toBe(reply.from.id);
    expect(stream.watermarks.slice(-3)).toEqual(['3', undefined, '4']);
    expect(Date.parse(reply.timestamp)).toBeGreaterThanOrEqual(Date.parse(echo.timestamp));
    stream.socket.close();
  });

  test('goes to every tab', async () => {
    const ann = await house.begin();
    const tabs = await Promise.all([listen(ann.streamUrl), listen(await rejoin(ann, '')), listen(ann.streamUrl)]);
    await ann.say('hello');
    for (const tab of tabs) {
      await tab.until('2: hello');
      expect(tab.heard().filter((what) => what !== 'typing')).toEqual(['welcome', 'hello', '2: hello']);
      tab.socket.close();
    }
  });

  test('goes on where a lost socket was, without a gap and without a double', async () => {
    const ann = await house.begin();
    const first = await listen(ann.streamUrl);
    await first.until('welcome');
    await ann.say('one');
    await first.until('2: one');
    first.socket.terminate();
    await ann.say('two');
    await ann.texts('3: two');
    const second = await listen(await rejoin(ann, first.watermarks.at(-1) ?? ''));
    await second.until('3: two');
    expect(second.heard()).toEqual(['two', '3: two']);
    second.socket.close();
  });

  test('begins at the end when a client remembers more than there is', async () => {
    const ann = await house.begin();
    await ann.texts('welcome');
    const stream = await listen(await rejoin(ann, '4711'));
    await ann.say('hello');
    await stream.until('2: hello');
    expect(stream.heard()).toEqual(['hello', 'typing', '2: hello']);
    stream.socket.close();
  });

  test('leaves time between two messages, and none once the person goes on', async () => {
    const ann = await house.begin();
    const stream = await listen(ann.streamUrl);
    await ann.say('slowly');
    await stream.until('first');
    expect(stream.heard()).not.toContain('second');
    // What is held back is not shown to anybody who asks either.
    expect((await ann.read()).body.activities.at(-1).text).toBe('first');
    const before = Date.now();
    await ann.say('go on');
    await stream.until('3: go on');
    expect(Date.now() - before).toBeLessThan(3000);
    expect(stream.heard().filter((what) => what !== 'typing')).toEqual([
      'welcome',
      'slowly',
      'first',
      'second',
      'go on',
      '3: go on',
    ]);
    stream.socket.close();
  });

  test('takes empty frames and junk without a word, and ends at a frame that is too large', async () => {
    const ann = await house.begin();
    const stream = await listen(ann.streamUrl);
    for (const junk of ['', 'hello', '{"activities":[{"type":"message","from":{"role":"bot"}}]}', Buffer.alloc(1000)]) {
      stream.socket.send(junk);
    }
    await ann.say('hello');
    await stream.until('2: hello');
    stream.socket.send('x'.repeat(20_000));
    expect(await stream.closed).toBe(1009);
    await ann.say('again');
    expect(await ann.texts('3: again')).toContain('3: again');
  });

  test('ends when the conversation is deleted, and says why', async () => {
    const ann = await house.begin();
    const stream = await listen(ann.streamUrl);
    await stream.until('welcome');
    await house.send('DELETE', `/conversations/${ann.id}`, bearer(ann.token));
    expect(await stream.closed).toBe(1012);
    expect(stream.heard()).toEqual(['welcome', 'attune/cleared']);
  });
});

describe('a stream is refused', () => {
  const statusOf = (url: string, headers: Record<string, string> = {}): Promise<number> =>
    new Promise((resolve) => {
      const socket = new WebSocket(url, { headers });
      socket.on('unexpected-response', (req, res) => {
        resolve(res.statusCode ?? 0);
        req.destroy();
      });
      socket.on('open', () => {
        resolve(101);
        socket.close();
      });
      socket.on('error', () => {});
    });

  test('without a token that holds, or for another conversation', async () => {
    const [ann, bob] = [await house.begin(), await house.begin()];
    const t = new URL(ann.streamUrl).searchParams.get('t') ?? '';
    const at = (path: string): string => `ws://127.0.0.1:${house.port}/v3/directline${path}`;
    expect(await statusOf(ann.streamUrl)).toBe(101);
    expect(await statusOf(at(`/conversations/${ann.id}/stream?t=${ann.token}`))).toBe(101);
    expect(await statusOf(at(`/conversations/${ann.id}/stream`))).toBe(403);
    expect(await statusOf(at(`/conversations/${ann.id}/stream?t=${t}x`))).toBe(403);
    expect(await statusOf(at(`/conversations/${bob.id}/stream?t=${t}`))).toBe(403);
    expect(await statusOf(at(`/conversations/${ann.id}/stream?watermark=x&t=${t}`))).toBe(400);
    expect(await statusOf(at(`/conversations/${ann.id}/other?t=${t}`))).toBe(404);
    expect(await statusOf(`ws://127.0.0.1:${house.port}/api/messages`)).toBe(404);
    house.ahead = 2_000_000;
    expect(await statusOf(ann.streamUrl)).toBe(403);
    house.ahead = 0;
  });

  test('to pages that are not on the list', async () => {
    const ann = await house.begin();
    expect(await statusOf(ann.streamUrl, { origin: 'https://clinic.example' })).toBe(101);
    expect(await statusOf(ann.streamUrl, { origin: 'https://other.example' })).toBe(403);
  });

  test('past so many tabs', async () => {
    const ann = await house.begin();
    const tabs = await Promise.all(Array.from({ length: 20 }, () => listen(ann.streamUrl)));
    expect(await statusOf(ann.streamUrl)).toBe(503);
    for (const tab of tabs) tab.socket.close();
  });

  test('and the socket is closed, even when the client keeps its half open', async () => {
    const socket = connect({ port: house.port, host: '127.0.0.1', allowHalfOpen: true });
    socket.write(
      'GET /v3/directline/conversations/x/stream HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
    );
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk;
    });
    await new Promise((resolve) => socket.on('end', resolve));
    expect(text).toMatch(/^HTTP\/1\.1 403 /);
    socket.destroy();
  });
});
