import type { Decision, Instant, Locale } from '../core/types';

/**
 * The counters one turn adds to: crisis referrals by month, class, level and language; questions nobody could answer by
 * month, nearest topic and confidence in tenths. Nothing about the person, nothing they wrote.
 */
export function tally(decision: Decision, locale: Locale, now: Instant): readonly string[] {
  const month = now.slice(0, 7);
  const { crisis, outcome, candidates } = decision;
  const names: string[] = [];
  if (crisis && crisis.level !== 'none') names.push(`crisis/${month}/${crisis.label}/${crisis.level}/${locale}`);
  if (outcome === 'fallback' || outcome === 'suggest') {
    const [nearest] = candidates;
    const confidence = nearest ? Math.min(9, Math.max(0, Math.floor(nearest.score * 10))) : 0;
    names.push(`miss/${month}/${nearest?.id ?? 'none'}/${confidence}/${locale}`);
  }
  return names;
}
