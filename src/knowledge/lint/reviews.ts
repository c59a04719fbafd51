import { at, type Finding, type Rule } from './rule';

/** Months after which an answer must be looked at again. */
export const reviewMonths = 12;

function monthsLater(date: string, months: number): string {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  const end = new Date(Date.UTC(year, month - 1 + months, 1));
  // The last day of a shorter month stands for the days it does not have.
  const last = new Date(Date.UTC(end.getUTCFullYear(), end.getUTCMonth() + 1, 0)).getUTCDate();
  end.setUTCDate(Math.min(day, last));
  return end.toISOString().slice(0, 10);
}

export const missingReview: Rule = {
  code: 'missing-review',
  mend: 'add `review: {status: draft, on: <today>}`',
  *check(context): Iterable<Finding> {
    for (const entry of context.knowledge.entries) {
      if (!entry.review) yield at(context, entry, ['review'], `"${entry.id}" does not say when it was last looked at`);
    }
  },
};

export const staleReview: Rule = {
  code: 'stale-review',
  mend: 'check the answer against its sources and set `on:` to today',
  *check(context): Iterable<Finding> {
    for (const entry of context.knowledge.entries) {
      if (!entry.review || monthsLater(entry.review.on, reviewMonths) > context.today) continue;
      const message = `"${entry.id}" was last looked at on ${entry.review.on}, ${reviewMonths} months ago or more`;
      yield at(context, entry, ['review', 'on'], message);
    }
  },
};
