import type { Problem } from '../../core/problem';
import { claimWord, tooHard, tooLong, tooShort } from './answers';
import { uncoveredTopic } from './coverage';
import { duplicatePhrasing, fewQuestions } from './phrasings';
import { insecureLink, missingNext, missingSource, unknownNext, unknownSource } from './references';
import { missingReview, staleReview } from './reviews';
import type { LintContext, Rule } from './rule';

/** Every rule for our own knowledge base; the list is the documentation. Faults of form come from the loader. */
export const rules: readonly Rule[] = [
  duplicatePhrasing,
  fewQuestions,
  tooShort,
  tooLong,
  tooHard,
  claimWord,
  missingSource,
  unknownSource,
  insecureLink,
  missingNext,
  unknownNext,
  missingReview,
  staleReview,
  uncoveredTopic,
];

/** Everything wrong with a knowledge base, faults of form first; in no particular order otherwise. */
export function lintKnowledge(context: LintContext): Problem[] {
  const found = rules.flatMap((rule) =>
    [...rule.check(context)].map(
      (f): Problem => ({ file: f.file, ...f.place, code: rule.code, message: f.message, mend: f.mend ?? rule.mend }),
    ),
  );
  return [...context.knowledge.problems, ...found];
}
