/** Runs tasks one after another per key, tasks of different keys side by side. */
export interface Queue {
  /** Resolves with the task's result once its turn has come and it is done. */
  readonly run: <T>(key: string, task: () => Promise<T>) => Promise<T>;
  /** Tasks waiting or running. */
  readonly size: () => number;
  /** Resolves when nothing is waiting or running. */
  readonly idle: () => Promise<void>;
}

export function keyedQueue(): Queue {
  const tails = new Map<string, Promise<unknown>>();
  let size = 0;
  let waiting: (() => void)[] = [];
  return {
    async run(key, task) {
      size += 1;
      const before = tails.get(key) ?? Promise.resolve();
      const mine = before.then(task, task);
      tails.set(key, mine);
      try {
        return await mine;
      } finally {
        if (tails.get(key) === mine) tails.delete(key);
        size -= 1;
        if (size === 0) {
          for (const wake of waiting) wake();
          waiting = [];
        }
      }
    },
    size: () => size,
    idle: () => (size === 0 ? Promise.resolve() : new Promise<void>((resolve) => waiting.push(resolve))),
  };
}
