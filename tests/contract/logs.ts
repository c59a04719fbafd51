import type { ConversationRecord, Store } from '../../src/store/conversations';
import { ConflictError } from '../../src/store/conversations';
import { type Addition, type Letter, maxLogEntries, maxLogSize, rememberedMarks } from '../../src/store/logs';

const noon = '2026-03-02T12:00:00.000Z';
const later = '2026-03-02T13:00:00.000Z';
const threeDaysOn = '2026-03-05T12:00:00.000Z';
const fourDaysOn = '2026-03-06T12:00:00.000Z';

const letter = (text: string): Letter => ({ type: 'message', text });
const adding = (texts: readonly string[], more: Partial<Addition> = {}): Addition => ({
  at: noon,
  letters: texts.map(letter),
  expires: threeDaysOn,
  ...more,
});
const record: ConversationRecord = {
  state: { schema: 1, locale: 'en', stack: [], search: {}, seen: {}, welcomed: true },
  recent: [],
  outbox: [],
  written: noon,
  expires: threeDaysOn,
};

/** Every store is held to this; `open` gives an empty store each time. */
export function holdsLogContract(name: string, open: () => Promise<Store>): void {
  describe(`${name} keeps the log contract`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await open();
    });
    afterEach(() => store.conversations.close());
    const textsOf = async (key: string, after = 0) =>
      (await store.logs.read(key, after)).map((entry) => entry.letter['text']);
    const numbersOf = async (key: string) => (await store.logs.read(key, 0)).map((entry) => entry.number);

    test('what was never begun is not there', async () => {
      expect(await store.logs.head('ann', noon)).toBeUndefined();
      expect(await store.logs.read('ann', 0)).toEqual([]);
    });

    test('entries come back whole, in order, and from a number on', async () => {
      const odd = { text: '\u0000\u2028"\\ 🏔 العربية', nested: { list: [1, null, { a: 'b' }] } };
      expect(await store.logs.add('ann', adding([], { letters: [odd] }))).toEqual({ number: 1, again: false });
      expect(await store.logs.add('ann', adding(['two', 'three'], { at: later, hidden: true }))).toMatchObject({
        number: 3,
      });
      expect(await store.logs.read('ann', 0)).toEqual([
        { number: 1, at: noon, letter: odd, hidden: false },
        { number: 2, at: later, letter: letter('two'), hidden: true },
        { number: 3, at: later, letter: letter('three'), hidden: true },
      ]);
      expect(await textsOf('ann', 2)).toEqual(['three']);
      expect(await textsOf('ann', 99)).toEqual([]);
      expect(await store.logs.head('ann', later)).toEqual({ last: 3, expires: threeDaysOn });
    });

    test('logs do not see each other', async () => {
      await store.logs.add('ann', adding(['ann']));
      await store.logs.add('an', adding(['an']));
      await store.logs.add('anna', adding(['anna']));
      expect([await textsOf('ann'), await textsOf('an'), await textsOf('anna')]).toEqual([['ann'], ['an'], ['anna']]);
    });

    test('time does not run backwards', async () => {
      await store.logs.add('ann', adding(['one'], { at: later }));
      await store.logs.add('ann', adding(['two'], { at: noon }));
      expect((await store.logs.read('ann', 0)).map((entry) => entry.at)).toEqual([later, later]);
    });

    test('a hundred additions at once have a hundred numbers, in the order they were made', async () => {
      const words = Array.from({ length: 100 }, (_, i) => `w${i}`);
      const added = await Promise.all(words.map((word) => store.logs.add('ann', adding([word]))));
      expect(added.map(({ number }) => number)).toEqual(words.map((_, i) => i + 1));
      expect(await textsOf('ann')).toEqual(words);
    });

    test('the same mark again adds nothing and names the entry', async () => {
      await store.logs.add('ann', adding(['zero']));
      const first = await store.logs.add('ann', adding(['one'], { mark: 'm' }));
      const [second, other] = await Promise.all([
        store.logs.add('ann', adding(['one'], { mark: 'm' })),
        store.logs.add('bob', adding(['one'], { mark: 'm' })),
      ]);
      expect([first, second, other]).toEqual([
        { number: 2, again: false },
        { number: 2, again: true },
        { number: 1, again: false },
      ]);
      for (let i = 0; i < rememberedMarks; i += 1) await store.logs.add('ann', adding(['more'], { mark: `m${i}` }));
      expect((await store.logs.add('ann', adding(['one'], { mark: 'm' }))).again).toBe(false);
    });

    test('the oldest go when there are too many, and numbers go on', async () => {
      const words = Array.from({ length: maxLogEntries + 20 }, (_, i) => `w${i}`);
      await store.logs.add('ann', adding(words));
      await store.logs.add('ann', adding(['last']));
      expect(await textsOf('ann')).toEqual([...words, 'last'].slice(-maxLogEntries));
      expect((await store.logs.head('ann', noon))?.last).toBe(words.length + 1);
    });

    test('the oldest go when they are too large, and the newest stays whatever its size', async () => {
      const large = 'x'.repeat(maxLogSize / 3);
      for (const name of ['a', 'b', 'c', 'd']) await store.logs.add('ann', adding([name + large]));
      expect(await numbersOf('ann')).toEqual([3, 4]);
      await store.logs.add('ann', adding(['y'.repeat(maxLogSize * 2)]));
      expect(await numbersOf('ann')).toEqual([5]);
    });

    test('what waits is found until it is answered', async () => {
      const asked = await store.logs.add('ann', adding(['question'], { waits: true }));
      await store.logs.add('bob', adding(['other'], { waits: true }));
      await store.logs.add('ann', adding(['more'], { waits: true }));
      await store.logs.add('ann', adding(['reply'], { answers: asked.number }));
      const waiting = await store.logs.waiting();
      expect(waiting.map(({ key, entry }) => [key, entry.letter['text']]).sort()).toEqual([
        ['ann', 'more'],
        ['bob', 'other'],
      ]);
      await store.logs.add('ann', adding([], { answers: 2 }));
      expect(await store.logs.waiting()).toHaveLength(1);
    });

    test('a record and its addition are written together or not at all', async () => {
      const asked = await store.logs.add('ann', adding(['question'], { waits: true }));
      const answer = adding(['reply'], { answers: asked.number });
      const version = await store.conversations.write('ann', record, undefined, answer);
      expect(await textsOf('ann')).toEqual(['question', 'reply']);
      expect(await store.logs.waiting()).toEqual([]);
      const late = store.conversations.write('ann', { ...record, recent: ['x'] }, undefined, adding(['lost']));
      await expect(late).rejects.toBeInstanceOf(ConflictError);
      await store.conversations.write('ann', { ...record, recent: ['y'] }, version, adding(['kept']));
      expect(await textsOf('ann')).toEqual(['question', 'reply', 'kept']);
      expect((await store.conversations.read('ann', noon))?.record.recent).toEqual(['y']);
    });

    test('a deleted conversation leaves no log, and a new one begins at one', async () => {
      await store.logs.add('ann', adding(['one'], { waits: true, mark: 'm' }));
      await store.conversations.write('ann', record, undefined);
      await store.conversations.delete('ann');
      expect(await store.logs.head('ann', noon)).toBeUndefined();
      expect([await textsOf('ann'), await store.logs.waiting()]).toEqual([[], []]);
      expect(await store.logs.add('ann', adding(['anew'], { mark: 'm' }))).toEqual({ number: 1, again: false });
    });

    test('a farewell takes everything up to what it answers, and the numbers go on', async () => {
      await store.logs.add('ann', adding(['secret', 'forget me']));
      await store.logs.add('ann', adding(['later'], { waits: true }));
      await store.conversations.write('ann', record, undefined);
      await store.conversations.delete('ann', adding(['gone'], { answers: 2 }));
      expect(await store.conversations.read('ann', noon)).toBeUndefined();
      expect(await store.logs.read('ann', 0)).toMatchObject([
        { number: 3, letter: letter('later') },
        { number: 4, letter: letter('gone') },
      ]);
      expect(await store.logs.waiting()).toHaveLength(1);
    });

    test('an expired log is not there, and what is added then stands alone', async () => {
      await store.logs.add('ann', adding(['old'], { waits: true }));
      expect(await store.logs.head('ann', threeDaysOn)).toBeUndefined();
      await store.logs.add('ann', adding(['new'], { at: threeDaysOn, expires: fourDaysOn }));
      expect([await textsOf('ann'), await store.logs.waiting()]).toEqual([['new'], []]);
    });

    test('sweeping takes what has expired and leaves the rest', async () => {
      const keys = Array.from({ length: 300 }, (_, i) => `k${i}`);
      await Promise.all(
        keys.flatMap((key) => [
          store.logs.add(`old${key}`, adding(['x'], { expires: later, waits: true })),
          store.logs.add(`young${key}`, adding(['x'])),
        ]),
      );
      expect(await store.logs.sweep(later)).toBe(300);
      expect(await store.logs.sweep(later)).toBe(0);
      expect(await textsOf('oldk7')).toEqual([]);
      expect(await textsOf('youngk7')).toEqual(['x']);
      expect(await store.logs.waiting()).toEqual([]);
    });
  });
}
