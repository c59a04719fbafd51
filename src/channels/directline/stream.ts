import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';

/** Largest frame a client may send, in bytes. Clients have nothing to say here: an empty frame now and then. */
const maxFrameBytes = 16 * 1024;
/** A client that leaves this much unread, in bytes, is cut off; it comes back and reads on where it was. */
const maxUnreadBytes = 2_000_000;
/** Every socket is asked for a sign of life this often, in seconds; one that gave none since the last time is cut off. */
const pingEverySeconds = 25;

/** One open socket. */
export interface Client {
  /** Sends one text frame; does nothing once the socket is closed. */
  readonly send: (frame: string) => void;
  readonly close: () => void;
}

export interface Sockets {
  /** Finishes the handshake; whatever goes wrong from then on ends in `gone`, called once. */
  readonly accept: (req: IncomingMessage, socket: Duplex, head: Buffer, open: (client: Client) => () => void) => void;
  readonly count: () => number;
  /** Closes all sockets; clients know from the code that they may come again. */
  readonly close: () => void;
}

/** WebSockets that only speak: what clients send is read, because the protocol wants it, and thrown away. */
export function webSockets(): Sockets {
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: maxFrameBytes,
    perMessageDeflate: false,
  });
  /** By the second in which they are pinged, so that thousands are not pinged at once. */
  const rounds = Array.from({ length: pingEverySeconds }, () => new Set<WebSocket>());
  const alive = new WeakSet<WebSocket>();
  let second = 0;
  let accepted = 0;
  let open = 0;
  const pinging = setInterval(() => {
    second = (second + 1) % pingEverySeconds;
    for (const socket of rounds[second] ?? []) {
      if (!alive.delete(socket)) socket.terminate();
      else socket.ping();
    }
  }, 1000);
  pinging.unref();

  return {
    accept(req, socket, head, opened) {
      server.handleUpgrade(req, socket, head, (ws) => {
        accepted += 1;
        open += 1;
        const round = rounds[accepted % pingEverySeconds] as Set<WebSocket>;
        round.add(ws);
        alive.add(ws);
        const gone = opened({
          send(frame) {
            if (ws.readyState !== ws.OPEN) return;
            if (ws.bufferedAmount > maxUnreadBytes) ws.terminate();
            else ws.send(frame);
          },
          close: () => ws.close(1012),
        });
        ws.on('pong', () => alive.add(ws));
        ws.on('message', () => alive.add(ws));
        // A frame that is too large or malformed; `close` follows.
        ws.on('error', () => {});
        ws.on('close', () => {
          open -= 1;
          round.delete(ws);
          gone();
        });
      });
    },
    count: () => open,
    close() {
      clearInterval(pinging);
      for (const socket of rounds.flatMap((round) => [...round])) {
        socket.close(1012);
        // Who does not answer the goodbye is not waited for.
        setTimeout(() => socket.terminate(), 1000).unref();
      }
    },
  };
}
