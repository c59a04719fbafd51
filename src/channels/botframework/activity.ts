import crypto from 'node:crypto';
import { z } from 'zod';
import type { Event, Locale } from '../../core/types';
import { locales } from '../../core/types';
import { HttpError } from '../reply';
import type { Incoming } from '../serve';

const id = z.string().max(1024);
const account = z.looseObject({ id: id.optional(), name: z.string().max(1024).optional() });
const record = z.record(z.string(), z.unknown());

/** The parts of an inbound activity this bot relies on; the rest passes through unread. */
const inbound = z.looseObject({
  type: z.string().min(1).max(64),
  id: id.optional(),
  timestamp: z.union([z.string().max(64), z.number()]).optional(),
  localTimestamp: z.union([z.string().max(64), z.number()]).optional(),
  channelId: z.string().max(64).optional(),
  serviceUrl: z.string().max(2048).optional(),
  from: account,
  recipient: account.optional(),
  conversation: z.looseObject({
    id: id.min(1),
    isGroup: z.boolean().nullish(),
    conversationType: z.string().max(64).nullish(),
  }),
  text: z.string().nullish(),
  locale: z.string().max(64).nullish(),
  name: z.string().max(256).nullish(),
  action: z.string().max(64).nullish(),
  replyToId: id.nullish(),
  deliveryMode: z.string().max(32).nullish(),
  value: z.unknown().optional(),
  channelData: z.unknown().optional(),
  membersAdded: z.array(account).max(1000).nullish(),
  membersRemoved: z.array(account).max(1000).nullish(),
  attachments: z.array(record).max(100).nullish(),
  entities: z.array(record).max(250).nullish(),
});
export type InboundActivity = z.infer<typeof inbound>;

/**
 * Checks the shape of an activity before anything else touches it.
 * @throws HttpError 400 naming the first field that is wrong, never its value.
 */
export function readActivity(body: unknown): InboundActivity {
  const read = inbound.safeParse(body);
  if (read.success) return read.data;
  const field = read.error.issues[0]?.path.join('.') || 'activity';
  throw new HttpError(400, 'BadActivity', `The field "${field.slice(0, 80)}" is missing or has the wrong shape.`);
}

export function isGroup(activity: InboundActivity): boolean {
  const { isGroup: flag, conversationType } = activity.conversation;
  return flag === true || conversationType === 'groupChat' || conversationType === 'channel';
}

/** A digest: tells two things apart without naming either. */
function mark(...parts: readonly string[]): string {
  const text = parts.join('\u0000');
  // The one-shot hash, five times as quick, came with Node 20.12.
  return (crypto.hash as typeof crypto.hash | undefined)?.('sha256', text, 'base64url') ?? slowMark(text);
}

function slowMark(text: string): string {
  return crypto.createHash('sha256').update(text).digest('base64url');
}

/**
 * The key of one person's conversation. In a group every member has their own; with one person the conversation is
 * theirs, whoever the channel names as sender of a system activity.
 */
export function keyOf(activity: InboundActivity): string {
  const { channelId = '', conversation, from } = activity;
  return mark(channelId, conversation.id, isGroup(activity) ? (from.id ?? '') : '');
}

/** What an activity means to the conversation; undefined: nothing, and it is answered with a plain 200. */
export function incomingOf(activity: InboundActivity): Incoming | undefined {
  const heard = eventOf(activity);
  if (!heard) return undefined;
  const { locale, country } = localeOf(activity.locale);
  return {
    key: keyOf(activity),
    ...(activity.id ? { activity: mark(activity.type, activity.id).slice(0, 16) } : {}),
    ...heard,
    ...(locale ? { locale } : {}),
    ...(country ? { country } : {}),
  };
}

function eventOf(activity: InboundActivity): { readonly event: Event; readonly also?: string } | undefined {
  switch (activity.type) {
    case 'message':
      return messageOf(activity);
    case 'conversationUpdate': {
      const bot = activity.recipient?.id;
      const added = activity.membersAdded ?? [];
      // In a group the bot speaks up when it is added itself, not whenever somebody joins.
      const arrived = isGroup(activity) ? added.some((m) => m.id === bot) : added.length > 0;
      return arrived ? { event: { type: 'joined' } } : undefined;
    }
    case 'installationUpdate':
      return activity.action === 'remove' || activity.action === 'remove-upgrade'
        ? undefined
        : { event: { type: 'joined' } };
    case 'event':
      // Pages with Web Chat send it from their own middleware; it asks for a welcome.
      return activity.name === 'webchat/join' ? { event: { type: 'joined' } } : undefined;
    default:
      return undefined;
  }
}

/** Every string inside a value, however deep; iterative, as the value is a stranger's. */
function stringsIn(value: unknown): string[] {
  const words: string[] = [];
  const open: unknown[] = [value];
  while (open.length) {
    const next = open.pop();
    if (typeof next === 'string') words.push(next);
    else if (typeof next === 'object' && next !== null) open.push(...Object.values(next).reverse());
  }
  return words;
}

/** Keys of a button's value that are ours or the channel's; what stands under others, somebody typed. */
const buttonKeys: ReadonlySet<string> = new Set(['at', 'value', 'label', 'msteams']);

/**
 * A message is a picked button when its value says which, else its words. Whatever other words come along (inputs of a
 * card, captions, a text that is not the button's label) goes into `also`, so that no danger is overheard.
 */
function messageOf(activity: InboundActivity): { readonly event: Event; readonly also?: string } {
  const text = activity.text ?? '';
  const payload = payloadOf(activity.value);
  const button = payload && typeof payload['at'] === 'string' && typeof payload['value'] === 'string';
  const typed = payload
    ? Object.entries(payload).flatMap(([key, inner]) =>
        (button ? buttonKeys : new Set(['msteams'])).has(key) ? [] : stringsIn(inner),
      )
    : stringsIn(activity.value);
  const captions = (activity.attachments ?? []).flatMap(({ name, content }) => stringsIn([name, content]));
  if (button) {
    const own = !text || text.trim() === payload['label'];
    const also = [...(own ? [] : [text]), ...typed, ...captions];
    const event: Event = { type: 'picked', at: String(payload['at']), value: String(payload['value']) };
    return also.length ? { event, also: also.join('\n') } : { event };
  }
  if (!text && typed.length) return { event: { type: 'said', text: [...typed, ...captions].join('\n') } };
  const also = [...typed, ...captions];
  const event: Event = { type: 'said', text };
  return also.length ? { event, also: also.join('\n') } : { event };
}

/** Some clients send the value of a button as JSON in a string. */
function payloadOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  if (typeof value !== 'string' || value.length > 1000 || !value.startsWith('{')) return undefined;
  try {
    return payloadOf(JSON.parse(value));
  } catch {
    return undefined;
  }
}

interface Speaker {
  readonly locale?: Locale;
  readonly country?: string;
}

/** Channels send one of a few hundred tags, with every message. */
const knownTags = new Map<string, Speaker>();
const maxKnownTags = 500;

/** "es-MX" is Spanish in Mexico; a language that is not spoken here names a country all the same. */
export function localeOf(tag: string | null | undefined): Speaker {
  const known = knownTags.get(tag ?? '');
  if (known) return known;
  const [language = '', ...rest] = (tag ?? '').split(/[-_]/);
  const locale = locales.find((l) => l === language.toLowerCase());
  const country = rest.find((part) => /^[a-z]{2}$/i.test(part))?.toUpperCase();
  const speaker = { ...(locale ? { locale } : {}), ...(country ? { country } : {}) };
  if (knownTags.size < maxKnownTags) knownTags.set(tag ?? '', speaker);
  return speaker;
}
