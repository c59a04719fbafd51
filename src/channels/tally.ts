import { missCounter, missOf } from '../core/miss';
import type { Decision, Instant, Locale } from '../core/types';

/**
 * The counters one turn adds to: crisis referrals by month, class, level and language; questions nobody could answer by
 * month, nearest topic and confidence in tenths. Nothing about the person, nothing they wrote.
 */
export function tally(decision: Decision, locale: Locale, now: Instant): readonly string[] {
  const { crisis } = decision;
  const miss = missOf(decision, locale, now);
  const names: string[] = [];
  if (crisis && crisis.level !== 'none') {
    names.push(`crisis/${now.slice(0, 7)}/${crisis.label}/${crisis.level}/${locale}`);
  }
  if (miss) names.push(missCounter(miss));
  return names;
}
