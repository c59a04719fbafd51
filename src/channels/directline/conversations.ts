import { crisisTurns } from '../../core/guard';
import type { Instant, Locale, Outgoing, Safety } from '../../core/types';
import type { Store } from '../../store/conversations';
import type { Addition, Letter } from '../../store/logs';
import { type InboundActivity, incomingOf } from '../botframework/activity';
import type { AttuneAdapter } from '../botframework/adapter';
import { errorFields, type Log } from '../log';
import { keyedQueue } from '../queue';
import { type Rendered, render, type Words } from '../render';
import type { Deliver, Incoming, Mailbox, Server } from '../serve';
import { arrival, botAccount, channelId, fromBot, fromUser, keyOf, markOf, newId, type Posted } from './activity';
import { paceOf } from './pace';
import type { Client } from './stream';
import { type ActivitySet, watchersOf } from './watchers';

export interface ConversationsParts {
  readonly adapter: () => Promise<AttuneAdapter>;
  readonly server: Server;
  readonly store: Store;
  readonly safety: Safety;
  /** The language of a conversation that has none yet. */
  readonly locale: Locale;
  readonly words: (locale: Locale) => Words;
  /** Said to somebody who sends more than can be read. */
  readonly tooFast: (locale: Locale) => string;
  /** Said when a turn was lost on the way. */
  readonly calm: (locale: Locale) => readonly Outgoing[];
  readonly now: () => Instant;
  readonly log: Log;
  /** Hours without a word after which a conversation is forgotten. */
  readonly idleHours: number;
}

/** One conversation and the person in it, as the token names them. */
export interface Seat {
  readonly conversation: string;
  readonly user: string;
}

/** Conversations of people who talk to this server directly: what they said and were told, kept and shown. */
export interface DirectConversations {
  /** Begins a conversation unless it is there already; the bot then greets. @returns whether it is new. */
  readonly begin: (seat: Seat, locale: string | undefined) => Promise<boolean>;
  readonly known: (conversation: string) => Promise<boolean>;
  /**
   * Takes what a person sent. Resolves with its id once it is kept; the bot answers later.
   * @param over there is no room for it: it is shown, and answered with a word about that, unless it may be about danger.
   */
  readonly post: (seat: Seat, posted: Posted, over: boolean) => Promise<string>;
  readonly read: (conversation: string, after: number) => Promise<ActivitySet>;
  /** Sends what came after `after` and everything new. @returns how to end that. */
  readonly watch: (conversation: string, after: number, client: Client) => () => void;
  /** Sockets that watch a conversation. */
  readonly watching: (conversation: string) => number;
  /** Forgets everything about a conversation and tells whoever watches. */
  readonly forget: (conversation: string) => Promise<void>;
  /** Answers what waited when the process ended. To be called before anything else. */
  readonly recover: () => Promise<number>;
  /** Nothing is waited for any more between two messages; resolves when every turn is done. */
  readonly drained: () => Promise<void>;
}

export function directConversations(parts: ConversationsParts): DirectConversations {
  const { store, log, now, safety } = parts;
  const { logs } = store;
  const watchers = watchersOf(logs, now);
  const pace = paceOf(watchers, (conversation) => typing(conversation));
  /** Turns of one conversation, one after another, in the order the log has them. */
  const turns = keyedQueue();

  const addition = (letters: readonly Letter[], more: Partial<Addition> = {}): Addition => {
    const at = now();
    return { at, letters, expires: new Date(Date.parse(at) + parts.idleHours * 3_600_000).toISOString(), ...more };
  };
  const typing = (conversation: string): Letter => ({
    type: 'typing',
    id: newId(),
    channelId,
    conversation: { id: conversation },
    from: botAccount,
    timestamp: now(),
  });
  const rendered = (out: readonly Outgoing[], locale: Locale): Rendered[] =>
    render(out, channelId, false, parts.words(locale));

  /** Adds letters of the bot and shows them; without the store they are shown to whoever watches now. */
  async function tell(key: string, letters: readonly Letter[], answers: number | undefined): Promise<void> {
    try {
      await logs.add(key, addition(letters, answers === undefined ? {} : { answers }));
      await watchers.wake(key);
    } catch (error) {
      log('error', 'log-write-failed', errorFields(error));
      for (const letter of letters) await watchers.show(key, { ...letter, timestamp: now() });
    }
  }

  /** Hands an activity to the bot when its turn has come. */
  function dispatch(key: string, letter: Letter, number: number | undefined): void {
    const incoming = incomingOf(letter as unknown as InboundActivity);
    turns
      .run(key, async () => {
        try {
          if (letter['type'] === 'message') await watchers.show(key, typing(conversationOf(letter)));
          if (incoming) await answer(key, letter, incoming, number);
        } catch (error) {
          log('error', 'activity-failed', errorFields(error));
          await tell(key, aside(parts.calm(parts.locale), parts.locale, letter), number);
        }
      })
      .catch((error: unknown) => log('error', 'reply-lost', errorFields(error)));
  }

  async function answer(key: string, letter: Letter, incoming: Incoming, number: number | undefined): Promise<void> {
    let taken: Letter[] = [];
    const adapter = await parts.adapter();
    await adapter.deliver(
      letter,
      async (context) => {
        const written = async (plan: readonly Rendered[]): Promise<readonly Letter[]> => {
          taken = [];
          const messages = plan.filter((step) => step.type === 'message');
          if (messages.length) await context.sendActivities(messages as object[]);
          return taken;
        };
        const deliver: Deliver = async (out, locale) => {
          pace.hurry(key);
          await tell(key, await written(rendered(out, locale)), number);
        };
        const mailbox: Mailbox = async (out, locale) => {
          const plan = rendered(out, locale);
          const letters = await written(plan);
          const show = pace.prepare(key, conversationOf(letter), plan, (await logs.head(key, now()))?.last ?? 0);
          return { addition: addition(letters, number === undefined ? {} : { answers: number }), show };
        };
        const served = await parts.server.serve(incoming, deliver, mailbox);
        if (served === 'duplicate') await tell(key, [], number);
      },
      (reply) => taken.push(fromBot(reply)),
    );
  }

  /** What the bot says past its turn. */
  function aside(out: readonly Outgoing[], locale: Locale, to: Letter): Letter[] {
    const { id, conversation } = to;
    const reply = to['type'] === 'conversationUpdate' ? {} : { replyToId: id };
    return rendered(out, locale)
      .filter((step) => step.type === 'message')
      .map((message) => fromBot({ ...message, channelId, conversation, ...reply }));
  }

  /** Whether somebody may be in danger: then nothing is too much. */
  async function danger(key: string, letter: Letter): Promise<{ readonly heard: boolean; readonly locale: Locale }> {
    const incoming = incomingOf(letter as unknown as InboundActivity);
    let locale = incoming?.locale ?? parts.locale;
    try {
      const state = (await store.conversations.read(key, now()))?.record.state;
      locale = state?.locale ?? locale;
      const memory = state?.crisis;
      const asked = memory !== undefined && memory.turns < crisisTurns;
      const finding = safety.detect(wordsOf(incoming), { locale, ...(asked ? { memory } : {}) });
      return { heard: asked || finding.level !== 'none', locale };
    } catch (error) {
      log('error', 'safety-failed', errorFields(error));
      return { heard: true, locale };
    }
  }

  return {
    async begin(seat, locale) {
      const key = keyOf(seat.conversation);
      const letter = arrival(seat.conversation, seat.user, locale);
      try {
        if (await logs.head(key, now())) return false;
        const marked = { hidden: true, waits: true, mark: 'arrival' };
        const { number, again } = await logs.add(key, addition([letter], marked));
        if (again) return false;
        dispatch(key, letter, number);
      } catch (error) {
        // Without the store there is no welcome, but people can still be heard.
        log('error', 'log-write-failed', errorFields(error));
      }
      return true;
    },
    known: async (conversation) => (await logs.head(keyOf(conversation), now())) !== undefined,
    async post(seat, posted, over) {
      const letter = fromUser(posted, seat.conversation, seat.user);
      const id = letter['id'] as string;
      if (posted.type === 'typing') return id;
      const key = keyOf(seat.conversation);
      if (over) {
        const { heard, locale } = await danger(key, letter);
        if (!heard) {
          log('info', 'over-limit');
          await tell(
            key,
            [letter, ...aside([{ type: 'say', text: parts.tooFast(locale) }], locale, letter)],
            undefined,
          );
          return id;
        }
      }
      const mark = markOf(posted);
      const waits = incomingOf(letter as unknown as InboundActivity) !== undefined;
      let number: number | undefined;
      try {
        const added = await logs.add(key, addition([letter], { waits, ...(mark === undefined ? {} : { mark }) }));
        number = added.number;
        if (added.again) return ((await logs.read(key, number - 1))[0]?.letter['id'] as string | undefined) ?? id;
        pace.hurry(key);
        await watchers.wake(key);
      } catch (error) {
        log('error', 'log-write-failed', errorFields(error));
        await watchers.show(key, { ...letter, timestamp: now() });
      }
      if (waits) dispatch(key, letter, number);
      return id;
    },
    read: (conversation, after) => watchers.read(keyOf(conversation), after),
    watch: (conversation, after, client) => watchers.open(keyOf(conversation), after, client),
    watching: (conversation) => watchers.count(keyOf(conversation)),
    async forget(conversation) {
      const key = keyOf(conversation);
      pace.hurry(key);
      await turns.run(key, () => store.conversations.delete(key));
      const cleared = { ...typing(conversation), type: 'event', name: 'attune/cleared' };
      await watchers.show(key, cleared);
      watchers.dismiss(key);
    },
    async recover() {
      const waiting = await logs.waiting();
      for (const { key, entry } of waiting) dispatch(key, entry.letter, entry.number);
      return waiting.length;
    },
    async drained() {
      pace.stop();
      await turns.idle();
    },
  };
}

function conversationOf(letter: Letter): string {
  return (letter['conversation'] as { readonly id: string }).id;
}

function wordsOf(incoming: Incoming | undefined): string {
  if (!incoming) return '';
  const { event, also = '' } = incoming;
  const own = event.type === 'said' ? event.text : event.type === 'picked' ? `${event.value} ${event.at}` : '';
  return `${own}\n${also}`;
}
