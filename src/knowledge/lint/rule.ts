import type { Path, Place } from '../../core/yaml';
import type { KnowledgeEntry } from '../entry';
import type { Knowledge } from '../load';

export interface LintContext {
  readonly knowledge: Knowledge;
  /** Today in UTC as `2026-11-23`; the caller reads the clock. */
  readonly today: string;
  /** Id to triggers of all dialogs: `next` may name them, and their triggers are phrasings too. */
  readonly dialogs: ReadonlyMap<string, readonly string[]>;
}

/** What a rule finds; file and line come from the entry unless `file` is given. */
export interface Finding {
  readonly file: string;
  readonly place: Place;
  readonly message: string;
  /** Instead of the rule's own mend, when the finding knows better. */
  readonly mend?: string;
}

/** One rule, one object, one bad file of the same name in `tests/bad-knowledge/`. */
export interface Rule {
  readonly code: string;
  readonly mend: string;
  readonly check: (context: LintContext) => Iterable<Finding>;
}

/** A finding at one part of an entry. */
export function at(context: LintContext, entry: KnowledgeEntry, path: Path, message: string): Finding {
  return { file: entry.file, place: context.knowledge.placeOf(entry, path), message };
}
