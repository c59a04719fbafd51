import { writeOneOf } from '../../core/nearest';
import type { Finding, Rule } from './rule';

export const missingSource: Rule = {
  code: 'missing-source',
  sentence: 'A dialog does not say where its facts come from.',
  mend: 'add sources: with ids from knowledge/sources.yaml, or sources: [] when nothing is claimed',
  *check(dialog): Generator<Finding> {
    if (dialog.sources === undefined) yield { source: dialog.source, path: [], message: 'no sources' };
  },
};

export const unknownSource: Rule = {
  code: 'unknown-source',
  sentence: 'A source is named that knowledge/sources.yaml does not hold.',
  mend: 'add it to knowledge/sources.yaml',
  *check(dialog, { known: { sources } }): Generator<Finding> {
    if (!sources) return;
    for (const [i, id] of (dialog.sources ?? []).entries()) {
      if (sources.has(id)) continue;
      const mend = `${writeOneOf(id, [...sources]).replace(/^write one of .*/, 'write an id that stands there')}, or add it to knowledge/sources.yaml`;
      yield { source: dialog.source, path: ['sources', i], message: `no source "${id}"`, mend };
    }
  },
};

export const missingReview: Rule = {
  code: 'missing-review',
  sentence: 'A dialog does not say whether a clinician has read it.',
  mend: 'add review: {status: draft, on: YYYY-MM-DD}',
  *check(dialog): Generator<Finding> {
    if (!dialog.review) yield { source: dialog.source, path: [], message: 'no review' };
  },
};
