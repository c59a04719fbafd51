import type { Bot } from '../core/bot';
import { turn } from '../core/turn';
import type { Conversation, Event, Instant, Turn } from '../core/types';

/** Searches a dialog may start in one turn. */
const maxQueries = 3;

/** There is no directory behind the command line; the dialog then says so and gives the link. */
const noDirectory: Event = { type: 'failed', reason: 'no-directory' };

/** One event and everything that follows from it, queries included. */
export function exchange(bot: Bot, state: Conversation, event: Event, now: Instant): Turn {
  let done = turn(bot, state, event, now);
  for (let queries = 0; done.query && queries < maxQueries; queries++) {
    const after = turn(bot, done.state, noDirectory, now);
    done = {
      ...after,
      out: [...done.out, ...after.out],
      trace: [...done.trace, ...after.trace],
      decision: done.decision,
    };
  }
  return done;
}
