import type { Problem } from '../../core/problem';
import type { Dialog } from '../dialog';
import type { Path, Source } from '../source';

/** Where a rule found something and what. `mend` says it more exactly than the rule's own. */
export interface Finding {
  readonly source: Source;
  readonly path: Path;
  readonly message: string;
  readonly mend?: string;
  /** Points at the key instead of its value. */
  readonly key?: boolean;
  /** Where there is no path, only a line. */
  readonly line?: number;
}

/**
 * One rule of the linter. The list of rules is the documentation: `code` is what stands in messages, `sentence`
 * says what is wrong and why that matters to somebody, `mend` what to do about it.
 * @typeParam C what the rule needs to know besides the dialog.
 */
export interface Rule<C> {
  readonly code: string;
  readonly sentence: string;
  readonly mend: string;
  readonly check: (dialog: Dialog, all: C) => Iterable<Finding>;
}

/** Everything a rule finds in a dialog. */
export function apply<C>(rule: Rule<C>, dialog: Dialog, all: C): Problem[] {
  return [...rule.check(dialog, all)].map((f) => {
    const place =
      f.line !== undefined ? { line: f.line, col: 1 } : f.key ? f.source.atKey(f.path) : f.source.at(f.path);
    return { file: f.source.file, ...place, code: rule.code, message: f.message, mend: f.mend ?? rule.mend };
  });
}
