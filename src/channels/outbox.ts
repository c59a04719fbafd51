import type { Outgoing } from '../core/types';
import {
  ConflictError,
  type ConversationRecord,
  type Conversations,
  type StoredConversation,
} from '../store/conversations';
import { errorFields, type Log } from './log';
import type { Queue } from './queue';

/**
 * Sent replies are struck from their record this much later, in milliseconds, unless the next turn of the conversation
 * has written a new one anyway. A process that dies in between sends them once more, with the next message.
 */
const strikeMs = 50;

/** Knows which replies in the records have left the house. */
export interface Outbox {
  /** The replies in a record that nobody has sent yet. */
  readonly unsent: (key: string, stored: StoredConversation | undefined) => readonly Outgoing[];
  /** The record was written anew or deleted: what was known of the old one is void. */
  readonly replaced: (key: string) => void;
  /** The replies of this record are out. */
  readonly sent: (key: string, record: ConversationRecord, version: number) => void;
  /** Strikes everything that was sent, now. */
  readonly flush: () => void;
}

export function outboxOf(conversations: Conversations, queue: Queue, log: Log): Outbox {
  const sent = new Map<string, { readonly record: ConversationRecord; readonly version: number }>();
  let timer: NodeJS.Timeout | undefined;

  async function strike(key: string): Promise<void> {
    const known = sent.get(key);
    if (!known) return;
    try {
      await conversations.write(key, { ...known.record, outbox: [] }, known.version);
      sent.delete(key);
    } catch (error) {
      // Somebody else wrote since, and has seen the replies as unsent; nothing of ours is left to strike.
      if (error instanceof ConflictError) sent.delete(key);
      else log('warn', 'storage-write-failed', errorFields(error));
    }
  }
  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    for (const key of sent.keys()) void queue.run(key, () => strike(key));
  }
  return {
    unsent: (key, stored) => (stored && sent.get(key)?.version !== stored.version ? stored.record.outbox : []),
    replaced: (key) => void sent.delete(key),
    sent(key, record, version) {
      sent.set(key, { record, version });
      timer ??= setTimeout(flush, strikeMs).unref();
    },
    flush,
  };
}
