import type { Instant } from '../core/types';
import { type Added, type Addition, type LogEntry, maxLogEntries, maxLogSize, rememberedMarks } from './logs';

/** What a store keeps of one log besides its entries. */
export interface BookHead {
  readonly first: number;
  readonly last: number;
  /** Sum over the entries kept. */
  readonly size: number;
  readonly at: Instant;
  readonly expires: Instant;
  /** Marks seen last, oldest first, with the entry each belongs to. */
  readonly marks: readonly (readonly [mark: string, number: number])[];
}

export interface BookEntry extends Omit<LogEntry, 'number'> {
  /** Length as JSON. */
  readonly size: number;
}

/** The places a store offers for logs, to be used inside one transaction. */
export interface Book {
  readonly head: (key: string) => BookHead | undefined;
  readonly putHead: (key: string, head: BookHead) => void;
  readonly removeHead: (key: string) => void;
  readonly entry: (key: string, number: number) => BookEntry | undefined;
  readonly putEntry: (key: string, number: number, entry: BookEntry) => void;
  readonly removeEntry: (key: string, number: number) => void;
  readonly wait: (key: string, number: number) => void;
  readonly unwait: (key: string, number: number) => void;
}

const empty: Omit<BookHead, 'at' | 'expires'> = { first: 1, last: 0, size: 0, marks: [] };

/** Adds to a log: the one place where numbers are given, marks are known again and the oldest entries go. */
export function addTo(book: Book, key: string, addition: Addition): Added {
  const { at: now, letters, mark, expires } = addition;
  const kept = book.head(key);
  if (kept && kept.expires <= now) drop(book, key, kept, kept.last);
  const before = book.head(key) ?? { ...empty, at: now, expires };
  const known = before.marks.find(([m]) => m === mark);
  if (known) return { number: known[1], again: true };

  // Clocks go back now and then; what people see does not.
  const at = now.localeCompare(before.at) < 0 ? before.at : now;
  let { last, size } = before;
  for (const letter of letters) {
    const entry = { at, letter, hidden: addition.hidden === true, size: JSON.stringify(letter).length };
    last += 1;
    size += entry.size;
    book.putEntry(key, last, entry);
    if (addition.waits) book.wait(key, last);
  }
  if (addition.answers !== undefined) book.unwait(key, addition.answers);
  let { first } = before;
  while (first < last && (last - first >= maxLogEntries || size > maxLogSize)) {
    size -= book.entry(key, first)?.size ?? 0;
    book.removeEntry(key, first);
    book.unwait(key, first);
    first += 1;
  }
  const marks = mark === undefined ? before.marks : [...before.marks, [mark, last] as const].slice(-rememberedMarks);
  book.putHead(key, { first, last, size, at, expires, marks });
  return { number: last, again: false };
}

/** Deletes a log up to what its farewell answers, and adds the farewell; without one nothing is left. */
export function wipe(book: Book, key: string, farewell: Addition | undefined): void {
  const head = book.head(key);
  if (head) drop(book, key, head, farewell?.answers ?? head.last);
  if (farewell) addTo(book, key, farewell);
  else book.removeHead(key);
}

/** Deletes a log that has expired. */
export function expire(book: Book, key: string, now: Instant): boolean {
  const head = book.head(key);
  if (!head || head.expires > now) return false;
  drop(book, key, head, head.last);
  book.removeHead(key);
  return true;
}

/** Deletes the entries up to a number; the numbers go on. */
function drop(book: Book, key: string, head: BookHead, upTo: number): void {
  let { first, size } = head;
  for (; first <= Math.min(upTo, head.last); first += 1) {
    size -= book.entry(key, first)?.size ?? 0;
    book.removeEntry(key, first);
    book.unwait(key, first);
  }
  book.putHead(key, { ...head, first, size, marks: head.marks.filter(([, number]) => number >= first) });
}
