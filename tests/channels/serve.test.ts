import {
  conversationServer,
  type Deliver,
  DeliveryError,
  type Incoming,
  type ServeParts,
} from '../../src/channels/serve';
import { maxQueries } from '../../src/channels/think';
import type { Conversation, Event, Outgoing, Safety, Turn } from '../../src/core/types';
import { ConflictError, type Store } from '../../src/store/conversations';
import { memoryStore } from '../../src/store/memory';

/** A bot that counts what it heard and says it back; some words make it do something else. */
function counting(state: Conversation, event: Event): Turn {
  const { heard: before = 0 } = state.seen;
  const heard = before + 1;
  const text = event.type === 'said' ? event.text : event.type === 'found' ? `found ${event.therapists.length}` : '';
  if (text === 'break') throw new Error('secret words of a person');
  const say = (words: string): Outgoing[] => [{ type: 'say', text: words }];
  const out =
    event.type === 'failed'
      ? say(`failed ${event.reason}`)
      : event.type === 'joined'
        ? say('welcome')
        : say(`${heard}: ${text}`);
  const again = text === 'search' || (text.startsWith('found') && state.seen['circle'] === 1);
  return {
    state: { ...state, seen: { ...state.seen, heard } },
    out,
    ...(again ? { query: { type: 'directory', criteria: {} } } : {}),
    ...(text === 'forget me' ? { forget: true } : {}),
    decision: {
      outcome: text === 'help me' ? 'crisis' : text === 'what is it' ? 'answer' : 'dialog',
      candidates: [],
      ...(text === 'help me'
        ? { crisis: { level: 'certain', label: 'suicide', urgent: false, rules: ['r1'] } as const }
        : {}),
    },
    trace: [],
  };
}

const fresh: Conversation = { schema: 1, locale: 'en', stack: [], search: {}, seen: {}, welcomed: false };

const alert: Safety = {
  detect: (text) =>
    text.includes('help me')
      ? { level: 'certain', label: 'suicide', urgent: false, rules: ['r1'] }
      : { level: 'none', label: 'none', urgent: false, rules: [] },
  reply: () => [{ type: 'say', text: 'help lines' }],
  answer: () => undefined,
};

interface House {
  readonly store: Store;
  readonly lines: string[];
  readonly say: (text: string, more?: Partial<Incoming>) => Promise<{ served: string; texts: string[] }>;
  readonly server: ReturnType<typeof conversationServer>;
  clock: string;
}

function open(change: Partial<ServeParts> = {}, store = memoryStore()): House {
  const lines: string[] = [];
  const house: { clock: string } = { clock: '2026-03-02T12:00:00.000Z' };
  const server = conversationServer({
    turn: counting,
    fresh: () => fresh,
    safety: alert,
    failedText: () => 'our own sorry',
    store,
    now: () => house.clock,
    log: (level, code, fields) => lines.push(JSON.stringify({ level, code, ...fields })),
    idleHours: 72,
    ...change,
  });
  const say: House['say'] = async (text, more) => {
    const texts: string[] = [];
    const deliver: Deliver = async (out) => {
      texts.push(...textsOf(out));
    };
    const served = await server.serve({ key: 'ann', event: { type: 'said', text }, ...more }, deliver);
    return { served, texts };
  };
  return Object.assign(house, { store, lines, say, server });
}

function textsOf(out: readonly Outgoing[]): string[] {
  return out.map((o) => (o.type === 'say' ? o.text : o.type));
}

const broken = (what: 'read' | 'write'): Store => {
  const store = memoryStore();
  const fail = async (): Promise<never> => {
    throw Object.assign(new Error('disk full of secret words'), { code: 'ENOSPC' });
  };
  return { ...store, conversations: { ...store.conversations, [what]: fail } };
};

describe('a conversation', () => {
  test('goes on where it stood', async () => {
    const { say } = open();
    expect((await say('one')).texts).toEqual(['1: one']);
    expect((await say('two')).texts).toEqual(['2: two']);
    expect((await say('one', { key: 'bob' })).texts).toEqual(['1: one']);
  });

  test('of two messages at once both are answered, in the order they came', async () => {
    const { say } = open();
    const all = await Promise.all(Array.from({ length: 20 }, (_, i) => say(`m${i}`)));
    expect(all.map((a) => a.texts[0])).toEqual(Array.from({ length: 20 }, (_, i) => `${i + 1}: m${i}`));
  });

  test('a slow channel keeps the order: the next turn waits until the replies are out', async () => {
    const { server } = open();
    const sent: string[] = [];
    let release = (): void => {};
    const slow = server.serve({ key: 'ann', event: { type: 'said', text: 'a' } }, async (out) => {
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      sent.push(...textsOf(out));
    });
    const quick = server.serve({ key: 'ann', event: { type: 'said', text: 'b' } }, async (out) => {
      sent.push(...textsOf(out));
    });
    await new Promise(setImmediate);
    expect(sent).toEqual([]);
    release();
    await Promise.all([slow, quick]);
    expect(sent).toEqual(['1: a', '2: b']);
  });

  test('is forgotten after the idle time, and kept until then', async () => {
    const house = open();
    await house.say('one');
    house.clock = '2026-03-05T11:59:00.000Z';
    expect((await house.say('two')).texts).toEqual(['2: two']);
    house.clock = '2026-03-08T12:00:00.000Z';
    expect((await house.say('three')).texts).toEqual(['1: three']);
  });

  test('"forget me" leaves nothing in the store', async () => {
    const { say, store, server, clock } = open();
    await say('one');
    expect((await say('forget me')).texts).toEqual(['2: forget me']);
    await server.drained();
    expect(await store.conversations.read('ann', clock)).toBeUndefined();
  });
});

describe('redelivery', () => {
  test('the same activity twice has one answer', async () => {
    const { say } = open();
    expect((await say('one', { activity: 'a1' })).served).toBe('answered');
    expect(await say('one', { activity: 'a1' })).toEqual({ served: 'duplicate', texts: [] });
    expect((await say('two', { activity: 'a2' })).texts).toEqual(['2: two']);
  });

  test('the same activity twice at once has one answer', async () => {
    const { say } = open();
    const both = await Promise.all([say('one', { activity: 'a1' }), say('one', { activity: 'a1' })]);
    expect(both.map((b) => b.served)).toEqual(['answered', 'duplicate']);
  });

  test('the last eight activities are remembered', async () => {
    const { say } = open();
    for (let i = 0; i < 9; i += 1) await say(`m${i}`, { activity: `a${i}` });
    expect((await say('m1', { activity: 'a1' })).served).toBe('duplicate');
    expect((await say('m0', { activity: 'a0' })).served).toBe('answered');
  });

  test('a conversation of its own does not know the activities of another', async () => {
    const { say } = open();
    await say('one', { activity: 'a1' });
    expect((await say('one', { activity: 'a1', key: 'bob' })).served).toBe('answered');
  });
});

describe('a process that died between writing and sending', () => {
  /** Ends as a process would: the record is written, the replies never leave, nothing is tidied up. */
  async function die(store: Store): Promise<void> {
    const { server } = open({}, store);
    const never: Deliver = () => new Promise(() => {});
    void server.serve({ key: 'ann', activity: 'a1', event: { type: 'said', text: 'one' } }, never);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }

  test('a redelivery gets the replies, once', async () => {
    const store = memoryStore();
    await die(store);
    const { say } = open({}, store);
    expect(await say('one', { activity: 'a1' })).toEqual({ served: 'resent', texts: ['1: one'] });
    expect(await say('one', { activity: 'a1' })).toEqual({ served: 'duplicate', texts: [] });
  });

  test('the next message gets them before its own', async () => {
    const store = memoryStore();
    await die(store);
    const { say } = open({}, store);
    expect((await say('two', { activity: 'a2' })).texts).toEqual(['1: one', '2: two']);
    expect((await say('three', { activity: 'a3' })).texts).toEqual(['3: three']);
  });

  test('nothing stands in front of help lines', async () => {
    const store = memoryStore();
    await die(store);
    expect((await open({}, store).say('help me')).texts).toEqual(['2: help me']);
  });

  test('an hour later the old replies would only confuse', async () => {
    const store = memoryStore();
    await die(store);
    const house = open({}, store);
    house.clock = '2026-03-02T13:00:00.000Z';
    expect((await house.say('two')).texts).toEqual(['2: two']);
  });

  test('replies that were sent are taken out of the record', async () => {
    const house = open();
    await house.say('one');
    await house.server.drained();
    const kept = await house.store.conversations.read('ann', house.clock);
    expect(kept?.record.outbox).toEqual([]);
    expect((await open({}, house.store).say('two')).texts).toEqual(['2: two']);
  });
});

test('replies a channel did not take wait for the next message, and the caller hears of it', async () => {
  const { server, say, lines } = open();
  const refuse: Deliver = () => Promise.reject(new Error('502 with secret words'));
  await expect(server.serve({ key: 'ann', event: { type: 'said', text: 'one' } }, refuse)).rejects.toBeInstanceOf(
    DeliveryError,
  );
  expect((await say('two')).texts).toEqual(['1: one', '2: two']);
  expect(lines.join('\n')).toContain('send-failed');
});

describe('two writers', () => {
  test('a turn that loses the race is computed again on what the other one wrote', async () => {
    const store = memoryStore();
    let raced = false;
    const { read } = store.conversations;
    const racing: Store = {
      ...store,
      conversations: {
        ...store.conversations,
        async read(key, now) {
          const found = await read(key, now);
          if (!raced) {
            raced = true;
            await open({}, store).say('from elsewhere');
          }
          return found;
        },
      },
    };
    const { say } = open({}, racing);
    expect((await say('mine')).texts.at(-1)).toBe('2: mine');
  });

  test('who always loses says something calm', async () => {
    const store = memoryStore();
    const losing: Store = {
      ...store,
      conversations: { ...store.conversations, write: () => Promise.reject(new ConflictError()) },
    };
    expect(await open({}, losing).say('mine')).toMatchObject({ served: 'unkept', texts: ['our own sorry', 'card'] });
  });
});

describe('a turn that fails', () => {
  test('is answered calmly, with a way to help, and changes nothing', async () => {
    const { say } = open();
    await say('one');
    expect(await say('break')).toEqual({ served: 'failed', texts: ['our own sorry', 'card'] });
    expect((await say('two')).texts).toEqual(['2: two']);
  });

  test('is answered even when the texts of the bot are broken', async () => {
    const failedText = (): string => {
      throw new Error('no texts');
    };
    const { say } = open({ failedText });
    const { texts } = await say('break');
    expect(texts[0]).toMatch(/something went wrong/);
    expect(texts[0]).toMatch(/emergency number/);
  });

  test('gives help lines when the words ask for them', async () => {
    const turn = (): Turn => {
      throw new Error('everything is broken');
    };
    expect((await open({ turn }).say('please help me')).texts).toEqual(['help lines']);
  });

  test('leaves a code and a class in the log, never words', async () => {
    const { say, lines } = open();
    await say('break');
    expect(lines.join('\n')).toContain('"code":"turn-failed"');
    expect(lines.join('\n')).not.toContain('secret');
  });
});

describe('without the store', () => {
  test.each(['read', 'write'] as const)('when it cannot %s, help lines and answers still come', async (what) => {
    const { say, lines } = open({}, broken(what));
    expect(await say('help me')).toEqual({ served: 'unkept', texts: ['1: help me'] });
    expect(await say('what is it')).toEqual({ served: 'unkept', texts: ['1: what is it'] });
    expect(lines[0]).toContain(`storage-${what}-failed`);
    expect(lines.join('\n')).toContain('ENOSPC');
    expect(lines.join('\n')).not.toContain('secret');
  });

  test('a step of a guide is not pretended', async () => {
    expect((await open({}, broken('write')).say('go on')).texts).toEqual(['our own sorry', 'card']);
  });

  test('a turn that fails as well still ends in words', async () => {
    const { say } = open({}, broken('read'));
    expect((await say('break')).texts).toEqual(['our own sorry', 'card']);
  });
});

describe('questions for the directory', () => {
  const anyone = { id: 't1', name: 'T', lines: [], links: [] };

  test('without a directory the search fails by name', async () => {
    expect((await open().say('search')).texts).toEqual(['1: search', 'failed not-configured']);
  });

  test('what was found comes in the same turn', async () => {
    const { say } = open({ search: async () => [anyone] });
    expect((await say('search')).texts).toEqual(['1: search', '2: found 1']);
    expect((await say('next')).texts).toEqual(['3: next']);
  });

  test('a directory that throws is a failed search, not a failed turn', async () => {
    const { say, lines } = open({ search: () => Promise.reject(new Error('secret words')) });
    expect(await say('search')).toMatchObject({ served: 'answered', texts: ['1: search', 'failed error'] });
    expect(lines.join('\n')).not.toContain('secret');
  });

  test('a dialog that keeps asking is stopped', async () => {
    let asked = 0;
    const search = async () => {
      asked += 1;
      return [anyone];
    };
    const circle = { ...fresh, seen: { circle: 1 } };
    const { texts } = await open({ search, fresh: () => circle }).say('search');
    expect(asked).toBe(maxQueries);
    expect(texts.at(-1)).toBe('failed too-many-queries');
  });
});

describe('words beside a button', () => {
  const pick: Event = { type: 'picked', at: 'bot', value: 'menu:main' };

  test('count as said when they mean danger', async () => {
    expect((await open().say('', { event: pick, also: 'help me' })).texts).toEqual(['1: help me']);
  });

  test('are passed over otherwise', async () => {
    expect((await open().say('', { event: pick, also: 'more' })).texts).toEqual(['1: ']);
  });
});

test('crisis referrals are counted by month, class, level and language, and nothing else', async () => {
  const { say, store } = open();
  await say('help me');
  await say('help me', { key: 'bob' });
  expect(await store.counters.read('')).toEqual({ 'crisis/2026-03/suicide/certain/en': 2 });
});
