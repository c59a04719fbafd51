import type { ServerResponse } from 'node:http';

/** A request that is answered with an error. Code and message go to the client as they stand: no internals in them. */
export class HttpError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
    this.name = 'HttpError';
  }
}

/** Writes the whole answer. Does nothing when one was begun already, or the client is gone. */
export function writeReply(res: ServerResponse, status: number, type: string, body: string): void {
  if (res.headersSent || res.destroyed) return;
  const length = Buffer.byteLength(body);
  res.writeHead(status, { 'Content-Type': type, 'Content-Length': length });
  res.end(body);
}

export function writeJson(res: ServerResponse, status: number, body: unknown): void {
  writeReply(res, status, 'application/json; charset=utf-8', JSON.stringify(body));
}

/** 204: done, and there is nothing to say. */
export function writeNothing(res: ServerResponse): void {
  res.writeHead(204);
  res.end();
}

/** The error shape Direct Line clients know: `{"error":{"code","message"}}`. */
export function writeError(res: ServerResponse, error: HttpError): void {
  // The rest of a body that was too large is not read, so the connection cannot be used again.
  if (error.status === 413) res.shouldKeepAlive = false;
  writeJson(res, error.status, { error: { code: error.code, message: error.message } });
}
