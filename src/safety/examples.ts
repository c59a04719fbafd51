import type { Problem } from '../core/problem';
import type { CrisisMemory, SafetyFinding } from '../core/types';
import { detect } from './detect';
import type { Example, SafetyRules } from './rules';

/** Follow-up rules are tried as the first message after this reply. */
const afterReply: CrisisMemory = {
  since: '2026-01-01T00:00:00Z',
  label: 'suicide',
  level: 'certain',
  urgent: false,
  turns: 0,
  shown: 1,
};

/** Runs every example written beside a rule through the whole detector; one problem for each that does not hold. */
export function checkExamples(safety: SafetyRules): Problem[] {
  return safety.examples.flatMap((example) => {
    const { rule, said, file, line, col } = example;
    const following = rule.kind === 'hear' && rule.follow_up;
    const found = detect(safety, said, following ? { locale: 'en', memory: afterReply } : { locale: 'en' });
    const message = slip(example, found);
    if (message === undefined) return [];
    const mend = 'mend the pattern or the example; `npm run attune -- hear "..."` shows which rules speak';
    return [{ file, line, col, code: 'example', message: `${rule.id}: "${said}" ${message}`, mend }];
  });
}

function slip({ rule, expected }: Example, found: SafetyFinding): string | undefined {
  const heardAs = `is read as ${found.level} ${found.label} by ${found.rules.join(', ') || 'no rule'}`;
  if (rule.kind === 'hear') {
    const fired = found.rules.includes(rule.id);
    if (expected === 'ignores') return fired ? 'fires the rule' : undefined;
    if (!fired) return `does not fire the rule; it ${heardAs}`;
    if (found.label !== rule.label && !rule.follow_up) return `fires the rule, but ${heardAs}`;
    return found.level === 'possible' && rule.level === 'certain' ? 'is only possible' : undefined;
  }
  if (expected === 'hears') return found.level === 'none' ? 'is silenced' : undefined;
  const allowed = rule.leaves === 'possible' ? 'possible' : 'none';
  return found.level === 'none' || found.level === allowed ? undefined : `should be quiet, but ${heardAs}`;
}
