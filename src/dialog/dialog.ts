import type { Path, YamlFile } from '../core/yaml';
import type { Body, Row, Verb } from './schema';

/** One step as read. `path` is where it stands in its file. */
export interface StepOf<V extends Verb> {
  readonly verb: V;
  readonly body: Body<V>;
  readonly path: Path;
  /** The steps below `then`, `else`, `otherwise`, `found`, `none`, `failed`. */
  readonly nested: Readonly<Record<string, readonly Step[]>>;
}

export type Step =
  | StepOf<'say'>
  | StepOf<'ask'>
  | StepOf<'set'>
  | StepOf<'forget'>
  | StepOf<'if'>
  | StepOf<'goto'>
  | StepOf<'call'>
  | StepOf<'return'>
  | StepOf<'switch'>
  | StepOf<'card'>
  | StepOf<'link'>
  | StepOf<'sheet'>
  | StepOf<'pause'>
  | StepOf<'handoff'>
  | StepOf<'end'>
  | Broken;

/** A step with a mistake in it: reported, and left out of everything that follows the flow. */
export interface Broken {
  readonly verb: 'broken';
  readonly path: Path;
  /** Slots it would have filled and sections it would have gone to, as far as that can be read. */
  readonly slots: readonly string[];
  readonly targets: readonly string[];
  readonly nested: Readonly<Record<string, readonly Step[]>>;
}

export interface Section {
  readonly name: string;
  readonly path: Path;
  readonly steps: readonly Step[];
}

export interface Test {
  readonly name: string;
  readonly locale: 'en' | 'es';
  readonly rows: readonly { readonly row: Row; readonly line: number; readonly col: number }[];
  readonly file: string;
  readonly line: number;
}

export interface Pair {
  readonly en: string;
  readonly es: string;
  readonly path: Path;
}

/** `es/<id>.yaml`: the Spanish of one dialog. */
export interface Spanish {
  readonly source: YamlFile;
  readonly triggers: readonly string[];
  readonly pairs: readonly Pair[];
  /** `ask_id.value` to more words for that choice. */
  readonly also: Readonly<Record<string, readonly string[]>>;
}

/** One dialog file with everything that belongs to it. */
export interface Dialog {
  readonly id: string;
  readonly file: string;
  readonly source: YamlFile;
  readonly title: string;
  readonly triggers: readonly string[];
  /** undefined: the file has no such key. */
  readonly sources: readonly string[] | undefined;
  readonly review: { readonly status: 'draft' | 'reviewed'; readonly on: string } | undefined;
  readonly revision: string;
  readonly sections: readonly Section[];
  readonly moved: Readonly<Record<string, string>>;
  readonly tests: readonly Test[];
  readonly spanish: Spanish | undefined;
  /** True when a mistake keeps it from being compiled: it then appears in no program. */
  readonly broken: boolean;
}

/** Every step of some steps, outer before inner, in the order written. */
export function* walk(steps: readonly Step[]): Generator<Step> {
  for (const step of steps) {
    yield step;
    for (const inner of Object.values(step.nested)) yield* walk(inner);
  }
}

/** Every step of a dialog. */
export function* stepsOf(dialog: Dialog): Generator<Step> {
  for (const section of dialog.sections) yield* walk(section.steps);
}

/** The id under which a conversation rests at this step; undefined when it does not wait here. */
export function restIdOf(step: Step): string | undefined {
  switch (step.verb) {
    case 'ask':
      return step.body.id ?? step.body.slot.replace('.', '_');
    case 'call':
      return step.body.id ?? step.body.call;
    case 'handoff':
      return step.body.id ?? step.body.handoff;
    default:
      return undefined;
  }
}
