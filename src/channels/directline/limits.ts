import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

/** So many in so many seconds. */
export interface Allowance {
  readonly points: number;
  readonly seconds: number;
}

export interface Limit {
  /** Counts one. @returns undefined when it is within the allowance, else the seconds until there is room again, at least 1. */
  readonly take: (key: string) => Promise<number | undefined>;
}

/** Counts in this process; keys are forgotten when their time is over. */
export function limit({ points, seconds }: Allowance): Limit {
  const limiter = new RateLimiterMemory({ points, duration: seconds });
  return {
    async take(key) {
      try {
        await limiter.consume(key);
        return undefined;
      } catch (over) {
        if (over instanceof RateLimiterRes) return Math.max(1, Math.ceil(over.msBeforeNext / 1000));
        throw over;
      }
    },
  };
}
