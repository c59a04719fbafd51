import { randomInt } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { open } from 'lmdb';
import type { KeptMiss } from '../core/miss';
import { ConflictError, type ConversationRecord, type Store } from './conversations';

/** Records looked at in one go by `sweep`, so that no turn waits for it longer than a few milliseconds. */
const sweepSlice = 500;

/**
 * The embedded store: one directory, crash-safe, several processes may share it.
 * Writes of the same moment share one commit, and their promises resolve once it is on the disk.
 * @param directory is made when missing, readable by its owner alone.
 * @throws Error when the directory cannot be made or the files cannot be opened.
 */
export function lmdbStore(directory: string): Store {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const root = open({ path: directory, noSubdir: false, maxDbs: 8, encoding: 'json' });
  const records = root.openDB<ConversationRecord, string>({
    name: 'conversations',
    encoding: 'json',
    useVersions: true,
  });
  const counts = root.openDB<number, string>({ name: 'counters', encoding: 'json' });
  /** Keys begin with the expiry, so that what has expired stands together at the front. */
  const misses = root.openDB<KeptMiss, string>({ name: 'misses', encoding: 'json' });
  const meta = root.openDB<number, string>({ name: 'meta', encoding: 'json' });

  return {
    conversations: {
      async read(key, now) {
        const entry = records.getEntry(key);
        if (!entry || entry.value.expires <= now) return undefined;
        return { record: entry.value, version: entry.version as number };
      },
      async write(key, record, seen) {
        // The versions of a deleted and remade record must differ too, so they are drawn, not counted.
        const version = randomInt(1, 2 ** 48 - 1);
        let expected: number | null = seen ?? null;
        if (seen === undefined) {
          const there = records.getEntry(key);
          if (there && there.value.expires <= record.written) expected = there.version as number;
        }
        // null means "must not exist"; the library's types know numbers only.
        if (!(await records.put(key, record, version, expected as number))) throw new ConflictError();
        return version;
      },
      async delete(key) {
        await records.remove(key);
      },
      async sweep(now) {
        let gone = 0;
        let start: string | undefined;
        for (;;) {
          const from = start === undefined ? {} : { start, exclusiveStart: true };
          const slice = [...records.getRange({ ...from, limit: sweepSlice, versions: true })];
          const over = slice.filter(({ value }) => value.expires <= now);
          const removed = await Promise.all(over.map(({ key, version }) => records.remove(key, version as number)));
          gone += removed.filter(Boolean).length;
          if (slice.length < sweepSlice) return gone;
          start = slice.at(-1)?.key;
          await new Promise(setImmediate);
        }
      },
      async probe() {
        await meta.put('probe', 1);
        if (meta.get('probe') !== 1) throw new Error('a value that was written cannot be read');
      },
      async close() {
        await root.close();
      },
    },
    counters: {
      async add(names) {
        if (names.length === 0) return;
        await counts.transaction(() => {
          for (const name of names) void counts.put(name, (counts.get(name) ?? 0) + 1);
        });
      },
      async read(prefix) {
        const found = counts.getRange({ start: prefix, end: `${prefix}\u{10ffff}` });
        return Object.fromEntries([...found].map(({ key, value }) => [key, value]));
      },
    },
    misses: {
      async add(miss) {
        await misses.put(`${miss.expires}/${randomInt(1, 2 ** 48 - 1)}`, miss);
      },
      async list(now) {
        return [...misses.getRange({ start: now })].map(({ value }) => value).filter(({ expires }) => expires > now);
      },
      async sweep(now) {
        const over = [...misses.getRange({ end: `${now}/\u{10ffff}` })];
        await Promise.all(over.map(({ key }) => misses.remove(key)));
        return over.length;
      },
    },
  };
}
