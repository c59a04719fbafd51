import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readConfig } from '../src/config';
import { type Running, start } from '../src/main';

// All content is loaded for each.
jest.setTimeout(30_000);

const folder = mkdtempSync(path.join(tmpdir(), 'attune-main-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let running: Running | undefined;
afterEach(() => running?.stop());

interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: each test says what it expects
  readonly body: any;
}

/** Asks over `node:http`, which sends any Host header it is told to. */
function ask(method: string, target: string, headers: Record<string, string> = {}, body = ''): Promise<Answer> {
  const { port } = new URL(running?.url ?? '');
  const all = {
    ...(body ? { 'content-type': 'application/json' } : {}),
    'content-length': String(body.length),
    ...headers,
  };
  return new Promise((resolve, reject) => {
    const req = request({ host: '127.0.0.1', port, method, path: target, headers: all, agent: false }, (res) => {
      let text = '';
      res.setEncoding('utf8').on('data', (chunk) => {
        text += chunk;
      });
      res.on('end', () => resolve({ status: res.statusCode ?? 0, body: text ? JSON.parse(text) : undefined }));
    });
    req.on('error', reject);
    req.end(body);
  });
}

async function serve(env: Record<string, string>, data = 'data'): Promise<void> {
  const whole = { PORT: '0', ATTUNE_DATA_DIR: path.join(folder, data), ...env };
  running = await start(readConfig(whole).config, () => {});
  await running.warm;
}

const hello = JSON.stringify({
  type: 'message',
  text: 'hello',
  channelId: 'emulator',
  deliveryMode: 'expectReplies',
  from: { id: 'ann' },
  recipient: { id: 'bot' },
  conversation: { id: 'c1' },
});
const secret = 'a-secret-that-nobody-can-guess-0123456789';

test('on a developer’s machine everything is open to this machine, and tokens outlive a restart', async () => {
  await serve({});
  expect((await ask('POST', '/api/messages', {}, hello)).status).toBe(200);
  expect((await ask('POST', '/api/messages', { host: 'evil.example' }, hello)).status).toBe(403);
  expect((await ask('POST', '/v3/directline/tokens/generate', { host: 'evil.example' })).status).toBe(403);
  const { token, conversationId } = (await ask('POST', '/v3/directline/tokens/generate')).body;
  const bearer = { authorization: `Bearer ${token}` };
  expect((await ask('POST', '/v3/directline/conversations', bearer)).status).toBe(201);
  await running?.stop();
  await serve({});
  expect((await ask('POST', '/v3/directline/conversations', bearer)).status).toBe(200);
  const { activities } = (await ask('GET', `/v3/directline/conversations/${conversationId}/activities`, bearer)).body;
  expect(activities[0].text).toContain('I am Attune, a computer program');
});

test('with a secret websites are served under any name, and the Bot Framework endpoint this machine alone', async () => {
  await serve({ ATTUNE_DIRECTLINE_SECRET: secret }, 'website');
  const bearer = { authorization: `Bearer ${secret}` };
  expect((await ask('POST', '/v3/directline/conversations', { ...bearer, host: 'bot.example' })).status).toBe(201);
  expect((await ask('POST', '/v3/directline/tokens/generate')).status).toBe(401);
  expect((await ask('POST', '/api/messages', {}, hello)).status).toBe(200);
  expect((await ask('POST', '/api/messages', { host: 'bot.example' }, hello)).status).toBe(403);
  expect((await ask('POST', '/api/messages', { 'x-forwarded-for': '1.1.1.1' }, hello)).status).toBe(403);
});

test('where everyone can reach it, the Bot Framework endpoint is closed without an app id', async () => {
  await serve({ ATTUNE_DIRECTLINE_SECRET: secret, ATTUNE_PUBLIC_URL: 'https://bot.example' }, 'public');
  const answer = await ask('POST', '/api/messages', {}, hello);
  expect(answer).toEqual({ status: 403, body: { error: { code: 'NoAppId', message: expect.any(String) } } });
  const { streamUrl } = (await ask('POST', '/v3/directline/conversations', { authorization: `Bearer ${secret}` })).body;
  expect(streamUrl).toMatch(/^wss:\/\/bot\.example\/v3\/directline\//);
});

test('with an app id and no secret there is no endpoint for websites', async () => {
  const id = '11111111-1111-4111-8111-111111111111';
  await serve(
    { MicrosoftAppId: id, MicrosoftAppPassword: 'p', MicrosoftAppTenantId: id, HOST: '127.0.0.1' },
    'registered',
  );
  expect((await ask('POST', '/v3/directline/tokens/generate')).status).toBe(404);
  expect((await ask('POST', '/api/messages', {}, hello)).status).toBe(401);
});

test('a folder that cannot be used is told with its variable and the mend', async () => {
  const file = path.join(folder, 'a-file');
  writeFileSync(file, '');
  for (const unusable of [file, path.join(file, 'below'), '/proc/nowhere']) {
    const { config } = readConfig({ PORT: '0', ATTUNE_DATA_DIR: unusable });
    await expect(start(config, () => undefined)).rejects.toThrow(/^ATTUNE_DATA_DIR: .*\n {4}mend: /);
  }
});
