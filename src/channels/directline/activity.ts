import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Letter } from '../../store/logs';
import { keyOf as keyOfActivity } from '../botframework/activity';
import { HttpError } from '../reply';

/** The name of this channel to the framework and the renderer. */
export const channelId = 'directline';
/** Who the bot is on this channel. */
export const botAccount = { id: 'attune', name: 'Attune', role: 'bot' } as const;

/** Largest activity a client may post, in bytes. It is echoed and kept as it is, and nobody types that much. */
export const maxActivityBytes = 64 * 1024;

const record = z.record(z.string(), z.unknown());
const short = z.string().max(256);

/**
 * What a client decides about its activity. Everything else (id, timestamp, conversation, recipient, serviceUrl, replyToId,
 * deliveryMode, callerId, roles …) is the server's, and whatever a client writes there is dropped.
 */
const posted = z.object({
  type: z.enum(['message', 'event', 'typing']),
  from: z.object({ id: short.optional(), name: short.optional() }).optional(),
  text: z.string().nullish(),
  textFormat: z.enum(['plain', 'markdown', 'xml']).nullish(),
  locale: z.string().max(64).nullish(),
  name: short.nullish(),
  value: z.unknown().optional(),
  valueType: short.nullish(),
  channelData: z.unknown().optional(),
  attachments: z.array(record).max(20).nullish(),
  entities: z.array(record).max(50).nullish(),
  localTimestamp: z.string().max(64).nullish(),
  localTimezone: z.string().max(64).nullish(),
});

export type Posted = z.infer<typeof posted>;

/** Checks what a client posts. @throws HttpError 400 naming the first field that is wrong, never its value. */
export function readPosted(body: unknown): Posted {
  const read = posted.safeParse(body);
  if (read.success) return read.data;
  const field = read.error.issues[0]?.path.join('.') ?? '';
  if (field === 'type') {
    throw new HttpError(400, 'NotSupported', 'The field "type" must be message, event or typing.');
  }
  throw new HttpError(400, 'BadActivity', `The field "${field.slice(0, 80)}" has the wrong shape.`);
}

/** An id nobody used before, here or before a restart. */
export function newId(): string {
  return randomBytes(12).toString('base64url');
}

/** The client's own mark of what it posts, if it has one: a second post with the same mark is the first one again. */
export function markOf({ channelData }: Posted): string | undefined {
  const mark = (channelData as { clientActivityID?: unknown } | null | undefined)?.clientActivityID;
  if (typeof mark !== 'string' || mark === '') return undefined;
  return createHash('sha256').update(mark).digest('base64url').slice(0, 16);
}

/** A client's activity as it is kept, echoed and given to the bot. */
export function fromUser(activity: Posted, conversation: string, user: string): Letter {
  const { from, ...rest } = activity;
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== null && value !== undefined));
  return {
    ...given,
    id: newId(),
    channelId,
    conversation: { id: conversation },
    from: { id: user, ...(from?.name ? { name: from.name } : {}), role: 'user' },
    recipient: botAccount,
  };
}

/** Tells the bot that somebody came; clients never see it. */
export function arrival(conversation: string, user: string, locale: string | undefined): Letter {
  return {
    type: 'conversationUpdate',
    id: newId(),
    channelId,
    conversation: { id: conversation },
    from: { id: user, role: 'user' },
    recipient: botAccount,
    membersAdded: [botAccount, { id: user }],
    ...(locale ? { locale } : {}),
  };
}

/** A bot's activity as it is kept and shown: plain JSON, with an id, and without what only the framework needs. */
export function fromBot(activity: object): Letter {
  const { serviceUrl, callerId, recipient, timestamp, localTimestamp, ...rest } = JSON.parse(
    JSON.stringify(activity),
  ) as Record<string, unknown>;
  return { ...rest, id: newId(), from: botAccount };
}

/** The key of a conversation's record and log. */
export function keyOf(conversation: string): string {
  return keyOfActivity({ type: 'message', channelId, conversation: { id: conversation }, from: {} });
}
