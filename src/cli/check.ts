import type { CommandLine } from '../cli';
import { formatProblem, type Problem, sortProblems } from '../core/problem';
import { checkCrisisRules } from './check-crisis-rules';
import { checkDialogs } from './check-dialogs';
import { checkKnowledge } from './check-knowledge';
import { checkSafety } from './check-safety';
import { readOptions } from './options';

export interface CheckOptions {
  /** Folder of scripts; default: the shipped `dialogs/`. */
  readonly dialogs?: string;
}

/** One part of the content with its own rules. `run` returns every problem found; `note` is one line of figures. */
export interface ContentCheck {
  readonly name: string;
  readonly run: (options?: CheckOptions) => Promise<{ readonly problems: readonly Problem[]; readonly note: string }>;
}

const checks: readonly ContentCheck[] = [checkDialogs, checkKnowledge, checkCrisisRules, checkSafety];

/** All content, all problems, one run; exit 1 when there is any. */
export const command: CommandLine = {
  summary: 'check dialogs/ and knowledge/: every problem with file, line and mend; --dialogs DIR for others',
  async run(args) {
    const options = readOptions(args, ['dialogs']);
    const problems: Problem[] = [];
    for (const check of checks) {
      const found = await check.run(options);
      problems.push(...found.problems);
      console.log(`${check.name}: ${found.note}`);
    }
    for (const problem of sortProblems(problems)) console.log(formatProblem(problem));
    console.log(`${problems.length} problem${problems.length === 1 ? '' : 's'}`);
    return problems.length ? 1 : 0;
  },
};
