import type { IncomingMessage } from 'node:http';
import { addressOf } from '../../../src/channels/directline/access';
import { signedTokens } from '../../../src/channels/directline/tokens';
import { bearer, type HouseOptions, openWebHouse, seat, secret, type WebHouse } from './web-house';

let house: WebHouse;
const open = async (options: HouseOptions = {}): Promise<WebHouse> => {
  house = await openWebHouse(options);
  return house;
};
afterEach(() => house?.close());

const clinic = { origins: ['https://clinic.example'] };
const from = (origin: string): Record<string, string> => ({ origin });

describe('credentials', () => {
  test.each([
    ['none', {}, 401, 'Unauthorized'],
    ['another kind', { authorization: 'Basic YTpi' }, 401, 'Unauthorized'],
    ['an empty one', { authorization: 'Bearer ' }, 401, 'Unauthorized'],
    ['one nobody made', bearer('abc'), 403, 'BadToken'],
    ['half a token', bearer('a.b.c'), 403, 'BadToken'],
  ])('%s: %j is refused', async (_name, headers, status, code) => {
    const { send } = await open();
    for (const [method, path] of [
      ['POST', '/tokens/refresh'],
      ['POST', '/conversations'],
      ['GET', '/conversations/abc'],
      ['DELETE', '/conversations/abc'],
      ['GET', '/conversations/abc/activities'],
      ['POST', '/conversations/abc/activities'],
      ['POST', '/conversations/abc/upload'],
    ] as const) {
      expect(await send(method, path, headers)).toMatchObject({ status, body: { error: { code } } });
    }
  });

  test('forged tokens do not hold', async () => {
    const { send, begin } = await open();
    const ann = await begin();
    const [head = '', payload = '', signature = ''] = ann.token.split('.');
    const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
    const others = signedTokens(['another-secret-altogether'], 1800, Date.now);
    const stranger = await others.issue({ conversation: ann.id, user: claims.user, open: false });
    const last = signature.slice(-1);
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const twin = alphabet[alphabet.indexOf(last) + 1] ?? 'B';
    for (const forged of [
      stranger,
      `${encoded({ alg: 'none' })}.${payload}.`,
      `${encoded({ alg: 'none' })}.${payload}.${signature}`,
      `${encoded({ alg: 'HS512', typ: 'JWT' })}.${payload}.${signature}`,
      `${head}.${encoded({ ...claims, user: 'dl_other' })}.${signature}`,
      `${head}.${encoded({ ...claims, exp: claims.exp + 9999 })}.${signature}`,
      // The same 32 bytes, spelt another way: the last character holds two bits nobody reads.
      `${head}.${payload}.${signature.slice(0, -1)}${twin}`,
      `${head}.${payload}.${signature}=`,
      `${ann.token}.x`,
      'x'.repeat(5000),
    ]) {
      const answer = await send('GET', `/conversations/${ann.id}/activities`, bearer(forged));
      expect([answer.status, answer.body.error?.code]).toEqual([403, 'BadToken']);
    }
  });

  test('a token is bound to its conversation', async () => {
    const { send, begin } = await open();
    const [ann, bob] = [await begin(), await begin()];
    for (const [method, path] of [
      ['GET', ''],
      ['DELETE', ''],
      ['GET', '/activities'],
      ['POST', '/activities'],
      ['POST', '/upload'],
    ] as const) {
      const answer = await send(method, `/conversations/${bob.id}${path}`, bearer(ann.token));
      expect(answer).toMatchObject({ status: 403, body: { error: { code: 'BadConversation' } } });
    }
  });

  test('a token carries the user, with the mark official clients look for', async () => {
    const { send } = await open();
    const userOf = async (body?: object): Promise<string> => {
      const { token } = (await send('POST', '/tokens/generate', bearer(secret), body)).body;
      return JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString()).user;
    };
    expect(await userOf({ user: { id: 'dl_ann' } })).toBe('dl_ann');
    expect(await userOf({ user: { id: 'ann' } })).toBe('dl_ann');
    expect(await userOf()).toMatch(/^dl_\S{16}$/);
    expect(await userOf()).not.toBe(await userOf());
  });

  test('a token ends, is refreshed before that, and may be renewed by its page after', async () => {
    const { send, begin } = await open({ rules: clinic });
    const ann = await begin();
    house.ahead = 1_700_000;
    const fresh = await send('POST', '/tokens/refresh', bearer(ann.token));
    expect(fresh).toMatchObject({ status: 200, body: { conversationId: ann.id, expires_in: 1800 } });
    house.ahead = 1_900_000;
    for (const path of ['/tokens/refresh', '/conversations', `/conversations/${ann.id}/activities`]) {
      const answer = await send('POST', path, bearer(ann.token));
      expect(answer).toMatchObject({ status: 403, body: { error: { code: 'TokenExpired' } } });
    }
    expect((await ann.read()).status).toBe(403);
    const later = seat(send, ann.id, fresh.body.token);
    expect((await later.read()).status).toBe(200);

    const renew = (token: string) => send('POST', '/tokens/generate', from('https://clinic.example'), { renew: token });
    const renewed = await renew(ann.token);
    expect(renewed).toMatchObject({ status: 200, body: { conversationId: ann.id } });
    expect((await seat(send, ann.id, renewed.body.token).read()).status).toBe(200);
    expect((await renew(`${ann.token}x`)).body.conversationId).not.toBe(ann.id);
    house.ahead = 80 * 3_600_000;
    expect((await renew(ann.token)).body.conversationId).not.toBe(ann.id);
  });

  test('a token that is good for the stream is good for nothing else', async () => {
    const { send, begin } = await open();
    const ann = await begin();
    const t = new URL(ann.streamUrl).searchParams.get('t') ?? '';
    expect((await send('GET', `/conversations/${ann.id}/activities`, bearer(t))).status).toBe(403);
    expect((await send('POST', '/tokens/refresh', bearer(t))).status).toBe(403);
  });

  test('while a secret is being changed both count, and the new one signs', async () => {
    const { send } = await open({ secrets: ['the-new-secret', 'the-old-secret'] });
    const old = signedTokens(['the-old-secret'], 1800, Date.now);
    const token = await old.issue({ conversation: 'c-1', user: 'dl_ann', open: false });
    const refreshed = await send('POST', '/tokens/refresh', bearer(token));
    expect(refreshed.status).toBe(200);
    expect((await send('POST', '/conversations', bearer('the-old-secret'))).status).toBe(201);
    expect((await send('POST', '/conversations', bearer('the-new-secret'))).status).toBe(201);
    expect(await old.read(refreshed.body.token)).toEqual({ type: 'nobody' });
    const fresh = signedTokens(['the-new-secret'], 1800, Date.now);
    expect(await fresh.read(refreshed.body.token)).toMatchObject({ type: 'token', conversation: 'c-1' });
  });

  test('the holder of the secret sees conversations that are there, and no others', async () => {
    const { send, begin } = await open();
    const ann = await begin();
    expect((await send('GET', `/conversations/${ann.id}`, bearer(secret))).status).toBe(200);
    expect(await send('GET', '/conversations/unknown', bearer(secret))).toMatchObject({ status: 404 });
    expect(await send('POST', '/tokens/refresh', bearer(secret))).toMatchObject({ status: 403 });
  });
});

describe('tokens without the secret', () => {
  const generate = (headers: Record<string, string>) => house.send('POST', '/tokens/generate', headers);

  test('are for pages on the list', async () => {
    await open({ rules: clinic });
    expect((await generate(from('https://clinic.example'))).status).toBe(200);
    expect((await generate(from(`http://127.0.0.1:${house.port}`))).status).toBe(200); // the bot's own page
    expect(await generate(from('https://other.example'))).toMatchObject({ status: 403 });
    expect(await generate(from('https://clinic.example.other.example'))).toMatchObject({ status: 403 });
    expect(await generate(from('http://clinic.example'))).toMatchObject({ status: 403 });
    expect(await generate(from('null'))).toMatchObject({ status: 403 });
    expect(await generate({})).toMatchObject({ status: 403 });
  });

  test('are for nobody without a list', async () => {
    await open();
    expect(await generate({})).toMatchObject({ status: 401 });
    expect(await generate(from('https://clinic.example'))).toMatchObject({ status: 401 });
  });

  test('are for this machine in development', async () => {
    await open({ rules: { development: true } });
    expect((await generate({})).status).toBe(200);
    expect((await generate(from('http://localhost:5173'))).status).toBe(200);
    expect((await generate(from('https://other.example'))).status).toBe(403);
  });

  test('are counted by address', async () => {
    await open({ rules: clinic, allowances: { tokens: { points: 2, seconds: 60 } } });
    const ask = () => generate(from('https://clinic.example'));
    expect([(await ask()).status, (await ask()).status]).toEqual([200, 200]);
    expect(await ask()).toMatchObject({ status: 429, headers: { 'retry-after': expect.stringMatching(/^\d+$/) } });
    // The holder of the secret answers for its own visitors.
    expect((await generate(bearer(secret))).status).toBe(200);
  });

  test('share the allowance of their address', async () => {
    await open({ rules: clinic, allowances: { addressMessages: { points: 1, seconds: 60 } } });
    const begun = async (headers: Record<string, string>) => {
      const { conversationId, token } = (await generate(headers)).body;
      return seat(house.send, conversationId, token);
    };
    const [ann, bob] = [await begun(from('https://clinic.example')), await begun(from('https://clinic.example'))];
    await ann.say('one');
    expect(await ann.texts('1: one')).toEqual(['one', '1: one']);
    await bob.say('one');
    expect(await bob.texts('too fast')).toEqual(['one', 'too fast']);
    const guest = await begun(bearer(secret));
    await guest.say('one');
    expect(await guest.texts('1: one')).toEqual(['one', '1: one']);
  });
});

describe('pages of other origins', () => {
  test('are told so in every answer, errors too', async () => {
    const { send, begin } = await open({ rules: clinic });
    const ann = await begin();
    const allowed = from('https://clinic.example');
    for (const [method, path, headers, body] of [
      ['GET', `/conversations/${ann.id}`, { ...allowed, ...bearer(ann.token) }, undefined],
      ['GET', `/conversations/${ann.id}`, allowed, undefined],
      ['GET', '/conversations/x/nothing/here', allowed, undefined],
      ['POST', `/conversations/${ann.id}/activities`, { ...allowed, ...bearer(ann.token) }, '{'],
      ['POST', `/conversations/${ann.id}/activities`, { ...allowed, ...bearer(ann.token) }, `"${'x'.repeat(70_000)}"`],
    ] as const) {
      const answer = await send(method, path, headers, body);
      expect(answer.headers).toMatchObject({
        vary: 'Origin',
        'access-control-allow-origin': 'https://clinic.example',
      });
    }
  });

  test('may ask first', async () => {
    const { send } = await open({ rules: clinic });
    const preflight = await send('OPTIONS', '/conversations', {
      ...from('https://clinic.example'),
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,content-type,x-ms-bot-agent,x-requested-with',
    });
    expect(preflight.status).toBe(204);
    const headers = String(preflight.headers['access-control-allow-headers']).split(', ');
    expect(headers.sort()).toEqual(['authorization', 'content-type', 'x-ms-bot-agent', 'x-requested-with']);
    expect(preflight.headers['access-control-allow-methods']).toContain('POST');
    expect(Number(preflight.headers['access-control-max-age'])).toBeGreaterThan(0);
    expect(preflight.headers).not.toHaveProperty('access-control-allow-credentials');
  });

  test('are turned away when they are not on the list, whatever they hold', async () => {
    const { send, begin } = await open({ rules: clinic });
    const ann = await begin();
    const answer = await send('GET', `/conversations/${ann.id}`, {
      ...from('https://other.example'),
      ...bearer(ann.token),
    });
    expect(answer).toMatchObject({ status: 403, body: { error: { code: 'BadOrigin' } } });
    expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
  });

  test('need a token and nothing else when there is no list', async () => {
    const { send, begin } = await open();
    const ann = await begin();
    const answer = await send('GET', `/conversations/${ann.id}`, {
      ...from('https://any.example'),
      ...bearer(ann.token),
    });
    expect([answer.status, answer.headers['access-control-allow-origin']]).toEqual([200, 'https://any.example']);
  });
});

test('the stream is where the configuration says, not where the request says', async () => {
  const { send } = await open({ rules: { publicUrl: () => 'https://bot.clinic.example/chat' } });
  const { body } = await send('POST', '/conversations', {
    ...bearer(secret),
    host: 'evil.example',
    'x-forwarded-host': 'evil.example',
  });
  expect(body.streamUrl).toMatch(
    /^wss:\/\/bot\.clinic\.example\/chat\/v3\/directline\/conversations\/[\w-]+\/stream\?t=/,
  );
});

test.each([
  // proxies, header, socket, counted as
  [0, '1.1.1.1', '9.9.9.9', '9.9.9.9'], // nobody vouches for the header
  [1, '1.1.1.1', '9.9.9.9', '1.1.1.1'],
  [1, '6.6.6.6, 1.1.1.1', '9.9.9.9', '1.1.1.1'], // what stands in front was written by the client
  [2, '6.6.6.6, 1.1.1.1, 2.2.2.2', '9.9.9.9', '1.1.1.1'],
  [2, '1.1.1.1', '9.9.9.9', '1.1.1.1'], // fewer than promised
  [1, undefined, '9.9.9.9', '9.9.9.9'],
  [1, 'unknown', '9.9.9.9', '9.9.9.9'],
  [0, undefined, '::ffff:9.9.9.9', '9.9.9.9'],
  [0, undefined, '2001:db8:1:2:3:4:5:6', '2001:db8:1:2'], // one household
  [0, undefined, '2001:db8::1', '2001:db8:0:0'],
  [0, undefined, '::1', '0:0:0:0'],
])('with %p proxies "%s" from %s counts as %s', async (proxies, header, remoteAddress, counted) => {
  await open();
  const headers = header === undefined ? {} : { 'x-forwarded-for': header };
  expect(addressOf({ headers, socket: { remoteAddress } } as unknown as IncomingMessage, proxies)).toBe(counted);
});
