import { type IncomingMessage, type Server as NodeServer, type ServerResponse, STATUS_CODES } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import * as restify from 'restify';
import { errorFields, type Log } from './log';
import { HttpError, writeError } from './reply';

/** Longest wait for a request's head and for the whole request, in milliseconds. */
const headersTimeoutMs = 10_000;
const requestTimeoutMs = 20_000;
/** Longer than the idle time of the usual proxies (60 s), or they would meet a closed connection now and then. */
const keepAliveTimeoutMs = 65_000;

export type Handler = (
  request: IncomingMessage,
  response: ServerResponse,
  params: Readonly<Record<string, string>>,
) => Promise<void>;

/** Sees a request before it is routed. True: it is answered. */
export type Look = (request: IncomingMessage, response: ServerResponse) => boolean;

/** Takes over a socket, or throws HttpError to have it answered and closed. */
export type UpgradeHandler = (request: IncomingMessage, socket: Duplex, head: Buffer) => Promise<void>;

export interface HttpOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Answer only requests whose Host header names this machine: keeps web pages of other sites out of an open bot. */
  readonly loopbackHostsOnly: boolean;
  readonly log: Log;
}

export interface HttpServer {
  /** `GET` answers `HEAD` too. */
  readonly route: (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, handler: Handler) => void;
  /** Every request whose target begins with `prefix` is shown to `look` first. */
  readonly before: (prefix: string, look: Look) => void;
  /** WebSocket requests whose target begins with `prefix`; all others are answered 404. */
  readonly upgrade: (prefix: string, handler: UpgradeHandler) => void;
  /** @throws Error (`EADDRINUSE`, `EACCES` …) when the port cannot be had. */
  readonly listen: () => Promise<AddressInfo>;
  /** The port it listens on; the configured one before that. */
  readonly port: () => number;
  /** Takes no more connections, lets open requests end, and after `limitMs` cuts what is left. */
  readonly close: (limitMs: number) => Promise<void>;
}

const baseHeaders = Object.entries({
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'X-Frame-Options': 'DENY',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Cache-Control': 'no-store',
});

/**
 * restify 12 behind a gate. Bare, it builds a URL from the Host header and the target before any handler runs, and one
 * malformed request ends the process (restify issue 2011); its bodyParser can be ended by bad gzip (issue 1975).
 * So: the gate looks at both first, and bodies are read by `readJson` alone.
 */
export function httpServer(options: HttpOptions): HttpServer {
  const { log } = options;
  const server = restify.createServer({
    name: '',
    ignoreTrailingSlash: true,
    // restify's own log prints whole requests; ours holds no words of anyone.
    log: silent,
    formatters: {
      'application/json': (_req: unknown, res: unknown, body: unknown) => errorBody(res as ServerResponse, body),
    },
  } as unknown as restify.ServerOptions);
  const node = server.server as unknown as NodeServer;
  const looks: { readonly prefix: string; readonly look: Look }[] = [];
  const upgrades: { readonly prefix: string; readonly handler: UpgradeHandler }[] = [];
  let closing = false;

  const [handle] = node.listeners('request') as ((req: IncomingMessage, res: ServerResponse) => void)[];
  node.removeAllListeners('request');
  node.removeAllListeners('checkContinue');
  const gate = (req: IncomingMessage, res: ServerResponse, expectsContinue: boolean): void => {
    for (const [name, value] of baseHeaders) res.setHeader(name, value);
    if (closing) res.shouldKeepAlive = false;
    const refusal = refuse(req, options.loopbackHostsOnly);
    if (refusal) {
      res.shouldKeepAlive = false;
      writeError(res, refusal);
      return;
    }
    if (looks.some(({ prefix, look }) => req.url?.startsWith(prefix) && look(req, res))) return;
    // What restify reads besides the path: a fixed host, no content negotiation, no version header.
    req.headers.host = 'localhost';
    req.headers.accept = 'application/json';
    delete req.headers['accept-version'];
    if (expectsContinue) res.writeContinue();
    handle?.call(node, req, res);
  };
  node.on('request', (req, res) => gate(req, res, false));
  node.on('checkContinue', (req, res) => gate(req, res, true));
  // A socket nobody answers stays open for ever.
  node.removeAllListeners('upgrade');
  node.on('upgrade', (req, socket, head) => {
    const found = upgrades.find(({ prefix }) => req.url?.startsWith(prefix));
    const refusal =
      refuse(req, options.loopbackHostsOnly) ??
      (closing ? new HttpError(503, 'Leaving', 'This server is about to stop.') : undefined);
    if (refusal || !found) {
      hangUp(socket as Socket, statusLine(refusal?.status ?? 404));
      return;
    }
    socket.on('error', () => socket.destroy());
    found.handler(req, socket, head).catch((error: unknown) => {
      if (!(error instanceof HttpError)) log('error', 'upgrade-failed', errorFields(error));
      hangUp(socket as Socket, statusLine(error instanceof HttpError ? error.status : 500));
    });
  });
  node.on('connect', (_req, socket) => hangUp(socket as Socket, '405 Method Not Allowed'));
  node.headersTimeout = headersTimeoutMs;
  node.requestTimeout = requestTimeoutMs;
  node.keepAliveTimeout = keepAliveTimeoutMs;

  return {
    route(method, path, handler) {
      // restify wants a real async function that resolves to nothing, or it logs whole responses.
      const run = async (req: restify.Request, res: restify.Response): Promise<void> => {
        const response = res as unknown as ServerResponse;
        try {
          await handler(req as unknown as IncomingMessage, response, (req.params ?? {}) as Record<string, string>);
        } catch (error) {
          if (!(error instanceof HttpError)) log('error', 'handler-failed', { path, ...errorFields(error) });
          writeError(response, error instanceof HttpError ? error : new HttpError(500, 'InternalError', sorry));
        }
      };
      if (method === 'POST') server.post(path, run);
      else if (method === 'PUT') server.put(path, run);
      else if (method === 'DELETE') server.del(path, run);
      else {
        server.get(path, run);
        server.head(path, run);
      }
    },
    before: (prefix, look) => void looks.push({ prefix, look }),
    upgrade: (prefix, handler) => void upgrades.push({ prefix, handler }),
    listen: () =>
      new Promise((resolve, reject) => {
        node.once('error', reject);
        node.listen(options.port, options.host, () => {
          node.removeListener('error', reject);
          node.on('error', (error) => log('error', 'server-error', errorFields(error)));
          resolve(node.address() as AddressInfo);
        });
      }),
    port: () => (node.address() as AddressInfo | null)?.port ?? options.port,
    close: (limitMs) =>
      new Promise((resolve) => {
        closing = true;
        const cut = setTimeout(() => node.closeAllConnections(), limitMs);
        node.close(() => {
          clearTimeout(cut);
          resolve();
        });
        node.closeIdleConnections();
      }),
  };
}

const sorry = 'Something went wrong on our side.';

/** What keeps a request from going on, judged by its first lines alone. */
function refuse(req: IncomingMessage, loopbackHostsOnly: boolean): HttpError | undefined {
  const { url = '', headers } = req;
  // "//host" and "/\host" are read as another host by URL parsers; what is plainly a path needs none.
  const plain = /^\/(?!\/)[\w.~/-]*$/.test(url);
  if (!plain && (!/^\/(?![/\\])/.test(url) || !URL.canParse(url, 'http://localhost'))) {
    return new HttpError(400, 'BadTarget', 'The path must begin with one "/".');
  }
  const { host } = headers;
  if (host !== undefined && !/^([a-z0-9_.-]+|\[[0-9a-f:.]+\])(:\d{1,5})?$/i.test(host)) {
    return new HttpError(400, 'BadHost', 'The Host header is not a host name.');
  }
  return loopbackHostsOnly && !namesLoopback(host) ? notHere : undefined;
}

const notHere = new HttpError(403, 'LoopbackOnly', 'Without an app id this server answers on localhost only.');
const namesLoopback = (host = ''): boolean => /^(localhost|127\.0\.0\.1|\[::1\])?(:\d+)?$/i.test(host);

/** Turns away what does not come from this machine: another name in the Host header, or the mark of a proxy. */
export const loopbackOnly: Look = (req, res) => {
  const { host, forwarded, via, 'x-forwarded-for': proxied } = req.headers;
  if (namesLoopback(host) && !forwarded && !via && !proxied) return false;
  res.shouldKeepAlive = false;
  writeError(res, notHere);
  return true;
};

function hangUp(socket: Socket, status: string): void {
  socket.on('error', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
  // A client that keeps its half open would keep the socket for ever.
  socket.destroySoon();
}

function statusLine(status: number): string {
  return `${status} ${STATUS_CODES[status] ?? 'Error'}`;
}

/** restify's own errors (unknown path, wrong method), in our words: none of its text, nothing of the request. */
function errorBody(res: ServerResponse, _body: unknown): string {
  const known: Readonly<Record<number, readonly [string, string]>> = {
    404: ['NotFound', 'There is nothing at this path.'],
    405: ['MethodNotAllowed', 'This path does not take that method.'],
  };
  const [code, message] = known[res.statusCode] ?? ['BadRequest', 'The request could not be read.'];
  const body = JSON.stringify({ error: { code, message } });
  res.setHeader('Content-Length', Buffer.byteLength(body));
  return body;
}

const nothing = (): void => {};
const silent = Object.assign(Object.create(null), {
  ...Object.fromEntries(['trace', 'debug', 'info', 'warn', 'error', 'fatal'].map((level) => [level, nothing])),
  child: () => silent,
}) as object;
