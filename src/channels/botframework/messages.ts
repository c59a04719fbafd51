import type { ServerResponse } from 'node:http';
import type { Activity, TurnContext } from 'botbuilder';
import type { Locale } from '../../core/types';
import { readJson } from '../body';
import type { Handler } from '../http';
import { errorFields, type Log, sparing } from '../log';
import { type Rendered, render, type Words } from '../render';
import { HttpError, writeError, writeJson } from '../reply';
import { DeliveryError, type Server } from '../serve';
import { type InboundActivity, incomingOf, isGroup, readActivity } from './activity';
import type { AttuneAdapter } from './adapter';

/** Refused requests are logged once in this time, in milliseconds, with their number. */
const refusalsEveryMs = 10_000;

export interface MessagesParts {
  /** Loaded on first use. */
  readonly adapter: () => Promise<AttuneAdapter>;
  readonly server: Server;
  /** The renderer's own words. */
  readonly words: (locale: Locale) => Words;
  readonly log: Log;
}

/** `POST /api/messages`: one activity in, its replies out over the connector or, with `expectReplies`, in the response. */
export function messagesHandler(parts: MessagesParts): Handler {
  const { adapter } = parts;
  const log = sparing(parts.log, refusalsEveryMs, Date.now);
  return async (req, res) => {
    const activity = readActivity(await readJson(req));
    const response = activity.deliveryMode === 'expectReplies' ? responseOf(res) : undefined;
    try {
      const result = await (await adapter()).receive(
        req.headers.authorization ?? '',
        activity as unknown as Activity,
        (context) => answer(parts, activity, context, response),
      );
      if (result) writeJson(res, result.status, result.body ?? {});
      else writeJson(res, 200, {});
    } catch (error) {
      response?.failed();
      writeError(res, mapped(error, log));
    }
  };
}

/** A response that carries the replies itself. */
interface CarryingResponse {
  /** Resolves when the response is out, rejects when it never got there. */
  readonly written: () => Promise<void>;
  readonly failed: () => void;
}

function responseOf(res: ServerResponse): CarryingResponse {
  let settled: 'written' | 'failed' | undefined;
  let waiting: (() => void) | undefined;
  const settle = (how: 'written' | 'failed') => (): void => {
    settled ??= how;
    waiting?.();
  };
  res.once('finish', settle('written'));
  res.once('close', settle('failed'));
  return {
    failed: settle('failed'),
    async written() {
      if (!settled) {
        await new Promise<void>((resolve) => {
          waiting = resolve;
        });
      }
      if (settled === 'failed') throw new Error('the client is gone');
    },
  };
}

/** Serves the activity. Resolves when the replies are with the turn; in a response they count as sent once that is out. */
function answer(
  { server, words }: MessagesParts,
  activity: InboundActivity,
  context: TurnContext,
  response: CarryingResponse | undefined,
): Promise<void> {
  const incoming = incomingOf(activity);
  if (!incoming) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const served = server.serve(incoming, async (out, locale) => {
      const rendered = render(out, activity.channelId, isGroup(activity), wordsOf(words, locale));
      // A response has no time to pass: pauses and typing are left out.
      await send(context, response ? rendered.filter((r) => r.type === 'message') : rendered);
      if (!response) return;
      resolve();
      await response.written();
    });
    served.then(() => resolve(), reject);
  });
}

/** Help lines must go out even when the bot's texts are what is broken. */
function wordsOf(words: (locale: Locale) => Words, locale: Locale): Words {
  try {
    return words(locale);
  } catch {
    return { sources: locale === 'es' ? 'Fuentes' : 'Sources' };
  }
}

async function send(context: TurnContext, rendered: readonly Rendered[]): Promise<void> {
  if (rendered.length) await context.sendActivities(rendered as unknown as Partial<Activity>[]);
}

function mapped(error: unknown, log: Log): HttpError {
  if (error instanceof HttpError) {
    if (error.status === 401 || error.status === 503) log('warn', 'auth-refused', { status: error.status });
    return error;
  }
  if (error instanceof DeliveryError)
    return new HttpError(502, 'NotDelivered', 'The channel did not take the replies.');
  log('error', 'activity-failed', errorFields(error));
  return new HttpError(500, 'InternalError', 'Something went wrong on our side.');
}
