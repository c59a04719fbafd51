import type { CrisisLabel, Locale } from '../core/types';
import { crisisLabels } from '../core/types';

/** A group of fewer than this many is not shown: with so few, a count could point at a person. */
export const leastShown = 5;

/** Crisis replies of one month, class, level and language. */
export interface Referrals {
  readonly label: CrisisLabel;
  readonly level: 'possible' | 'certain';
  readonly locale: Locale;
  readonly count: number;
}

/** One month as it may be shown. No totals: a total less the shown rows would give the hidden ones away. */
export interface ReferralMonth {
  /** Such as `2026-11`. */
  readonly month: string;
  /** Groups large enough, in the order of the classes. */
  readonly rows: readonly Referrals[];
  /** Whether groups were left out because they are small. */
  readonly fewer: boolean;
}

/**
 * Reads the counters `crisis/<month>/<class>/<level>/<language>` into months, newest first, small groups left out.
 * @param counters name to number; other names are passed over
 */
export function referralMonths(counters: Readonly<Record<string, number>>): readonly ReferralMonth[] {
  const months = new Map<string, Referrals[]>();
  for (const [name, count] of Object.entries(counters)) {
    const parts = /^crisis\/(\d{4}-\d{2})\/([a-z_]+)\/(possible|certain)\/(en|es)$/.exec(name);
    const [, month = '', label, level, locale] = parts ?? [];
    if (!parts || !crisisLabels.includes(label as CrisisLabel) || count < 1) continue;
    const row = { label, level, locale, count } as Referrals;
    months.set(month, [...(months.get(month) ?? []), row]);
  }
  const order = (row: Referrals): string =>
    `${crisisLabels.indexOf(row.label)} ${row.level === 'certain' ? 0 : 1} ${row.locale}`;
  return [...months]
    .sort(([a], [b]) => b.localeCompare(a))
    .map(([month, rows]) => ({
      month,
      rows: rows.filter((r) => r.count >= leastShown).sort((a, b) => order(a).localeCompare(order(b))),
      fewer: rows.some((r) => r.count < leastShown),
    }));
}
