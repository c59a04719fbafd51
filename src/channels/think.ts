import type { Conversation, Event, Instant, Outgoing, Query, Slots, Therapist, Turn } from '../core/types';
import { errorFields, type Log } from './log';

/** Directory queries one event may lead to. */
export const maxQueries = 3;
/** How long one directory query may take, in milliseconds; then the turn goes on with `failed`. */
export const queryLimitMs = 8_000;

export interface ThinkParts {
  readonly turn: (state: Conversation, event: Event, now: Instant) => Turn;
  /** Absent: every search fails with `not-configured`. */
  readonly search?: (criteria: Slots) => Promise<readonly Therapist[]>;
  readonly now: () => Instant;
  readonly log: Log;
}

/** A turn with all its queries: the last turn with the first one's decision, and everything said on the way. */
export interface Thought {
  readonly turn: Turn;
  readonly out: readonly Outgoing[];
  readonly forget: boolean;
}

/** Runs the turn, asks the directory what it wants to know, and runs it again on the result. */
export async function think(parts: ThinkParts, state: Conversation, event: Event, now: Instant): Promise<Thought> {
  const first = parts.turn(state, event, now);
  let last = first;
  let out = first.out;
  let forget = first.forget === true;
  for (let queries = 0; last.query && queries <= maxQueries; queries += 1) {
    const found: Event = queries < maxQueries ? await look(parts, last.query) : failed('too-many-queries');
    last = parts.turn(last.state, found, parts.now());
    out = [...out, ...last.out];
    forget ||= last.forget === true;
  }
  return { turn: { ...last, decision: first.decision }, out, forget };
}

function failed(reason: string): Event {
  return { type: 'failed', reason };
}

async function look({ search, log }: ThinkParts, query: Query): Promise<Event> {
  if (!search) return failed('not-configured');
  let timer: NodeJS.Timeout | undefined;
  try {
    const late = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), queryLimitMs);
    });
    const therapists = await Promise.race([search(query.criteria), late]);
    if (therapists) return { type: 'found', therapists };
    log('warn', 'directory-timeout', { limitMs: queryLimitMs });
    return failed('timeout');
  } catch (error) {
    log('warn', 'directory-failed', errorFields(error));
    return failed('error');
  } finally {
    clearTimeout(timer);
  }
}
