import type { KeptMiss } from '../core/miss';
import { ConflictError, type ConversationRecord, type Store } from './conversations';

/** Keeps everything in this process; for tests and the terminal. Serialises on purpose, as a real store would. */
export function memoryStore(): Store {
  const records = new Map<string, { readonly json: string; readonly expires: string; readonly version: number }>();
  const counts = new Map<string, number>();
  let misses: string[] = [];
  const missOf = (json: string): KeptMiss => JSON.parse(json) as KeptMiss;
  let version = 0;
  return {
    conversations: {
      async read(key, now) {
        const found = records.get(key);
        if (!found || found.expires <= now) return undefined;
        return { record: JSON.parse(found.json) as ConversationRecord, version: found.version };
      },
      async write(key, record, seen) {
        const found = records.get(key);
        const free = seen === undefined && (!found || found.expires <= record.written);
        if (!free && found?.version !== seen) throw new ConflictError();
        version += 1;
        records.set(key, { json: JSON.stringify(record), expires: record.expires, version });
        return version;
      },
      async delete(key) {
        records.delete(key);
      },
      async sweep(now) {
        const gone = [...records].filter(([, found]) => found.expires <= now);
        for (const [key] of gone) records.delete(key);
        return gone.length;
      },
      async probe() {},
      async close() {},
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
