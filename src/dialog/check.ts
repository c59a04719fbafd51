import type { Bot } from '../core/bot';
import { type Problem, sortProblems } from '../core/problem';
import type { Instant } from '../core/types';
import { coverage, uncovered } from './coverage';
import type { Dialog, Test } from './dialog';
import { playTest } from './transcript';

/** The outcome of all tests: what failed, what no test visits, and the figures for one line of notes. */
export interface TestRun {
  readonly problems: readonly Problem[];
  readonly tests: number;
  readonly ways: number;
  readonly covered: number;
}

/**
 * Plays every test of the dialogs and every conversation across them, and holds them against the ways there are.
 * @param bot speaks the same dialogs, compiled.
 */
export function runTests(dialogs: readonly Dialog[], transcripts: readonly Test[], bot: Bot, now: Instant): TestRun {
  const tests = [...dialogs.flatMap((d) => d.tests), ...transcripts];
  const played = tests.map((test) => playTest(test, bot, now));
  const { ways, missed } = coverage(
    bot.programs('en'),
    played.flatMap((p) => p.trace),
  );
  return {
    problems: sortProblems([...played.flatMap((p) => p.problems), ...missed.map(uncovered)]),
    tests: tests.length,
    ways: ways.length,
    covered: ways.length - missed.length,
  };
}
