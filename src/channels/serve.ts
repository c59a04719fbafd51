import type { KeptMiss } from '../core/miss';
import type { Conversation, Event, Instant, Locale, Outgoing, Safety, Turn } from '../core/types';
import { ConflictError, type ConversationRecord, type Store, type StoredConversation } from '../store/conversations';
import type { Addition } from '../store/logs';
import { calm } from './calm';
import { errorFields } from './log';
import { outboxOf } from './outbox';
import { keyedQueue } from './queue';
import { tally } from './tally';
import { type ThinkParts, type Thought, think } from './think';

/** Activities remembered per conversation, to know a redelivered one. */
export const rememberedActivities = 8;
/** How often a turn is computed again because somebody else wrote first. */
const maxConflicts = 5;
/** Replies that could not be sent are sent with the next message, unless they are older than this, in milliseconds. */
const pendingMs = 30 * 60 * 1000;

/** One thing that arrived from a channel. */
export interface Incoming {
  /** The conversation's key in the store; names nobody. */
  readonly key: string;
  /** The channel's mark of this activity; the same mark again is a redelivery. Absent: never seen as one. */
  readonly activity?: string;
  readonly event: Event;
  /** Words that came along beside a button or a text: read for danger only. */
  readonly also?: string;
  /** What the channel says of the person; counts for a fresh conversation only. */
  readonly locale?: Locale;
  /** ISO 3166-1 alpha-2, upper case. */
  readonly country?: string;
}

/** Sends replies in order, in the conversation's language; resolves when they have left the house. */
export type Deliver = (out: readonly Outgoing[], locale: Locale) => Promise<void>;

/**
 * For a channel whose messages rest in the store: what to write beside the record, in one commit. Replies kept this way
 * count as sent, so none is lost and none comes twice, whenever the process dies.
 */
export type Mailbox = (out: readonly Outgoing[], locale: Locale) => Promise<Mail>;

export interface Mail {
  readonly addition: Addition;
  /** Called once it is written. */
  readonly show: () => Promise<void>;
}

export type Served =
  /** Computed, kept and sent. */
  | 'answered'
  /** Seen before, and answered then: nothing to do. */
  | 'duplicate'
  /** Seen before, but its replies had never been sent: they were now. */
  | 'resent'
  /** The turn failed; a calm sentence (or help lines) went out, the conversation stands where it stood. */
  | 'failed'
  /** The store failed; what could be said without it was said. */
  | 'unkept';

/** What serving needs; everything that touches the world comes in from outside. */
export interface ServeParts extends ThinkParts {
  /** A conversation nobody has said anything in. Absent locale or country: the configured ones. */
  readonly fresh: (locale?: Locale, country?: string) => Conversation;
  /** Asked directly when a turn fails: help lines must come whatever else is broken. */
  readonly safety: Safety;
  /** Default country for help lines, ISO 3166-1 alpha-2. */
  readonly country?: string;
  /** The bot's own sentence for a turn that failed. May throw. */
  readonly failedText: (locale: Locale) => string | undefined;
  readonly store: Store;
  /** What of an unanswered question may be kept. Absent: no wording is ever kept. */
  readonly keep?: (text: string, turn: Turn) => KeptMiss | undefined;
  /** Hours without a word after which a conversation is forgotten. */
  readonly idleHours: number;
}

export interface Server {
  /** @throws DeliveryError when the replies could not be sent; they wait in the record for a redelivery or the next message. */
  readonly serve: (incoming: Incoming, deliver: Deliver, mailbox?: Mailbox) => Promise<Served>;
  /** Turns waiting or running. */
  readonly open: () => number;
  /** Resolves when every turn in flight is done and nothing is left to write. */
  readonly drained: () => Promise<void>;
}

/** The channel did not take the replies. */
export class DeliveryError extends Error {
  constructor(cause: unknown) {
    super('the replies could not be sent', { cause });
    this.name = 'DeliveryError';
  }
}

/**
 * Read, compute, write, then send. A turn is pure, so one that loses the race for the record is computed again, and
 * nothing was sent yet. Turns of one conversation run one after another, in the order they came.
 */
export function conversationServer(parts: ServeParts): Server {
  const { store, log, now, safety } = parts;
  const { conversations } = store;
  const queue = keyedQueue();
  const outbox = outboxOf(conversations, queue, log);

  async function answer(incoming: Incoming, deliver: Deliver, mailbox: Mailbox | undefined): Promise<Served> {
    for (let conflicts = 0; ; conflicts += 1) {
      const at = now();
      let stored: StoredConversation | undefined;
      try {
        stored = await conversations.read(incoming.key, at);
      } catch (error) {
        log('error', 'storage-read-failed', errorFields(error));
        return unkept(incoming, undefined, deliver);
      }
      const unsent = outbox.unsent(incoming.key, stored);
      if (stored && incoming.activity !== undefined && stored.record.recent.includes(incoming.activity)) {
        if (unsent.length === 0) return 'duplicate';
        await send(deliver, unsent, stored.record.state.locale);
        outbox.sent(incoming.key, stored.record, stored.version);
        return 'resent';
      }
      const state = stored?.record.state ?? parts.fresh(incoming.locale, incoming.country);
      let thought: Thought;
      try {
        thought = await think(parts, state, heard(incoming, state.locale), at);
      } catch (error) {
        log('error', 'turn-failed', errorFields(error));
        await send(deliver, rescue(incoming, state), state.locale);
        return 'failed';
      }
      const { outcome, crisis } = thought.turn.decision;
      const late = stored && Date.parse(at) - Date.parse(stored.record.written) > pendingMs;
      // Nothing may stand in front of help lines, and what was asked before them is set aside anyway.
      const out = late || crisis || outcome === 'crisis' ? thought.out : [...unsent, ...thought.out];
      try {
        const { locale } = thought.turn.state;
        const mail: Mail | undefined = mailbox && (await mailbox(out, locale));
        if (thought.forget) {
          await conversations.delete(incoming.key, mail?.addition);
          outbox.replaced(incoming.key);
          await (mail ? mail.show() : send(deliver, out, locale));
        } else {
          const marks = stored?.record.recent ?? [];
          const record = recordOf(thought.turn.state, marks, incoming.activity, mail ? [] : out, at);
          const version = await conversations.write(incoming.key, record, stored?.version, mail?.addition);
          outbox.replaced(incoming.key);
          await (mail ? mail.show() : send(deliver, out, locale));
          if (out.length && !mail) outbox.sent(incoming.key, record, version);
        }
      } catch (error) {
        if (error instanceof DeliveryError) throw error;
        if (error instanceof ConflictError && conflicts < maxConflicts) continue;
        log('error', 'storage-write-failed', errorFields(error));
        return unkept(incoming, thought, deliver);
      }
      count(thought.turn, state.locale);
      if (incoming.event.type === 'said' && !thought.forget) keep(incoming.event.text, thought.turn);
      log('debug', 'turn', { outcome, topic: thought.turn.decision.topic, crisis: crisis?.label });
      return 'answered';
    }
  }

  function recordOf(
    state: Conversation,
    recent: readonly string[],
    activity: string | undefined,
    outbox: readonly Outgoing[],
    written: Instant,
  ): ConversationRecord {
    const expires = new Date(Date.parse(written) + parts.idleHours * 3_600_000).toISOString();
    const marks = activity === undefined ? recent : [...recent, activity].slice(-rememberedActivities);
    return { state, recent: marks, outbox, written, expires };
  }

  async function send(deliver: Deliver, out: readonly Outgoing[], locale: Locale): Promise<void> {
    if (out.length === 0) return;
    try {
      await deliver(out, locale);
    } catch (error) {
      log('warn', 'send-failed', errorFields(error));
      throw new DeliveryError(error);
    }
  }

  /** The event as the core is to hear it: words that came along and mean danger count more than a button or a text. */
  function heard({ event, also }: Incoming, locale: Locale): Event {
    const alarming = (text: string): boolean => safety.detect(text, { locale }).level === 'certain';
    if (!also || (event.type === 'said' && alarming(event.text))) return event;
    return alarming(also) ? { type: 'said', text: also } : event;
  }

  /** For a turn that failed: help lines if the words ask for them, else a calm sentence. */
  function rescue({ event, also }: Incoming, state: Conversation): readonly Outgoing[] {
    const words = [event.type === 'said' ? event.text : event.type === 'picked' ? event.value : '', also ?? ''].join(
      '\n',
    );
    const { locale } = state;
    const sentence = calm(locale, parts.failedText);
    try {
      const finding = safety.detect(words, { locale });
      if (finding.level === 'none') return sentence;
      const { country = parts.country } = state;
      const help = safety.reply(finding, {
        locale,
        country,
        assumed: !state.countrySaid,
        shown: 0,
        waiting: false,
      });
      return finding.level === 'certain' ? help : [...help, ...sentence];
    } catch (error) {
      log('error', 'safety-failed', errorFields(error));
      return sentence;
    }
  }

  /** Without the store: help lines and plain answers as ever; what would move a conversation on is not pretended. */
  async function unkept(incoming: Incoming, thought: Thought | undefined, deliver: Deliver): Promise<Served> {
    const state = { ...parts.fresh(incoming.locale, incoming.country), welcomed: true };
    let turn = thought?.turn;
    try {
      turn ??= parts.turn(state, heard(incoming, state.locale), now());
    } catch (error) {
      log('error', 'turn-failed', errorFields(error));
    }
    const stands = turn && ['crisis', 'answer'].includes(turn.decision.outcome);
    await send(deliver, stands && turn ? (thought?.out ?? turn.out) : rescue(incoming, state), state.locale);
    if (turn) count(turn, state.locale);
    return 'unkept';
  }

  function count(turn: Turn, locale: Locale): void {
    const names = tally(turn.decision, locale, now());
    if (names.length === 0) return;
    store.counters.add(names).catch((error: unknown) => log('warn', 'count-failed', errorFields(error)));
  }

  function keep(text: string, turn: Turn): void {
    const miss = parts.keep?.(text, turn);
    if (miss) store.misses.add(miss).catch((error: unknown) => log('warn', 'keep-failed', errorFields(error)));
  }

  return {
    serve: (incoming, deliver, mailbox) => queue.run(incoming.key, () => answer(incoming, deliver, mailbox)),
    open: () => queue.size(),
    async drained() {
      await queue.idle();
      outbox.flush();
      await queue.idle();
    },
  };
}
