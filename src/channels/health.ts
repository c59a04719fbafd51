import type { Conversations } from '../store/conversations';
import type { Handler } from './http';
import { errorFields, type Log } from './log';
import { writeJson } from './reply';

/** A verdict is good for this long, in milliseconds: nobody can make the disk busy by asking. */
const verdictMs = 5_000;
/** A store that takes longer than this to keep one value counts as down, in milliseconds. */
const probeLimitMs = 2_000;

/** `GET /healthz`: the process answers. */
export const alive: Handler = async (_req, res) => writeJson(res, 200, { status: 'ok' });

/** `GET /readyz`: 200 when the store keeps what it is given and the server is not about to leave, else 503 with a code. */
export function readiness(conversations: Conversations, draining: () => boolean, now: () => number, log: Log): Handler {
  let verdict: { readonly at: number; readonly storage: Promise<'ok' | 'down'> } | undefined;
  const probe = async (): Promise<'ok' | 'down'> => {
    let timer: NodeJS.Timeout | undefined;
    try {
      const late = new Promise<'late'>((resolve) => {
        timer = setTimeout(() => resolve('late'), probeLimitMs);
      });
      const kept = await Promise.race([conversations.probe(), late]);
      if (kept !== 'late') return 'ok';
      log('error', 'storage-probe-late', { limitMs: probeLimitMs });
    } catch (error) {
      log('error', 'storage-probe-failed', errorFields(error));
    } finally {
      clearTimeout(timer);
    }
    return 'down';
  };
  return async (_req, res) => {
    if (!verdict || now() - verdict.at >= verdictMs) verdict = { at: now(), storage: probe() };
    const storage = await verdict.storage;
    const status = draining() ? 'draining' : storage === 'ok' ? 'ready' : 'not-ready';
    writeJson(res, status === 'ready' ? 200 : 503, { status, content: 'ok', storage });
  };
}
