import type { Instant } from '../../core/types';
import type { Letter, LogEntry, Logs } from '../../store/logs';
import { keyedQueue } from '../queue';
import type { Client } from './stream';

/** What a client gets in one answer or frame. The watermark is the number of the last entry it has seen, as a string. */
export interface ActivitySet {
  readonly activities: readonly Letter[];
  readonly watermark: string;
}

/** Who looks at which conversation, and how far each has seen. */
export interface Watchers {
  /** What came after `after`. A watermark beyond the end counts as the end. */
  readonly read: (key: string, after: number) => Promise<ActivitySet>;
  /** Sends what came after `after`, then everything new as it comes. @returns how to end that. */
  readonly open: (key: string, after: number, client: Client) => () => void;
  /** Sockets open on one conversation. */
  readonly count: (key: string) => number;
  /** Something was added to the log: whoever watches gets it. Resolves when it was handed to the sockets. */
  readonly wake: (key: string) => Promise<void>;
  /** Sends an activity that is not kept and moves no watermark. */
  readonly show: (key: string, activity: Letter) => Promise<void>;
  /** Nothing behind this number is shown until `release`; what stood before stays visible. */
  readonly hold: (key: string, upTo: number) => void;
  readonly release: (key: string) => void;
  /** The conversation is gone: its sockets are closed. */
  readonly dismiss: (key: string) => void;
}

interface Watcher {
  readonly client: Client;
  seen: number;
}

export function watchersOf(logs: Logs, now: () => Instant): Watchers {
  const watching = new Map<string, Set<Watcher>>();
  const held = new Map<string, number>();
  /** One at a time per conversation, or frames could overtake each other. */
  const sending = keyedQueue();

  async function after(key: string, number: number): Promise<readonly LogEntry[]> {
    const limit = held.get(key) ?? Number.POSITIVE_INFINITY;
    return (await logs.read(key, number)).filter((entry) => entry.number <= limit);
  }

  const endOf = async (key: string): Promise<number> => (await logs.head(key, now()))?.last ?? 0;

  async function sendNew(key: string): Promise<void> {
    const watchers = [...(watching.get(key) ?? [])];
    if (watchers.length === 0) return;
    const entries = await after(key, Math.min(...watchers.map((w) => w.seen)));
    const last = entries.at(-1)?.number ?? 0;
    /** Most have seen the same. */
    const frames = new Map<number, string | undefined>();
    for (const watcher of watchers) {
      if (last <= watcher.seen) continue;
      if (!frames.has(watcher.seen)) {
        const fresh = shown(entries.filter((entry) => entry.number > watcher.seen));
        frames.set(
          watcher.seen,
          fresh.length
            ? JSON.stringify({ activities: fresh, watermark: String(last) } satisfies ActivitySet)
            : undefined,
        );
      }
      const frame = frames.get(watcher.seen);
      watcher.seen = last;
      if (frame) watcher.client.send(frame);
    }
  }

  const wake = (key: string): Promise<void> => sending.run(key, () => sendNew(key));

  return {
    async read(key, number) {
      const entries = await after(key, number);
      const last = entries.at(-1)?.number ?? Math.min(number, await endOf(key));
      return { activities: shown(entries), watermark: String(last) };
    },
    open(key, number, client) {
      const watcher: Watcher = { client, seen: number };
      const others = watching.get(key) ?? new Set();
      watching.set(key, others.add(watcher));
      void sending.run(key, async () => {
        // A number from a log that is gone lies beyond the end: then everything new is news.
        watcher.seen = Math.min(watcher.seen, await endOf(key));
        await sendNew(key);
      });
      return () => {
        others.delete(watcher);
        if (others.size === 0 && watching.get(key) === others) watching.delete(key);
      };
    },
    count: (key) => watching.get(key)?.size ?? 0,
    wake,
    show: (key, activity) =>
      sending.run(key, async () => {
        const frame = JSON.stringify({ activities: [activity] });
        for (const { client } of watching.get(key) ?? []) client.send(frame);
      }),
    hold: (key, upTo) => void held.set(key, upTo),
    release: (key) => void held.delete(key),
    dismiss(key) {
      for (const { client } of watching.get(key) ?? []) client.close();
    },
  };
}

/** Entries as clients see them: with the time the log gave them. */
function shown(entries: readonly LogEntry[]): readonly Letter[] {
  return entries.filter((entry) => !entry.hidden).map(({ at, letter }) => ({ ...letter, timestamp: at }));
}
