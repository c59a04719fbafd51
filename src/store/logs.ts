import type { Instant } from '../core/types';

/** Messages kept of one conversation, at most; the oldest go first. */
export const maxLogEntries = 500;
/** What one conversation's messages may weigh together, as JSON in characters. */
export const maxLogSize = 1_000_000;
/** Marks kept per conversation, to know a message that is sent again. */
export const rememberedMarks = 16;

/** A message as JSON; the store never looks inside. */
export type Letter = Readonly<Record<string, unknown>>;

/** One message of a conversation, as its channel shows it. */
export interface LogEntry {
  /** Position in the log, from 1; rises by one, and is not used again while the log lives. */
  readonly number: number;
  /** When it was taken down; never before the entry in front of it. */
  readonly at: Instant;
  readonly letter: Letter;
  /** Kept for the bot alone; nobody is shown it. */
  readonly hidden: boolean;
}

export interface LogHead {
  /** Number of the last entry ever added; 0: none yet. */
  readonly last: number;
  /** From then on the log is as good as deleted. */
  readonly expires: Instant;
}

/** What is written in one go. */
export interface Addition {
  readonly at: Instant;
  readonly letters: readonly Letter[];
  readonly hidden?: boolean;
  /** The sender's own mark of the (single) letter: the same mark again adds nothing. At most 64 characters. */
  readonly mark?: string;
  /** The (single) letter waits until an addition names it in `answers`; `waiting` finds it after a crash. */
  readonly waits?: boolean;
  /** Number of the entry that has its answer now. */
  readonly answers?: number;
  /** When the log expires from now on. */
  readonly expires: Instant;
}

export interface Added {
  /** Number of the last letter; with `again` that of the letter which carried the mark before. */
  readonly number: number;
  /** The mark was known: nothing was written. */
  readonly again: boolean;
}

/**
 * The messages of conversations whose channel is this server itself. Additions are durable when their promise resolves,
 * and what stands under one key is written in the order it was added. Keys are those of the conversation records.
 */
export interface Logs {
  /** undefined: never begun, deleted or expired. */
  readonly head: (key: string, now: Instant) => Promise<LogHead | undefined>;
  /** Entries with a number above `after`, hidden ones too, in order. Those that were dropped are left out. */
  readonly read: (key: string, after: number) => Promise<readonly LogEntry[]>;
  readonly add: (key: string, addition: Addition) => Promise<Added>;
  /** Everything that waits, in the order of each conversation. */
  readonly waiting: () => Promise<readonly { readonly key: string; readonly entry: LogEntry }[]>;
  /** Deletes what has expired. @returns how many logs went. */
  readonly sweep: (now: Instant) => Promise<number>;
}
