import type { IncomingMessage } from 'node:http';
import { HttpError } from './reply';

/** Largest body of an activity, in bytes. Teams sends at most about 100 KB. */
export const maxBodyBytes = 256 * 1024;
/** Deepest nesting of objects and arrays; deeper ones overflow whoever writes them out again. */
export const maxDepth = 64;

/**
 * Reads a JSON object from a request: `application/json` in UTF-8, not compressed, bounded in size and depth.
 * @throws HttpError 415 for another type or encoding, 413 when too large (the rest is not read), 400 for what is not JSON.
 */
export async function readJson(
  req: IncomingMessage,
  maxBytes = maxBodyBytes,
): Promise<Readonly<Record<string, unknown>>> {
  const encoding = req.headers['content-encoding'] ?? 'identity';
  if (encoding.toLowerCase() !== 'identity') {
    throw new HttpError(415, 'UnsupportedEncoding', 'Send the body without Content-Encoding.');
  }
  const [type = '', ...parameters] = (req.headers['content-type'] ?? '').toLowerCase().split(';');
  const charset = parameters.map((p) => p.trim()).find((p) => p.startsWith('charset='));
  if (type.trim() !== 'application/json' || (charset && !/^charset="?utf-?8"?$/.test(charset))) {
    throw new HttpError(415, 'UnsupportedMediaType', 'Send application/json in UTF-8.');
  }
  const text = (await readBytes(req, maxBytes)).toString('utf8');
  if (tooDeep(text)) throw new HttpError(400, 'TooDeep', `The JSON is nested deeper than ${maxDepth} levels.`);
  const body = parse(text);
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new HttpError(400, 'BadRequest', 'The body must be a JSON object.');
  }
  return body as Record<string, unknown>;
}

/**
 * The same for a body that may be left out; then `{}`.
 * @throws HttpError as `readJson`.
 */
export async function readJsonIfAny(
  req: IncomingMessage,
  maxBytes = maxBodyBytes,
): Promise<Readonly<Record<string, unknown>>> {
  const { 'content-length': length, 'transfer-encoding': transfer } = req.headers;
  if (transfer === undefined && (length === undefined || Number(length) === 0)) return {};
  return readJson(req, maxBytes);
}

/** Reads a body nobody wants, so that the client sees the answer and not a reset. */
export async function discard(req: IncomingMessage): Promise<void> {
  await readBytes(req, 0).catch(() => {});
}

/** How much of a body that is too large is read and thrown away, so that the client sees the answer and not a reset. */
const maxDiscardedBytes = 4 * 1024 * 1024;

function readBytes(req: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const tooLarge = (): HttpError => new HttpError(413, 'TooLarge', `The body is larger than ${maxBytes} bytes.`);
  if (Number(req.headers['content-length'] ?? 0) > maxDiscardedBytes) return Promise.reject(tooLarge());
  return new Promise((resolve, reject) => {
    let chunks: Buffer[] = [];
    let size = 0;
    req.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= maxBytes) chunks.push(chunk);
      else chunks = [];
      if (size > maxDiscardedBytes) {
        req.pause();
        reject(tooLarge());
      }
    });
    req.on('end', () => (size > maxBytes ? reject(tooLarge()) : resolve(Buffer.concat(chunks))));
    req.on('error', reject);
    req.on('close', () => {
      if (!req.complete) reject(new HttpError(400, 'Aborted', 'The request broke off.'));
    });
  });
}

/** Names that reach prototypes when somebody merges objects carelessly; no activity needs them. */
const poison = new Set(['__proto__', 'constructor', 'prototype']);

function parse(text: string): unknown {
  const suspicious = /__proto__|constructor|prototype|\\u/.test(text);
  try {
    if (!suspicious) return JSON.parse(text);
    return JSON.parse(text, (key, value: unknown) => (poison.has(key) ? undefined : value));
  } catch {
    throw new HttpError(400, 'BadRequest', 'The body is not JSON.');
  }
}

/** Counts brackets outside strings, without recursion. */
function tooDeep(text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (inString) {
      if (code === 0x5c) i += 1;
      else if (code === 0x22) inString = false;
    } else if (code === 0x22) inString = true;
    else if (code === 0x7b || code === 0x5b) {
      depth += 1;
      if (depth > maxDepth) return true;
    } else if (code === 0x7d || code === 0x5d) depth -= 1;
  }
  return false;
}
