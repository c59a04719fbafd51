import type { KeptMiss } from '../../src/core/miss';
import type { Conversation } from '../../src/core/types';
import { ConflictError, type ConversationRecord, type Store } from '../../src/store/conversations';

const noon = '2026-03-02T12:00:00.000Z';
const later = '2026-03-02T13:00:00.000Z';
const threeDaysOn = '2026-03-05T12:00:00.000Z';

const idle: Conversation = { schema: 1, locale: 'en', stack: [], search: {}, seen: {}, welcomed: true };

function record(country: string, change: Partial<ConversationRecord> = {}): ConversationRecord {
  return { state: { ...idle, country }, recent: [], outbox: [], written: noon, expires: threeDaysOn, ...change };
}

/** Every store is held to this; its own test file is five lines. `open` gives an empty store each time. */
export function holdsStoreContract(name: string, open: () => Promise<Store>): void {
  describe(`${name} keeps the store contract`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await open();
    });
    afterEach(() => store.conversations.close());
    const countryOf = async (key: string, now = later) =>
      (await store.conversations.read(key, now))?.record.state.country;

    test('what was never written is not there', async () => {
      expect(await store.conversations.read('nobody', noon)).toBeUndefined();
    });

    test('what was written comes back whole, with a version', async () => {
      const full = record('GB', {
        state: {
          ...idle,
          locale: 'es',
          search: { place: { name: 'Cañón 🏔 العربية' }, fee: { amount: 60, currency: 'GBP' } },
          stack: [
            { dialog: 'd', section: 's', at: 'a', slots: { reason: '\u0000\u2028"\\' }, tries: 1, revision: '0a' },
          ],
        },
        recent: ['1', '2'],
        outbox: [{ type: 'say', text: 'Hello', options: [{ label: 'Yes', at: 'look', value: 'yes' }] }],
      });
      const version = await store.conversations.write('ann', full, undefined);
      expect(await store.conversations.read('ann', later)).toEqual({ record: full, version });
    });

    test('a record is a copy: what the caller does with it later changes nothing', async () => {
      await store.conversations.write('ann', record('GB'), undefined);
      const first = await store.conversations.read('ann', later);
      (first?.record.recent as string[] | undefined)?.push('mine');
      expect((await store.conversations.read('ann', later))?.record.recent).toEqual([]);
    });

    test('conversations do not see each other', async () => {
      await store.conversations.write('ann', record('GB'), undefined);
      await store.conversations.write('bob', record('US'), undefined);
      expect([await countryOf('ann'), await countryOf('bob'), await countryOf('an')]).toEqual(['GB', 'US', undefined]);
    });

    test('every write needs the version last written, and gives a new one', async () => {
      const one = await store.conversations.write('ann', record('GB'), undefined);
      const two = await store.conversations.write('ann', record('IE'), one);
      expect(two).not.toBe(one);
      await expect(store.conversations.write('ann', record('FR'), one)).rejects.toBeInstanceOf(ConflictError);
      expect(await countryOf('ann')).toBe('IE');
    });

    test('a second first write loses', async () => {
      await store.conversations.write('ann', record('GB'), undefined);
      await expect(store.conversations.write('ann', record('US'), undefined)).rejects.toBeInstanceOf(ConflictError);
      expect(await countryOf('ann')).toBe('GB');
    });

    test('of twenty writers at once exactly one wins', async () => {
      const seen = await store.conversations.write('ann', record('GB'), undefined);
      const results = await Promise.allSettled(
        Array.from({ length: 20 }, (_, i) => store.conversations.write('ann', record(`N${i}`), seen)),
      );
      const won = results.flatMap((r, i) => (r.status === 'fulfilled' ? [`N${i}`] : []));
      expect(won).toHaveLength(1);
      expect(await countryOf('ann')).toBe(won[0]);
    });

    test('a hundred conversations written at once are all there', async () => {
      const keys = Array.from({ length: 100 }, (_, i) => `k${i}`);
      await Promise.all(keys.map((key) => store.conversations.write(key, record(key), undefined)));
      expect(await Promise.all(keys.map((key) => countryOf(key)))).toEqual(keys);
    });

    test('deleted means gone, twice is no error, and the old version is worth nothing', async () => {
      const seen = await store.conversations.write('ann', record('GB'), undefined);
      await store.conversations.delete('ann');
      await store.conversations.delete('ann');
      expect(await store.conversations.read('ann', later)).toBeUndefined();
      await expect(store.conversations.write('ann', record('US'), seen)).rejects.toBeInstanceOf(ConflictError);
      await store.conversations.write('ann', record('FR'), undefined);
      await expect(store.conversations.write('ann', record('US'), seen)).rejects.toBeInstanceOf(ConflictError);
      expect(await countryOf('ann')).toBe('FR');
    });

    test('an expired conversation is not read, and a new one may take its place', async () => {
      await store.conversations.write('ann', record('GB'), undefined);
      expect(await countryOf('ann', '2026-03-05T11:59:59.999Z')).toBe('GB');
      expect(await countryOf('ann', threeDaysOn)).toBeUndefined();
      const anew = record('US', { written: threeDaysOn, expires: '2026-03-08T12:00:00.000Z' });
      await store.conversations.write('ann', anew, undefined);
      expect(await countryOf('ann', threeDaysOn)).toBe('US');
    });

    test('sweeping takes what has expired and leaves the rest', async () => {
      const until = (expires: string) => record('GB', { expires });
      await Promise.all([
        ...Array.from({ length: 600 }, (_, i) => store.conversations.write(`old${i}`, until(later), undefined)),
        ...Array.from({ length: 600 }, (_, i) => store.conversations.write(`young${i}`, until(threeDaysOn), undefined)),
      ]);
      expect(await store.conversations.sweep(later)).toBe(600);
      expect(await store.conversations.sweep(later)).toBe(0);
      expect(await countryOf('young599')).toBe('GB');
    });

    test('the probe of a sound store is silent', async () => {
      await expect(store.conversations.probe()).resolves.toBeUndefined();
    });

    test('counters add up, also at once, and are read by prefix', async () => {
      await Promise.all(
        Array.from({ length: 50 }, () => store.counters.add(['crisis/2026-01/suicide', 'miss/2026-01'])),
      );
      await store.counters.add(['crisis/2026-02/suicide']);
      await store.counters.add([]);
      expect(await store.counters.read('crisis/')).toEqual({
        'crisis/2026-01/suicide': 50,
        'crisis/2026-02/suicide': 1,
      });
      expect(await store.counters.read('crisis/2026-03')).toEqual({});
    });

    test('kept questions come back oldest first, and go when they expire', async () => {
      const miss = (text: string, day: number): KeptMiss => ({
        text,
        locale: 'en',
        tenth: 2,
        on: `2026-03-0${day}`,
        expires: `2026-04-0${day}T00:00:00.000Z`,
      });
      const texts = async (now: string) => (await store.misses.list(now)).map(({ text }) => text);
      await Promise.all([
        store.misses.add(miss('do you read tarot', 3)),
        store.misses.add(miss('is there parking', 2)),
      ]);
      await store.misses.add(miss('is there parking', 2));
      expect(await texts('2026-03-09T00:00:00.000Z')).toEqual([
        'is there parking',
        'is there parking',
        'do you read tarot',
      ]);
      expect(await texts('2026-04-02T00:00:00.000Z')).toEqual(['do you read tarot']);
      expect(await store.misses.sweep('2026-04-02T00:00:00.000Z')).toBe(2);
      expect(await store.misses.sweep('2026-04-02T00:00:00.000Z')).toBe(0);
      expect(await store.misses.list('2026-03-09T00:00:00.000Z')).toEqual([miss('do you read tarot', 3)]);
    });
  });
}
