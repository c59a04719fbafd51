import type { KeptMiss } from '../core/miss';
import { ConflictError, type ConversationRecord, type Store } from './conversations';
import { addTo, type Book, type BookHead, expire, wipe } from './log-book';
import type { LogEntry } from './logs';

/** Keeps everything in this process; for tests and the terminal. Serialises on purpose, as a real store would. */
export function memoryStore(): Store {
  const records = new Map<string, { readonly json: string; readonly expires: string; readonly version: number }>();
  const counts = new Map<string, number>();
  let misses: string[] = [];
  const missOf = (json: string): KeptMiss => JSON.parse(json) as KeptMiss;
  const heads = new Map<string, BookHead>();
  /** Key to number to entry as JSON. */
  const logs = new Map<string, Map<number, string>>();
  const waits = new Map<string, Set<number>>();
  const placeOf = <T>(places: Map<string, T>, key: string, made: () => T): T => {
    const place = places.get(key) ?? made();
    places.set(key, place);
    return place;
  };
  const parsed = (json: string | undefined) => (json === undefined ? undefined : JSON.parse(json));
  const book: Book = {
    head: (key) => heads.get(key),
    putHead: (key, head) => void heads.set(key, head),
    removeHead: (key) => void heads.delete(key),
    entry: (key, number) => parsed(logs.get(key)?.get(number)),
    putEntry: (key, number, entry) =>
      void placeOf(logs, key, () => new Map<number, string>()).set(number, JSON.stringify(entry)),
    removeEntry: (key, number) => void logs.get(key)?.delete(number),
    wait: (key, number) => void placeOf(waits, key, () => new Set<number>()).add(number),
    unwait: (key, number) => void waits.get(key)?.delete(number),
  };
  const entryOf = (key: string, number: number): LogEntry[] => {
    const entry = book.entry(key, number);
    return entry ? [{ number, at: entry.at, letter: entry.letter, hidden: entry.hidden }] : [];
  };
  let version = 0;
  return {
    conversations: {
      async read(key, now) {
        const found = records.get(key);
        if (!found || found.expires <= now) return undefined;
        return { record: JSON.parse(found.json) as ConversationRecord, version: found.version };
      },
      async write(key, record, seen, addition) {
        const found = records.get(key);
        const free = seen === undefined && (!found || found.expires <= record.written);
        if (!free && found?.version !== seen) throw new ConflictError();
        version += 1;
        records.set(key, { json: JSON.stringify(record), expires: record.expires, version });
        if (addition) addTo(book, key, addition);
        return version;
      },
      async delete(key, farewell) {
        records.delete(key);
        wipe(book, key, farewell);
      },
      async sweep(now) {
        const gone = [...records].filter(([, found]) => found.expires <= now);
        for (const [key] of gone) records.delete(key);
        return gone.length;
      },
      async probe() {},
      async close() {},
    },
    logs: {
      async head(key, now) {
        const head = heads.get(key);
        return head && head.expires > now ? { last: head.last, expires: head.expires } : undefined;
      },
      async read(key, after) {
        const numbers = [...(logs.get(key)?.keys() ?? [])].filter((number) => number > after);
        return numbers.flatMap((number) => entryOf(key, number));
      },
      add: async (key, addition) => addTo(book, key, addition),
      async waiting() {
        return [...waits].flatMap(([key, numbers]) =>
          [...numbers].flatMap((n) => entryOf(key, n).map((entry) => ({ key, entry }))),
        );
      },
      async sweep(now) {
        return [...heads.keys()].filter((key) => expire(book, key, now)).length;
      },
    },
    counters: {
      async add(names) {
        for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
      },
      async read(prefix) {
        return Object.fromEntries([...counts].filter(([name]) => name.startsWith(prefix)));
      },
    },
    misses: {
      async add(miss) {
        misses.push(JSON.stringify(miss));
      },
      async list(now) {
        return misses
          .map(missOf)
          .filter(({ expires }) => expires > now)
          .sort((a, b) => a.expires.localeCompare(b.expires));
      },
      async sweep(now) {
        const before = misses.length;
        misses = misses.filter((json) => missOf(json).expires > now);
        return before - misses.length;
      },
    },
  };
}
