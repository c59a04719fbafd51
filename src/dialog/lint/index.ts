import { type Problem, sortProblems } from '../../core/problem';
import { markdownTable } from '../../core/table';
import { compileDialogs } from '../compile';
import type { Dialog } from '../dialog';
import { deadEnd, unreachableSection, unreachableStep } from './flow';
import { hardToRead, insecureLink, longLabel, longMessage, tooManyChoices } from './form';
import { endlessLoop } from './loop';
import { missingReview, missingSource, unknownSource } from './origin';
import { ambiguousChoice, triggerOverlap } from './phrases';
import { apply, type Known, type Rule } from './rule';
import { slotTypeConflict, unknownSlot, unknownValue } from './slots';
import { missingTranslation, staleTranslation } from './spanish';
import { danglingTarget, duplicateId } from './targets';

/** The rules that look at dialogs as loaded. */
export const rules: readonly Rule[] = [
  unreachableSection,
  unreachableStep,
  deadEnd,
  endlessLoop,
  unknownSlot,
  unknownValue,
  slotTypeConflict,
  ambiguousChoice,
  triggerOverlap,
  tooManyChoices,
  longLabel,
  longMessage,
  hardToRead,
  insecureLink,
  missingTranslation,
  staleTranslation,
  missingSource,
  unknownSource,
  missingReview,
];

/** What every code means; the ones found while reading and while running the tests stand beside the linter's rules. */
export const codes: readonly Pick<Rule, 'code' | 'sentence' | 'mend'>[] = [
  {
    code: 'bad-yaml',
    sentence: 'The file cannot be read as YAML: mostly a ": " or a sign inside a text without quotes.',
    mend: 'put the text in double quotes',
  },
  {
    code: 'shape',
    sentence: 'A key or a value is not what belongs there.',
    mend: 'the message names what is expected',
  },
  {
    code: 'unknown-verb',
    sentence: 'A step starts with a word that is no verb of the language.',
    mend: 'start it with say, ask, set, forget, if, goto, call, return, switch, card, link, sheet, pause, handoff or end',
  },
  danglingTarget,
  duplicateId,
  ...rules,
  {
    code: 'test-failed',
    sentence: "A test's conversation did not go as written.",
    mend: 'change the script, or the test when the script is right',
  },
  {
    code: 'uncovered',
    sentence: 'No test takes this way through the dialog.',
    mend: 'add a test whose conversation goes this way',
  },
];

/** All codes as a Markdown table, for the manual. */
export function codesTable(): string {
  return markdownTable([['Code', 'What is wrong', 'Mend'], ...codes.map((c) => [`\`${c.code}\``, c.sentence, c.mend])]);
}

/**
 * Everything the rules find, sorted. Dialogs with a mistake that keeps them from being compiled are still read for
 * everything that does not follow the flow.
 */
export function lintDialogs(dialogs: readonly Dialog[], known: Known = {}): readonly Problem[] {
  const all = { dialogs, programs: compileDialogs(dialogs, 'en'), known };
  return sortProblems(dialogs.flatMap((dialog) => rules.flatMap((rule) => apply(rule, dialog, all))));
}
