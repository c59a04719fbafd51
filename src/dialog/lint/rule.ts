import type { Problem } from '../../core/problem';
import type { Programs } from '../../core/program';
import type { Locale } from '../../core/types';
import type { Path, YamlFile } from '../../core/yaml';
import { type Dialog, stepsOf } from '../dialog';

/** Where a rule found something and what. `mend` says it more exactly than the rule's own. */
export interface Finding {
  readonly source: YamlFile;
  readonly path: Path;
  readonly message: string;
  readonly mend?: string;
  /** Points at the key instead of its value. */
  readonly key?: boolean;
}

/**
 * One rule of the linter. The list of rules is the documentation: `code` is what stands in messages, `sentence`
 * says what is wrong and why that matters to somebody, `mend` what to do about it.
 * @typeParam C what the rule needs to know besides the dialog.
 */
export interface Rule<C = All> {
  readonly code: string;
  readonly sentence: string;
  readonly mend: string;
  readonly check: (dialog: Dialog, all: C) => Iterable<Finding>;
}

/** What a rule may look at besides its dialog. */
export interface All {
  readonly dialogs: readonly Dialog[];
  /** English; dialogs with a mistake that keeps them from being compiled are missing. */
  readonly programs: Programs;
  readonly known: Known;
}

/** What stands elsewhere; a rule that needs something absent here says nothing. */
export interface Known {
  /** The ids of `knowledge/sources.yaml`. */
  readonly sources?: ReadonlySet<string>;
  /** The command words of `bot.yaml` by their bare form, with the command; they win over triggers and choices. */
  readonly commands?: Readonly<Record<Locale, ReadonlyMap<string, string>>>;
}

/** Everything a rule finds in a dialog. */
export function apply<C>(rule: Rule<C>, dialog: Dialog, all: C): Problem[] {
  return [...rule.check(dialog, all)].map((f) => ({
    file: f.source.file,
    ...(f.key ? f.source.keyPlace(f.path) : f.source.place(f.path)),
    code: rule.code,
    message: f.message,
    mend: f.mend ?? rule.mend,
  }));
}

/** The step that starts on a line; an instruction knows its line only. */
export function pathOfLine(dialog: Dialog, line: number): Path {
  const starting = [...stepsOf(dialog)].filter((s) => dialog.source.place(s.path).line === line);
  return starting.at(-1)?.path ?? [];
}
