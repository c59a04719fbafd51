import type { Letter } from '../../store/logs';
import type { Rendered } from '../render';
import type { Watchers } from './watchers';

/**
 * Pauses between the messages of one turn. All messages are in the log already; the later ones are held back a moment,
 * with a typing sign, unless the person goes on first.
 */
export interface Pace {
  /**
   * Holds back what is about to be added. Called before it is written.
   * @param last number of the last entry that may be seen meanwhile.
   * @returns shows the messages in their time; never rejects.
   */
  readonly prepare: (key: string, conversation: string, plan: readonly Rendered[], last: number) => () => Promise<void>;
  /** Shows everything at once. */
  readonly hurry: (key: string) => void;
  /** Hurries all, now and from now on. */
  readonly stop: () => void;
}

export function paceOf(watchers: Watchers, typing: (conversation: string) => Letter): Pace {
  /** Ends the pause a conversation is in. */
  const waking = new Map<string, () => void>();
  let stopped = false;

  const pause = (key: string, ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      waking.set(key, () => {
        clearTimeout(timer);
        resolve();
      });
    });

  async function show(key: string, conversation: string, plan: readonly Rendered[], last: number): Promise<void> {
    let visible = last;
    for (const step of plan) {
      if (!waking.has(key)) break;
      if (step.type === 'typing') await watchers.show(key, typing(conversation));
      else if (step.type === 'delay') await pause(key, step.value);
      else {
        visible += 1;
        watchers.hold(key, visible);
        await watchers.wake(key);
      }
    }
  }

  const release = (key: string): void => {
    waking.delete(key);
    watchers.release(key);
  };

  return {
    prepare(key, conversation, plan, last) {
      if (stopped || !plan.some((step) => step.type === 'delay')) return () => watchers.wake(key).catch(() => {});
      watchers.hold(key, last);
      waking.set(key, () => {});
      return async () => {
        try {
          await show(key, conversation, plan, last);
        } catch {
          // The log could not be read; it is tried once more below, and again with whatever comes next.
        }
        release(key);
        await watchers.wake(key).catch(() => {});
      };
    },
    hurry(key) {
      const wake = waking.get(key);
      if (!wake) return;
      release(key);
      wake();
    },
    stop() {
      stopped = true;
      for (const key of [...waking.keys()]) this.hurry(key);
    },
  };
}
