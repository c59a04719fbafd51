import type { IncomingMessage, ServerResponse } from 'node:http';
import { isIP } from 'node:net';

/** Who may come in over the web. */
export interface AccessRules {
  /** Origins of pages that may talk to the bot, such as `https://clinic.example`. Empty: any page that has a token. */
  readonly origins: readonly string[];
  /** Where clients reach this server, without a slash at the end. */
  readonly publicUrl: () => string;
  /** Nobody configured a secret, and only this machine is served. */
  readonly development: boolean;
  /** Proxies in front whose word about the client's address counts. 0: none. */
  readonly trustedProxies: number;
}

/** Whether a page of this origin may talk to the bot. */
export function mayTalk(origin: string, rules: AccessRules): boolean {
  if (rules.origins.includes(origin)) return true;
  if (rules.development) return isLoopback(origin);
  return rules.origins.length === 0 || origin === new URL(rules.publicUrl()).origin;
}

/** Whether a page of this origin may have a token without the secret. `undefined`: not a page. */
export function mayHaveToken(origin: string | undefined, rules: AccessRules): boolean {
  if (rules.development) return origin === undefined || mayTalk(origin, rules);
  return origin !== undefined && rules.origins.length > 0 && mayTalk(origin, rules);
}

/** How long a browser may remember what it was told about cross-origin requests, in seconds. */
const preflightSeconds = 7200;

/** Cross-origin headers for every answer, errors too, or a page only sees that something failed. */
export function allowOrigin(req: IncomingMessage, res: ServerResponse, rules: AccessRules): void {
  const { origin } = req.headers;
  res.setHeader('Vary', 'Origin');
  if (origin === undefined || !mayTalk(origin, rules)) return;
  res.setHeader('Access-Control-Allow-Origin', origin);
  res.setHeader('Access-Control-Expose-Headers', 'Retry-After');
  if (req.method !== 'OPTIONS') return;
  res.setHeader('Access-Control-Allow-Methods', 'GET, POST, DELETE');
  res.setHeader('Access-Control-Allow-Headers', 'authorization, content-type, x-ms-bot-agent, x-requested-with');
  res.setHeader('Access-Control-Max-Age', String(preflightSeconds));
}

function isLoopback(origin: string): boolean {
  return /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(origin);
}

/**
 * The address a request comes from, for counting only: each trusted proxy has added one entry to X-Forwarded-For, the
 * rest of it is hearsay. An IPv6 address counts as its /64, which is what one household has.
 */
export function addressOf(req: IncomingMessage, trustedProxies: number): string {
  const socket = req.socket.remoteAddress ?? '';
  const hops = [req.headers['x-forwarded-for'] ?? []]
    .flat()
    .join(',')
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
  const said = trustedProxies > 0 ? (hops.at(-trustedProxies) ?? hops[0]) : undefined;
  const address = said && isIP(said) ? said : socket;
  return isIP(address) === 6 ? prefixOf(address) : address;
}

function prefixOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped) return mapped;
  const [head = '', tail] = address.split('%')[0]?.split('::') ?? [];
  const front = head.split(':').filter(Boolean);
  const back = (tail ?? '').split(':').filter(Boolean);
  const zeros = tail === undefined ? [] : Array<string>(Math.max(0, 8 - front.length - back.length)).fill('0');
  return [...front, ...zeros, ...back]
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}
