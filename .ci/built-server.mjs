// Proves that the built server starts, answers, survives and leaves, on the Node given:
//   node .ci/built-server.mjs path/to/node
// Prints one line for each thing proved; ends with 1 at the first that is not.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

const node = process.argv[2] ?? process.execPath;
const main = path.join(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '..', 'dist', 'main.js');
const folder = mkdtempSync(path.join(tmpdir(), 'attune-proof-'));
const environment = { ...process.env, NODE_ENV: 'development', PORT: '0', ATTUNE_DATA_DIR: folder, ATTUNE_LOG: 'warn' };
const running = new Set();

function launch(extra = {}) {
  const child = spawn(node, [main], { env: { ...environment, ...extra }, stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  child.once('exit', () => running.delete(child));
  child.said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', (chunk) => {
      child.said += chunk;
    });
  }
  return child;
}

async function start() {
  const child = launch();
  for (;;) {
    const address = child.said.match(/http:\/\/localhost:(\d+)/);
    if (address) return { child, port: Number(address[1]), base: `http://127.0.0.1:${address[1]}` };
    assert.equal(child.exitCode, null, `the server ended while starting: ${child.said}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

let ids = 0;
async function post(server, conversation, change) {
  ids += 1;
  const response = await fetch(`${server.base}/api/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      type: 'message',
      id: `${process.pid}-${ids}`,
      channelId: 'emulator',
      deliveryMode: 'expectReplies',
      serviceUrl: 'http://127.0.0.1:9/',
      from: { id: 'someone' },
      recipient: { id: 'bot' },
      conversation: { id: conversation },
      ...change,
    }),
  });
  assert.equal(response.status, 200);
  return (await response.json()).activities;
}

const texts = (activities) => activities.map(({ text }) => text).filter(Boolean);

/** Walks through a guide by always taking the first button; `between` may do something to the server after each step. */
async function walk(server, conversation, between = async (_step, same) => same) {
  const said = [];
  let activities = await post(server, conversation, { value: { at: 'bot', value: 'dialog:first-call' } });
  let at = server;
  for (let step = 0; step < 12; step += 1) {
    said.push(...texts(activities));
    const [button] = activities.flatMap((a) => a.suggestedActions?.actions ?? []);
    if (!button || button.value.at === 'bot') break;
    at = await between(step, at);
    activities = await post(at, conversation, { text: button.text, value: button.value });
  }
  return { said, server: at };
}

function raw(port, bytes) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    let heard = '';
    socket.setTimeout(2000, () => socket.destroy());
    socket.on('data', (chunk) => {
      heard += chunk;
      if (heard.includes('\r\n\r\n')) socket.destroy();
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve(heard));
  });
}

const proofs = {
  async 'starts, says where to go next, and is ready'() {
    const server = await start();
    assert.match(server.child.said, /npm run talk/);
    for (const where of ['/', '/healthz', '/readyz']) {
      assert.equal((await fetch(server.base + where)).status, 200, where);
    }
    assert.equal((await fetch(`${server.base}/nothing`)).status, 404);
    return server;
  },
  async 'answers a question, and help lines before all else'(server) {
    assert.ok(texts(await post(server, 'q', { text: 'what is relational therapy' })).join(' ').length > 100);
    assert.match(texts(await post(server, 'q', { text: 'I want to kill myself' }))[0], /988|emergency|findahelpline/);
    return server;
  },
  async 'stays up under requests that end a bare restify'(server) {
    for (const first of [
      'GET / HTTP/1.1\r\nHost: [bad',
      'GET http://[bad/ HTTP/1.1\r\nHost: localhost',
      'GET //[bad/ HTTP/1.1\r\nHost: localhost',
    ]) {
      assert.match(await raw(server.port, `${first}\r\n\r\n`), /^HTTP\/1\.1 4\d\d /);
    }
    const gzip =
      'POST /api/messages HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nabcd';
    assert.match(await raw(server.port, gzip), /^HTTP\/1\.1 415 /);
    const upgrade =
      'GET /api/messages HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n';
    assert.match(await raw(server.port, upgrade), /^HTTP\/1\.1 4\d\d /);
    assert.equal((await fetch(`${server.base}/healthz`)).status, 200);
    return server;
  },
  async 'reads long, strange and hostile words calmly, each within a second'(server) {
    const words = [
      'a'.repeat(8000),
      'I do not know what to do. '.repeat(300),
      'mañana '.repeat(1000),
      '1st '.repeat(500),
    ];
    words.push(
      '\u0000\u001b[31m\u2028',
      '👩‍👩‍👧‍👦'.repeat(500),
      'مرحبا \u202etxt',
      '<script>alert(1)</script>',
      '\ud800',
    );
    for (const [i, text] of words.entries()) {
      const began = performance.now();
      assert.ok((await post(server, `words-${i}`, { text })).length > 0);
      const took = performance.now() - began;
      // The machine that runs this may be busy with other work; the goal of one second is the benchmark's.
      assert.ok(took < 3000, `text ${i} took ${took.toFixed(0)} ms`);
    }
    return server;
  },
  async 'answers two messages at once, and the same one once'(server) {
    const two = await Promise.all([post(server, 'two', { text: 'menu' }), post(server, 'two', { text: 'hello' })]);
    assert.ok(two.every((activities) => activities.length > 0));
    const twice = await Promise.all([1, 2].map(() => post(server, 'same', { id: 'the-same', text: 'menu' })));
    assert.deepEqual(twice.map((activities) => activities.length > 0).sort(), [false, true]);
    return server;
  },
  async 'killed in the middle of a guide, it goes on with the same question and all answers kept'(server) {
    const whole = await walk(server, 'whole');
    assert.ok(whole.said.length > 4, 'the guide is long enough to be interrupted');
    const interrupted = await walk(server, 'interrupted', async (step, at) => {
      if (step !== 2) return at;
      await new Promise((resolve) => setTimeout(resolve, 200));
      at.child.kill('SIGKILL');
      await once(at.child, 'exit');
      return start();
    });
    assert.deepEqual(interrupted.said, whole.said);
    return interrupted.server;
  },
  async 'answers what is in flight after SIGTERM, then ends with 0'(server) {
    const inFlight = post(server, 'last', { text: 'menu' });
    await new Promise((resolve) => setTimeout(resolve, 5));
    server.child.kill('SIGTERM');
    assert.ok((await inFlight).length > 0);
    const [code] = server.child.exitCode === null ? await once(server.child, 'exit') : [server.child.exitCode];
    assert.equal(code, 0, server.child.said);
  },
  async 'refuses to start in production without an app id, and says why'() {
    const child = launch({ NODE_ENV: 'production' });
    await once(child, 'exit');
    assert.equal(child.exitCode, 1);
    assert.match(child.said, /MicrosoftAppId is missing.*\n {4}mend: /);
  },
};

let server;
try {
  for (const [what, prove] of Object.entries(proofs)) {
    server = await prove(server);
    console.log(`  ${what}`);
  }
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  for (const child of running) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
}
