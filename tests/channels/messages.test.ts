import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { checkServiceUrl } from '../../src/channels/botframework/adapter';
import type { Store } from '../../src/store/conversations';
import { memoryStore } from '../../src/store/memory';
import { type House, message, openHouse, said } from './house';

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(() => house.close());

describe('replies in the response', () => {
  test('a message is answered, and the conversation goes on with the next', async () => {
    const first = await house.post(message('hello', { id: 'a1' }));
    expect(first.status).toBe(200);
    expect(said(first)).toEqual(['1: hello']);
    expect(JSON.parse(first.text).activities[0]).toMatchObject({
      type: 'message',
      replyToId: 'a1',
      from: { id: 'bot' },
      recipient: { id: 'ann' },
      conversation: { id: 'c1' },
    });
    expect(said(await house.post(message('again', { id: 'a2' })))).toEqual(['2: again']);
  });

  test('a button carries its id', async () => {
    const answer = await house.post(message('', { value: { at: 'look', value: 'yes', label: 'Yes' } }));
    expect(said(answer)).toEqual(['1: look=yes']);
  });

  test('two messages at once are both answered', async () => {
    const all = await Promise.all(Array.from({ length: 10 }, (_, i) => house.post(message(`m${i}`, { id: `a${i}` }))));
    const counts = all.flatMap((a) => said(a)).map((text) => Number(text?.split(':')[0]));
    expect(counts.sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  test('the same activity twice has one answer', async () => {
    expect(said(await house.post(message('hello', { id: 'a1' })))).toEqual(['1: hello']);
    expect(said(await house.post(message('hello', { id: 'a1' })))).toEqual([]);
    const [one, two] = await Promise.all([1, 2].map(() => house.post(message('twice', { id: 'a2' }))));
    expect([...said(one as never), ...said(two as never)]).toEqual(['2: twice']);
  });

  test('a client that is gone before the response finds its replies at the next message', async () => {
    const store = slow(memoryStore(), 50);
    const other = await openHouse({ store });
    const body = JSON.stringify(message('hello', { id: 'a1' }));
    const head = `POST /api/messages HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`;
    await other.raw(head + body, 25);
    expect(said(await other.post(message('next', { id: 'a2' })))).toEqual(['1: hello', '2: next']);
    await other.close();
  });

  test('a turn that fails is a calm sentence, and the conversation stands', async () => {
    await house.post(message('one'));
    const failed = await house.post(message('break'));
    expect(failed.status).toBe(200);
    expect(said(failed)[0]).toBe('Sorry, that went wrong.');
    expect(said(await house.post(message('two')))).toEqual(['2: two']);
  });
});

test('replies go out even when the texts of the bot are what is broken', async () => {
  const broken = (): never => {
    throw new Error('no texts');
  };
  const other = await openHouse({ words: broken });
  expect(said(await other.post(message('hello')))).toEqual(['1: hello']);
  await other.close();
});

describe('what a channel sends besides messages', () => {
  const arrival = (change: object): object => message('', { type: 'conversationUpdate', text: undefined, ...change });

  test('the first arrival is welcomed, the second is not', async () => {
    const botFirst = arrival({ membersAdded: [{ id: 'bot' }], from: { id: 'bot' } });
    expect(said(await house.post(botFirst))).toEqual(['1: joined']);
    expect(said(await house.post(arrival({ membersAdded: [{ id: 'ann' }] })))).toEqual([]);
    expect(said(await house.post({ ...message(''), type: 'installationUpdate', action: 'add' }))).toEqual([]);
  });

  test.each([
    { type: 'conversationUpdate', membersRemoved: [{ id: 'ann' }] },
    { type: 'installationUpdate', action: 'remove' },
    { type: 'typing' },
    { type: 'messageReaction' },
    { type: 'endOfConversation' },
    { type: 'event', name: 'something' },
    { type: 'somethingNew' },
  ])('$type $name$action is taken without a word', async (change) => {
    const answer = await house.post(message('', { text: undefined, ...change }));
    expect([answer.status, said(answer)]).toEqual([200, []]);
  });

  test('an unknown invoke is answered as not implemented', async () => {
    const answer = await house.post(message('', { type: 'invoke', name: 'what/is/this', deliveryMode: undefined }));
    expect(answer.status).toBe(501);
  });
});

describe('replies over the connector', () => {
  let channel: Server;
  let calls: { path: string; body: { text?: string; type: string } }[];
  let answerWith: { status: number; headers?: Record<string, string> };
  let serviceUrl: string;
  beforeEach(async () => {
    calls = [];
    answerWith = { status: 200 };
    channel = createServer((req, res) => {
      const chunks: Buffer[] = [];
      req.on('data', (chunk: Buffer) => chunks.push(chunk));
      req.on('end', () => {
        calls.push({ path: req.url ?? '', body: JSON.parse(Buffer.concat(chunks).toString() || '{}') });
        res.writeHead(answerWith.status, { 'content-type': 'application/json', ...answerWith.headers });
        res.end('{"id":"r1"}');
      });
    });
    await new Promise<void>((resolve) => channel.listen(0, '127.0.0.1', resolve));
    serviceUrl = `http://127.0.0.1:${(channel.address() as AddressInfo).port}/`;
  });
  afterEach(() => {
    channel.closeAllConnections();
    channel.close();
  });

  test('go to the service URL of the activity', async () => {
    const answer = await house.post(message('hello', { id: 'a1', deliveryMode: undefined, serviceUrl }));
    expect(answer.status).toBe(200);
    expect(calls).toMatchObject([{ path: '/v3/conversations/c1/activities/a1', body: { text: '1: hello' } }]);
  });

  test('do not follow a redirect elsewhere, and wait for the next message', async () => {
    const elsewhere = createServer((_req, res) => {
      calls.push({ path: 'elsewhere', body: { type: '' } });
      res.end('{}');
    });
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
    const location = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`;
    answerWith = { status: 307, headers: { location } };
    const refused = await house.post(message('hello', { id: 'a1', deliveryMode: undefined, serviceUrl }));
    expect(refused.status).toBe(502);
    expect(calls.map((c) => c.path)).toEqual(['/v3/conversations/c1/activities/a1']);
    elsewhere.close();

    answerWith = { status: 200 };
    await house.post(message('next', { id: 'a2', deliveryMode: undefined, serviceUrl }));
    expect(calls.slice(1).map((c) => c.body.text)).toEqual(['1: hello', '2: next']);
  });

  test('never leave this machine without an app id', async () => {
    const answer = await house.post(message('hello', { deliveryMode: undefined, serviceUrl: 'https://example.org/' }));
    expect(answer.status).toBe(403);
    expect(JSON.parse(answer.text)).toEqual({
      error: { code: 'BadServiceUrl', message: 'serviceUrl must be on this machine, as there is no app id.' },
    });
  });
});

test.each([
  // service URL                             with an app id   without
  ['http://localhost:56150/_connector', false, true],
  ['http://127.0.0.1:3000', false, true],
  ['http://[::1]:3000/', false, true],
  ['https://localhost/', true, true],
  ['https://smba.trafficmanager.net/teams/', true, false],
  ['http://smba.trafficmanager.net/teams/', false, false],
  ['http://localhost.example.org/', false, false], // only begins like this machine
  ['http://127.0.0.1@example.org/', false, false], // a name in front of another host
  ['http://user:pass@127.0.0.1/', false, false],
  ['http://127.1:3000/', false, true], // the URL parser reads it as 127.0.0.1
  ['http://0.0.0.0/', false, false],
  ['http://169.254.169.254/latest/meta-data', false, false],
  ['file:///etc/passwd', false, false],
  ['gopher://127.0.0.1/', false, false],
  ['//example.org/', false, false],
  ['', false, false],
  [undefined, false, false],
  [{ href: 'http://127.0.0.1' }, false, false],
])('replies to %p: allowed with an app id %p, without %p', (serviceUrl, withId, without) => {
  const allowed = (authenticated: boolean): boolean => {
    try {
      checkServiceUrl(serviceUrl, authenticated);
      return true;
    } catch {
      return false;
    }
  };
  expect([allowed(true), allowed(false)]).toEqual([withId, without]);
});

describe('with an app id', () => {
  const identity = {
    appId: '11111111-1111-4111-8111-111111111111',
    appType: 'SingleTenant',
    password: 'p',
    tenantId: '22222222-2222-4222-8222-222222222222',
  } as const;

  test.each([
    ['no token', {}],
    ['no bearer token', { authorization: 'Basic YTpi' }],
    ['half a token', { authorization: 'Bearer abc' }],
    ['a token of nobody', { authorization: `Bearer ${Buffer.from('{"alg":"none"}').toString('base64url')}.e30.` }],
  ])('%s: 401, without internals', async (_name, headers) => {
    const guarded = await openHouse({ identity });
    const answer = await guarded.post(message('hello'), headers as Record<string, string>);
    expect([answer.status, JSON.parse(answer.text)]).toEqual([
      401,
      { error: { code: 'Unauthorized', message: 'The token does not hold.' } },
    ]);
    expect(guarded.log.join('\n')).not.toContain('hello');
    await guarded.close();
  });
});

/** A store that takes its time. */
function slow(store: Store, waitMs: number): Store {
  const { write } = store.conversations;
  return {
    ...store,
    conversations: {
      ...store.conversations,
      async write(key, record, seen) {
        await new Promise((resolve) => setTimeout(resolve, waitMs));
        return write(key, record, seen);
      },
    },
  };
}
