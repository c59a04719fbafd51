import WebSocket from 'ws';
import type { Client } from './client';

/** An activity as far as a visitor looks at it. */
interface Heard {
  readonly id: string;
  readonly type: string;
  readonly replyToId?: string;
  readonly from: { readonly role: string };
  readonly channelData?: { readonly clientActivityID?: string };
}

interface Joined {
  readonly conversationId: string;
  readonly token: string;
  readonly streamUrl: string;
}

/** One person on a website: says something now and then, hears the stream, and checks that nothing is lost or doubled. */
export interface Visitor {
  /** Nothing is on its way. */
  readonly idle: () => boolean;
  /**
   * Says something; sends it again until it is taken.
   * @returns milliseconds until the first reply was heard.
   */
  readonly say: (message: object, client: Client) => Promise<number>;
  /** Everything that is wrong with what was heard, in words; compares it with the server's own log. */
  readonly wrongs: () => Promise<readonly string[]>;
  readonly leave: () => void;
}

/** How long a client waits before it comes back, in milliseconds. The official one waits 3 to 15 seconds. */
const comeBackMs = 200;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Begins a conversation with the secret and opens its stream; resolves when the welcome was heard. */
export async function visit(base: string, secret: string): Promise<Visitor> {
  const heard: Heard[] = [];
  /** By the mark of what was said. */
  const asked = new Map<string, { readonly began: number; readonly done: (ms: number) => void }>();
  /** Server's id to mark, once the echo was heard. */
  const echoes = new Map<string, string>();
  const wrongs: string[] = [];
  let watermark = '';
  let marks = 0;
  let gone = false;
  let welcomed = (): void => {};
  let socket: WebSocket | undefined;

  const call = async (path: string, method: string, credential: string): Promise<Joined> => {
    for (;;) {
      try {
        const response = await fetch(`${base}${path}`, { method, headers: { authorization: `Bearer ${credential}` } });
        if (response.ok) return (await response.json()) as Joined;
        wrongs.push(`${method} ${path.replace(/[\w-]{20,}/, 'ID')}: ${response.status}`);
      } catch {
        // The server is being started again.
      }
      await pause(comeBackMs);
    }
  };

  function take(activity: Heard, moves: boolean): void {
    if (!moves) return;
    if (heard.some((one) => one.id === activity.id)) wrongs.push('an activity came twice');
    heard.push(activity);
    const mark = activity.channelData?.clientActivityID;
    if (activity.from.role === 'user') {
      if (mark === undefined || [...echoes.values()].includes(mark))
        wrongs.push('an echo came twice, or without its mark');
      else echoes.set(activity.id, mark);
      return;
    }
    if (activity.replyToId === undefined) {
      welcomed();
      return;
    }
    const answered = echoes.get(activity.replyToId);
    if (answered === undefined) wrongs.push('a reply came before the echo of what it answers');
    const question = asked.get(answered ?? '');
    if (!question) return;
    asked.delete(answered ?? '');
    question.done(performance.now() - question.began);
  }

  function open(url: string): void {
    socket = new WebSocket(url.replace('localhost', '127.0.0.1'), { perMessageDeflate: false });
    socket.on('message', (data) => {
      const text = String(data);
      if (!text) return;
      const frame = JSON.parse(text) as { activities: readonly Heard[]; watermark?: string };
      if (frame.watermark !== undefined) {
        if (Number(frame.watermark) <= Number(watermark || -1)) wrongs.push('the watermark does not rise');
        watermark = frame.watermark;
      }
      for (const activity of frame.activities) take(activity, frame.watermark !== undefined);
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      if (!gone) void comeBack();
    });
  }
  async function comeBack(): Promise<void> {
    await pause(comeBackMs);
    const again = await call(`/conversations/${joined.conversationId}?watermark=${watermark}`, 'GET', joined.token);
    open(again.streamUrl);
  }

  const joined = await call('/conversations', 'POST', secret);
  await new Promise<void>((resolve) => {
    welcomed = resolve;
    open(joined.streamUrl);
  });

  return {
    idle: () => asked.size === 0,
    async say(message, client) {
      marks += 1;
      const mark = `m${marks}`;
      const { pathname } = new URL(base);
      const target = `${pathname}/conversations/${joined.conversationId}/activities`;
      const body = JSON.stringify({ type: 'message', ...message, channelData: { clientActivityID: mark } });
      const answered = new Promise<number>((done) => asked.set(mark, { began: performance.now(), done }));
      for (;;) {
        try {
          await client.post(target, body, `Bearer ${joined.token}`);
          return answered;
        } catch {
          await pause(comeBackMs);
        }
      }
    },
    async wrongs() {
      for (const mark of asked.keys()) wrongs.push(`no reply to ${mark}`);
      if (echoes.size !== marks) wrongs.push(`${marks} said, ${echoes.size} heard back`);
      const response = await fetch(`${base}/conversations/${joined.conversationId}/activities`, {
        headers: { authorization: `Bearer ${joined.token}` },
      });
      const { activities } = (await response.json()) as { activities: readonly Heard[] };
      const [here, there] = [heard, activities].map((all) => all.map(({ id }) => id).join());
      if (here !== there) wrongs.push('the stream and the log differ');
      return wrongs;
    },
    leave() {
      gone = true;
      socket?.terminate();
    },
  };
}
