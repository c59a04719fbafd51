import type { MissLog } from '../core/miss';
import type { Conversation, Instant, Outgoing } from '../core/types';
import type { Addition, Logs } from './logs';

/** What is kept of one conversation, as plain JSON under one key. */
export interface ConversationRecord {
  readonly state: Conversation;
  /** Marks of the activities answered last, oldest first, at most 8: a redelivered one is recognised. */
  readonly recent: readonly string[];
  /** Replies that were computed and not yet known to be sent. Empty nearly always. */
  readonly outbox: readonly Outgoing[];
  /** When the record was written. */
  readonly written: Instant;
  /** From then on the record is as good as deleted. */
  readonly expires: Instant;
}

/** A record with the version it was read in; `write` wants it back. */
export interface StoredConversation {
  readonly record: ConversationRecord;
  readonly version: number;
}

/**
 * Where conversations rest between turns. A write is durable when its promise resolves.
 * Keys are opaque to the store, at most 200 characters; callers hash what could name a person.
 */
export interface Conversations {
  /** undefined: never written, deleted or expired. */
  readonly read: (key: string, now: Instant) => Promise<StoredConversation | undefined>;
  /**
   * Compare and set.
   * @param seen the version that was read; undefined says there was nothing to read. An expired record counts as nothing.
   * @param addition goes into the conversation's log in the same commit, or neither is written.
   * @returns the new version.
   * @throws ConflictError when somebody else wrote or deleted in between; nothing was changed then.
   */
  readonly write: (
    key: string,
    record: ConversationRecord,
    seen: number | undefined,
    addition?: Addition,
  ) => Promise<number>;
  /**
   * Forgets a conversation with its log; no error when there is none.
   * @param farewell begins a new log whose numbers go on where the old one ended; entries after the one it answers stay.
   */
  readonly delete: (key: string, farewell?: Addition) => Promise<void>;
  /** Deletes what has expired. @returns how many records went. */
  readonly sweep: (now: Instant) => Promise<number>;
  /** A write and a read of nothing in particular. @throws when the store cannot keep anything now. */
  readonly probe: () => Promise<void>;
  /** Waits for open writes, then lets go of the files. */
  readonly close: () => Promise<void>;
}

/** The conversation was written by somebody else since it was read: read again, compute again. */
export class ConflictError extends Error {
  constructor() {
    super('the conversation changed since it was read');
    this.name = 'ConflictError';
  }
}

/** Counts of things that happened, never of people: name to number. */
export interface Counters {
  /** Adds one to each name. Names are paths such as `crisis/2026-01/suicide/certain/en`, at most 200 characters. */
  readonly add: (names: readonly string[]) => Promise<void>;
  /** All counters whose name starts with `prefix`. */
  readonly read: (prefix: string) => Promise<Readonly<Record<string, number>>>;
}

export interface Store {
  readonly conversations: Conversations;
  readonly logs: Logs;
  readonly counters: Counters;
  /** Questions nobody could answer; empty unless the operator switched keeping them on. */
  readonly misses: MissLog;
}
