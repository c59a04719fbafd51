import type { SafetyFinding } from '../core/types';

/** The plainest Spanish words, until the Spanish rules are there. */
export function firstDetect(text: string): SafetyFinding {
  return /\b(suicid\w*|matarme|quitarme la vida|quiero morir)/i.test(text)
    ? { level: 'certain', label: 'suicide', urgent: false, rules: ['plain-words'] }
    : { level: 'none', label: 'none', urgent: false, rules: [] };
}
