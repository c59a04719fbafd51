import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { discard, readJson, readJsonIfAny } from '../body';
import type { Handler, HttpServer } from '../http';
import { HttpError, writeJson, writeNothing } from '../reply';
import { type AccessRules, addressOf, allowOrigin, mayHaveToken, mayTalk } from './access';
import { maxActivityBytes, readPosted } from './activity';
import type { DirectConversations, Seat } from './conversations';
import { type Allowance, limit } from './limits';
import type { Sockets } from './stream';
import type { Bearer, Claims, Tokens } from './tokens';

export const base = '/v3/directline';

/** Sockets on one conversation (tabs of one person), and all together. */
const socketsPerConversation = 20;
const socketsAtAll = 20_000;

/** What one person or one address may do. Many people can share an address, so those are wide. */
export interface Allowances {
  /** Messages in one conversation. */
  readonly messages: Allowance;
  /** Messages from one address in conversations that were begun without the secret. */
  readonly addressMessages: Allowance;
  /** Tokens given to one address without the secret. */
  readonly tokens: Allowance;
}
export const usualAllowances: Allowances = {
  messages: { points: 120, seconds: 60 },
  addressMessages: { points: 600, seconds: 60 },
  tokens: { points: 60, seconds: 60 },
};
/** On a developer's machine everything comes from one address. */
export const developmentAllowances: Allowances = {
  ...usualAllowances,
  addressMessages: { points: 100_000, seconds: 60 },
  tokens: { points: 5_000, seconds: 60 },
};

export interface RoutesParts {
  readonly conversations: DirectConversations;
  readonly tokens: Tokens;
  readonly sockets: Sockets;
  readonly rules: AccessRules;
  readonly allowances: Allowances;
  /** In milliseconds since 1970. */
  readonly now: () => number;
  /** How long after its end a token may still be renewed by the page that holds it, in seconds. */
  readonly renewSeconds: number;
}

const generateBody = z.object({
  user: z.object({ id: z.string().max(256).optional() }).nullish(),
  renew: z.string().max(4096).nullish(),
});
const beginBody = z.object({
  user: z.object({ id: z.string().max(256).optional() }).nullish(),
  locale: z.string().max(64).nullish(),
});

/** Direct Line 3.0 for the official clients and our own; README.md beside this file tells what is served. */
export function directLineRoutes(http: HttpServer, parts: RoutesParts): void {
  const { conversations, tokens, sockets, rules, allowances } = parts;
  const messages = limit(allowances.messages);
  const addressMessages = limit(allowances.addressMessages);
  const newTokens = limit(allowances.tokens);

  /** Who asks. @throws HttpError 401 without a credential, 403 with one that does not hold. */
  async function bearer(req: IncomingMessage): Promise<Extract<Bearer, { type: 'secret' | 'token' }>> {
    const header = req.headers.authorization ?? '';
    const credential = /^Bearer +(\S+)$/i.exec(header)?.[1];
    if (credential === undefined) {
      throw new HttpError(401, 'Unauthorized', 'Send the header "Authorization: Bearer <token>".');
    }
    const who = await tokens.read(credential);
    if (who.type === 'expired') throw new HttpError(403, 'TokenExpired', 'The token has expired.');
    if (who.type === 'nobody') throw new HttpError(403, 'BadToken', 'The token does not hold.');
    return who;
  }

  /** Who asks about this conversation. @throws HttpError also when the token belongs to another one, or nothing is there. */
  async function seated(
    req: IncomingMessage,
    conversation: string,
  ): Promise<{ seat: Seat; open: boolean; bound: boolean }> {
    const who = await bearer(req);
    if (who.type === 'token') {
      if (who.conversation !== conversation) {
        throw new HttpError(403, 'BadConversation', 'The token belongs to another conversation.');
      }
      return { seat: who, open: who.open, bound: true };
    }
    if (!(await conversations.known(conversation))) {
      throw new HttpError(404, 'ConversationNotFound', 'There is no such conversation.');
    }
    return { seat: { conversation, user: newUser() }, open: false, bound: false };
  }

  async function ticket(claims: Claims): Promise<object> {
    return { conversationId: claims.conversation, token: await tokens.issue(claims), expires_in: tokens.lifetime };
  }

  async function withStream(claims: Claims, after?: number): Promise<object> {
    const query = new URLSearchParams({
      ...(after === undefined ? {} : { watermark: String(after) }),
      t: await tokens.issueForStream(claims),
    });
    const socketBase = rules.publicUrl().replace(/^http/, 'ws');
    const path = `${base}/conversations/${encodeURIComponent(claims.conversation)}/stream`;
    return { ...(await ticket(claims)), streamUrl: `${socketBase}${path}?${query}` };
  }

  /** Someone without the secret asks for a token. @throws HttpError when this page or address may not have one. */
  async function admit(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const { origin } = req.headers;
    if (!mayHaveToken(origin, rules)) {
      const closed = !rules.development && rules.origins.length === 0;
      throw closed
        ? new HttpError(401, 'Unauthorized', 'Tokens are given to the holder of the secret only.')
        : new HttpError(403, 'BadOrigin', 'Pages of this origin may not talk to this bot.');
    }
    const wait = await newTokens.take(addressOf(req, rules.trustedProxies));
    if (wait === undefined) return;
    res.setHeader('Retry-After', String(wait));
    throw new HttpError(429, 'TooManyTokens', 'Too many tokens for one address. Wait a little.');
  }

  /** Claims of a token that held, or held not too long ago, in a conversation that is still there. */
  async function renewed(token: string): Promise<Claims | undefined> {
    const who = await tokens.read(token);
    if (who.type === 'token') return who;
    if (who.type !== 'expired' || parts.now() / 1000 - who.expired > parts.renewSeconds) return undefined;
    return (await conversations.known(who.claims.conversation)) ? who.claims : undefined;
  }

  const generate: Handler = async (req, res) => {
    const secret = req.headers.authorization === undefined ? false : (await bearer(req)).type === 'secret';
    if (req.headers.authorization !== undefined && !secret) {
      throw new HttpError(403, 'SecretNeeded', 'Tokens are made with the secret, not with another token.');
    }
    if (!secret) await admit(req, res);
    const { user, renew } = shaped(generateBody, await readJsonIfAny(req, maxActivityBytes));
    const old = renew ? await renewed(renew) : undefined;
    const chosen = secret && user?.id ? boundUser(user.id) : newUser();
    writeJson(res, 200, await ticket(old ?? { conversation: newConversation(), user: chosen, open: !secret }));
  };

  const refresh: Handler = async (req, res) => {
    const who = await bearer(req);
    await discard(req);
    if (who.type === 'secret') throw new HttpError(403, 'TokenNeeded', 'A secret does not expire; refresh a token.');
    writeJson(res, 200, await ticket(who));
  };

  const begin: Handler = async (req, res) => {
    const who = await bearer(req);
    const { user, locale } = shaped(beginBody, await readJsonIfAny(req, maxActivityBytes));
    const claims: Claims =
      who.type === 'token'
        ? who
        : { conversation: newConversation(), user: user?.id ? boundUser(user.id) : newUser(), open: false };
    const fresh = await conversations.begin(claims, locale ?? undefined);
    writeJson(res, fresh ? 201 : 200, await withStream(claims));
  };

  const rejoin: Handler = async (req, res, { id = '' }) => {
    const after = watermarkOf(req);
    const { seat, open, bound } = await seated(req, id);
    // A token outlives what it names when the data folder is lost; the person goes on in an empty conversation.
    if (bound) await conversations.begin(seat, undefined);
    writeJson(res, 200, await withStream({ ...seat, open }, after));
  };

  const post: Handler = async (req, res, { id = '' }) => {
    const { seat, open, bound } = await seated(req, id);
    const posted = readPosted(await readJson(req, maxActivityBytes));
    const user = bound ? seat.user : (posted.from?.id ?? seat.user);
    const over = posted.type !== 'typing' && (await tooMany(req, id, open));
    writeJson(res, 200, { id: await conversations.post({ conversation: id, user }, posted, over) });
  };

  async function tooMany(req: IncomingMessage, conversation: string, open: boolean): Promise<boolean> {
    if ((await messages.take(conversation)) !== undefined) return true;
    if (!open) return false;
    return (await addressMessages.take(addressOf(req, rules.trustedProxies))) !== undefined;
  }

  const read: Handler = async (req, res, { id = '' }) => {
    const after = watermarkOf(req);
    const { seat, bound } = await seated(req, id);
    if (bound) await conversations.begin(seat, undefined);
    writeJson(res, 200, await conversations.read(id, after ?? 0));
  };

  const forget: Handler = async (req, res, { id = '' }) => {
    await seated(req, id);
    await conversations.forget(id);
    writeNothing(res);
  };

  const upload: Handler = async (req, res, { id = '' }) => {
    res.shouldKeepAlive = false;
    await seated(req, id);
    await discard(req);
    throw new HttpError(415, 'AttachmentsNotSupported', 'This bot takes no files. Send text.');
  };
  const fixed: Handler = async (req, res, { id = '' }) => {
    res.shouldKeepAlive = false;
    await seated(req, id);
    await discard(req);
    throw new HttpError(405, 'MethodNotAllowed', 'What was said stays as it is. Send a new message.');
  };
  const socketOnly: Handler = async () => {
    throw new HttpError(426, 'UpgradeRequired', 'The stream is a WebSocket.');
  };

  /** Pages of other origins are turned away before anything is read. */
  const fromAllowed =
    (handler: Handler): Handler =>
    async (req, res, params) => {
      const { origin } = req.headers;
      if (origin !== undefined && !mayTalk(origin, rules)) {
        throw new HttpError(403, 'BadOrigin', 'Pages of this origin may not talk to this bot.');
      }
      await handler(req, res, params);
    };

  http.before(base, (req, res) => {
    allowOrigin(req, res, rules);
    if (req.method !== 'OPTIONS') return false;
    writeNothing(res);
    return true;
  });
  const route = (method: Parameters<HttpServer['route']>[0], path: string, handler: Handler): void =>
    http.route(method, `${base}${path}`, fromAllowed(handler));
  route('POST', '/tokens/generate', generate);
  route('POST', '/tokens/refresh', refresh);
  route('POST', '/conversations', begin);
  route('GET', '/conversations/:id', rejoin);
  route('DELETE', '/conversations/:id', forget);
  route('POST', '/conversations/:id/activities', post);
  route('GET', '/conversations/:id/activities', read);
  route('PUT', '/conversations/:id/activities/:activity', fixed);
  route('DELETE', '/conversations/:id/activities/:activity', fixed);
  route('POST', '/conversations/:id/upload', upload);
  route('GET', '/conversations/:id/stream', socketOnly);

  http.upgrade(`${base}/conversations/`, async (req, socket, head) => {
    const url = new URL(req.url ?? '', 'http://localhost');
    const id = /^\/v3\/directline\/conversations\/([^/]+)\/stream$/.exec(url.pathname)?.[1];
    if (id === undefined) throw new HttpError(404, 'NotFound', 'There is nothing at this path.');
    const { origin } = req.headers;
    if (origin !== undefined && !mayTalk(origin, rules)) throw new HttpError(403, 'BadOrigin', 'Not from this page.');
    const after = watermarkOf(req) ?? 0;
    const who = await tokens.readForStream(url.searchParams.get('t') ?? '');
    if (who.type !== 'token' || encodeURIComponent(who.conversation) !== id) {
      throw new HttpError(403, who.type === 'expired' ? 'TokenExpired' : 'BadToken', 'The token does not hold.');
    }
    if (conversations.watching(who.conversation) >= socketsPerConversation || sockets.count() >= socketsAtAll) {
      throw new HttpError(503, 'TooManySockets', 'Too many sockets are open.');
    }
    await conversations.begin(who, undefined);
    sockets.accept(req, socket, head, (client) => conversations.watch(who.conversation, after, client));
  });
}

/** undefined: from the beginning. @throws HttpError 400 for what was never a watermark. */
function watermarkOf(req: IncomingMessage): number | undefined {
  const text = new URL(req.url ?? '', 'http://localhost').searchParams.get('watermark') ?? '';
  if (text === '') return undefined;
  if (!/^\d{1,15}$/.test(text)) throw new HttpError(400, 'BadWatermark', 'The watermark is none of ours.');
  return Number(text);
}

function shaped<T>(schema: z.ZodType<T>, body: unknown): T {
  const read = schema.safeParse(body);
  if (read.success) return read.data;
  const field = read.error.issues[0]?.path.join('.') ?? '';
  throw new HttpError(400, 'BadArgument', `The field "${field.slice(0, 80)}" has the wrong shape.`);
}

/** Nobody can guess it, and it says nothing. */
function newConversation(): string {
  return randomBytes(18).toString('base64url');
}

function newUser(): string {
  return boundUser(randomBytes(12).toString('base64url'));
}

/** Clients keep ids that begin so for users who come in a token. */
function boundUser(id: string): string {
  return id.startsWith('dl_') ? id : `dl_${id}`;
}
