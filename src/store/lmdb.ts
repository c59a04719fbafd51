import { randomInt } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { open } from 'lmdb';
import type { KeptMiss } from '../core/miss';
import { ConflictError, type ConversationRecord, type Store } from './conversations';
import { addTo, type Book, type BookEntry, type BookHead, expire, wipe } from './log-book';
import type { LogEntry } from './logs';

/** Records looked at in one go by `sweep`, so that no turn waits for it longer than a few milliseconds. */
const sweepSlice = 500;

/**
 * The embedded store: one directory, crash-safe, several processes may share it.
 * Writes of the same moment share one commit, and their promises resolve once it is on the disk.
 * @param directory is made when missing, readable by its owner alone.
 * @throws Error when the directory cannot be made or the files cannot be opened.
 */
export function lmdbStore(directory: string): Store {
  makeFolder(directory);
  const root = open({ path: directory, noSubdir: false, maxDbs: 12, encoding: 'json' });
  const records = root.openDB<ConversationRecord, string>({
    name: 'conversations',
    encoding: 'json',
    useVersions: true,
  });
  const counts = root.openDB<number, string>({ name: 'counters', encoding: 'json' });
  /** Keys begin with the expiry, so that what has expired stands together at the front. */
  const misses = root.openDB<KeptMiss, string>({ name: 'misses', encoding: 'json' });
  const heads = root.openDB<BookHead, string>({ name: 'log-heads', encoding: 'json' });
  const entries = root.openDB<BookEntry, [string, number]>({ name: 'log-entries', encoding: 'json' });
  const waits = root.openDB<number, [string, number]>({ name: 'log-waits', encoding: 'json' });
  const book: Book = {
    head: (key) => heads.get(key),
    putHead: (key, head) => void heads.put(key, head),
    removeHead: (key) => void heads.remove(key),
    entry: (key, number) => entries.get([key, number]),
    putEntry: (key, number, entry) => void entries.put([key, number], entry),
    removeEntry: (key, number) => void entries.remove([key, number]),
    wait: (key, number) => void waits.put([key, number], 1),
    unwait: (key, number) => void waits.remove([key, number]),
  };
  const meta = root.openDB<number, string>({ name: 'meta', encoding: 'json' });

  return {
    conversations: {
      async read(key, now) {
        const entry = records.getEntry(key);
        if (!entry || entry.value.expires <= now) return undefined;
        return { record: entry.value, version: entry.version as number };
      },
      async write(key, record, seen, addition) {
        // The versions of a deleted and remade record must differ too, so they are drawn, not counted.
        const version = randomInt(1, 2 ** 48 - 1);
        let expected: number | null = seen ?? null;
        if (seen === undefined) {
          const there = records.getEntry(key);
          if (there && there.value.expires <= record.written) expected = there.version as number;
        }
        if (addition) {
          const done = await root.transaction(() => {
            if ((records.getEntry(key)?.version ?? null) !== expected) return false;
            void records.put(key, record, version);
            addTo(book, key, addition);
            return true;
          });
          if (!done) throw new ConflictError();
          return version;
        }
        // null means "must not exist"; the library's types know numbers only.
        if (!(await records.put(key, record, version, expected as number))) throw new ConflictError();
        return version;
      },
      async delete(key, farewell) {
        await root.transaction(() => {
          void records.remove(key);
          wipe(book, key, farewell);
        });
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
    logs: {
      async head(key, now) {
        const head = heads.get(key);
        return head && head.expires > now ? { last: head.last, expires: head.expires } : undefined;
      },
      async read(key, after) {
        const found = entries.getRange({ start: [key, after + 1], end: [key, Number.MAX_SAFE_INTEGER] });
        return [...found].map((row) => entryOf(row.key[1], row.value));
      },
      add: (key, addition) => root.transaction(() => addTo(book, key, addition)),
      async waiting() {
        return [...waits.getKeys()].flatMap((place) => {
          const [key, number] = place;
          const entry = entries.get(place);
          return entry ? [{ key, entry: entryOf(number, entry) }] : [];
        });
      },
      async sweep(now) {
        let gone = 0;
        let start: string | undefined;
        for (;;) {
          const from = start === undefined ? {} : { start, exclusiveStart: true };
          const slice = [...heads.getRange({ ...from, limit: sweepSlice })];
          const over = slice.filter(({ value }) => value.expires <= now).map(({ key }) => key);
          for (const key of over) if (await root.transaction(() => expire(book, key, now))) gone += 1;
          if (slice.length < sweepSlice) return gone;
          start = slice.at(-1)?.key;
          await new Promise(setImmediate);
        }
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

function entryOf(number: number, { at, letter, hidden }: BookEntry): LogEntry {
  return { number, at, letter, hidden };
}

/** Makes a folder and those above it one by one: Node's own recursive way never comes back where none can be made (/proc). */
function makeFolder(directory: string): void {
  if (existsSync(directory)) return;
  const above = path.dirname(directory);
  if (above !== directory) makeFolder(above);
  mkdirSync(directory, { mode: 0o700 });
}
