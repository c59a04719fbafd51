import type { AnswerKind, Choice, Instruction, Program, Programs } from '../core/program';
import type { Locale } from '../core/types';
import { type Dialog, restIdOf, type Step, type StepOf } from './dialog';
import { compileCondition, slotKinds, slotValue } from './values';

/** How often a question is asked again when its script does not say. */
export const defaultTries = 2;

type Omitted<T> = T extends unknown ? Omit<T, 'line' | 'section'> : never;
/** An instruction that does not know its place yet. */
type Operation = Omitted<Instruction>;

/** What the locale changes: the texts and the words for choices, never a step. */
interface Words {
  readonly locale: Locale;
  readonly text: (english: string) => string;
  readonly also: (ask: string, value: string, english: readonly string[]) => readonly string[];
  readonly triggers: readonly string[];
}

/** What the instructions of one dialog need besides their step. */
interface Context {
  readonly dialog: Dialog;
  readonly words: Words;
  readonly kinds: ReadonlyMap<string, AnswerKind>;
  readonly sectionAt: (name: string) => number;
}

function wordsOf(dialog: Dialog, locale: Locale): Words {
  const { spanish } = dialog;
  if (locale === 'en' || !spanish) {
    return { locale: 'en', text: (t) => t, also: (_, __, english) => english, triggers: dialog.triggers };
  }
  const pairs = new Map(spanish.pairs.filter((p) => p.es !== '').map((p) => [p.en, p.es]));
  return {
    locale,
    text: (english) => pairs.get(english) ?? english,
    also: (ask, value) => spanish.also[`${ask}.${value}`] ?? [],
    triggers: spanish.triggers,
  };
}

function variants(say: string | { readonly any: readonly string[] }, words: Words): readonly string[] {
  return (typeof say === 'string' ? [say] : say.any).map(words.text);
}

function choicesOf(step: StepOf<'ask'>, id: string, { dialog, words, sectionAt }: Context): Choice[] {
  return dialog.source.keys([...step.path, 'choices']).map((value) => {
    const raw = step.body.choices?.[value] ?? value;
    const { label, also = [], goto } = typeof raw === 'string' ? { label: raw } : raw;
    return {
      value,
      label: words.text(label),
      also: words.also(id, value, also),
      ...(goto !== undefined && { to: sectionAt(goto) }),
      line: dialog.source.keyPlace([...step.path, 'choices', value]).line,
    };
  });
}

/** The instruction of one step other than `if`. `branches` are the positions of the steps below it. */
function operation(
  step: Exclude<Step, { verb: 'if' | 'broken' }>,
  branches: Readonly<Record<string, number>>,
  context: Context,
): Operation {
  const { words, kinds, sectionAt } = context;
  const id = restIdOf(step) ?? '';
  switch (step.verb) {
    case 'say':
      return { op: 'say', text: variants(step.body.say, words) };
    case 'ask': {
      const { body } = step;
      return {
        op: 'ask',
        id,
        slot: body.slot,
        kind: body.as ?? 'choice',
        text: variants(body.ask, words),
        choices: choicesOf(step, id, context),
        ...(body.min !== undefined && { min: body.min }),
        ...(body.max !== undefined && { max: body.max }),
        optional: body.optional ?? false,
        known: body.known === 'skip',
        ...(body.reprompt !== undefined && { reprompt: words.text(body.reprompt) }),
        tries: body.tries ?? defaultTries,
        ...branches,
      };
    }
    case 'set': {
      const entries = Object.entries(step.body.set);
      return {
        op: 'set',
        slots: Object.fromEntries(entries.map(([slot, v]) => [slot, slotValue(v, kinds.get(slot))])),
      };
    }
    case 'forget':
      return { op: 'forget', slots: step.body.forget };
    case 'goto':
      return { op: 'jump', to: sectionAt(step.body.goto) };
    case 'call':
      return { op: 'call', id, dialog: step.body.call };
    case 'switch':
      return { op: 'switch', dialog: step.body.switch };
    case 'card': {
      const { title, text, buttons = [] } = step.body.card;
      const links = buttons.map((b) => ({ label: words.text(b.label), url: b.url }));
      return { op: 'card', title: words.text(title), text: words.text(text), buttons: links };
    }
    case 'link':
      return { op: 'link', url: step.body.link, label: words.text(step.body.label) };
    case 'sheet': {
      const lines = step.body.sheet.lines.map((line) =>
        typeof line === 'string'
          ? { text: words.text(line) }
          : { text: words.text(line.text), when: compileCondition(line.if, kinds) },
      );
      return { op: 'sheet', title: words.text(step.body.sheet.title), lines };
    }
    case 'pause':
      return { op: 'pause', seconds: step.body.pause };
    case 'handoff':
      return { op: 'handoff', id, ...branches };
    case 'return':
    case 'end':
      return { op: step.verb };
  }
}

/** Whether nothing written below this step in the same list is ever reached. */
export function leaves(step: Step | undefined): boolean {
  return step !== undefined && ['goto', 'return', 'switch', 'end'].includes(step.verb);
}

/**
 * One dialog as a program. The locale changes words only, so positions and resting ids agree between locales.
 * A dialog without a Spanish file compiles to its English, and the program's `locale` then says `en`; a text
 * without its pair stays English.
 * @throws Error when a goto names no section; `loadDialogs` reports those and marks the dialog broken.
 */
export function compileDialog(dialog: Dialog, locale: Locale): Program {
  const words = wordsOf(dialog, locale);
  const sections: Record<string, number> = {};
  const rests: Record<string, number> = {};
  const sectionAt = (name: string): number => {
    const at = sections[name];
    if (at === undefined) throw new Error(`${dialog.file}: no section "${name}"`);
    return at;
  };
  const context: Context = { dialog, words, kinds: slotKinds(dialog), sectionAt };
  /** Instructions are made at the end, when every position is known. */
  const code: (() => Instruction)[] = [];

  for (const section of dialog.sections) {
    /** Branches stand behind the section's own steps, so that going on below is always the next position. */
    const branches: (() => void)[] = [];
    const put = (step: { readonly path: Step['path'] }, make: () => Operation): void => {
      const place = { line: dialog.source.place(step.path).line, section: section.name };
      code.push(() => ({ ...place, ...make() }));
    };
    const layBranches = (step: Step, back: number): Record<string, number> => {
      const starts: Record<string, number> = {};
      for (const [name, steps] of Object.entries(step.nested)) {
        branches.push(() => {
          starts[name] = code.length;
          lay(steps);
          if (!leaves(steps.at(-1))) put(steps.at(-1) ?? step, () => ({ op: 'jump', to: back }));
        });
      }
      return starts;
    };
    const layIf = (step: StepOf<'if'>): void => {
      const when = compileCondition(step.body.if, context.kinds);
      const at = { otherwise: -1, after: -1 };
      put(step, () => ({ op: 'test', when, otherwise: at.otherwise }));
      const { then = [], else: orElse = [] } = step.nested;
      lay(then);
      if (orElse.length > 0 && !leaves(then.at(-1))) put(then.at(-1) ?? step, () => ({ op: 'jump', to: at.after }));
      at.otherwise = code.length;
      lay(orElse);
      at.after = code.length;
    };
    const lay = (steps: readonly Step[]): void => {
      for (const step of steps) {
        if (step.verb === 'broken') continue;
        if (step.verb === 'if') {
          layIf(step);
          continue;
        }
        const pc = code.length;
        const rest = restIdOf(step);
        if (rest !== undefined) rests[rest] = pc;
        const starts = layBranches(step, pc + 1);
        put(step, () => operation(step, starts, context));
      }
    };

    sections[section.name] = code.length;
    lay(section.steps);
    put(section.steps.at(-1) ?? section, () => ({ op: 'stop' }));
    for (let next = branches.shift(); next; next = branches.shift()) next();
  }

  return {
    dialog: dialog.id,
    title: words.text(dialog.title),
    locale: words.locale,
    file: dialog.file,
    revision: dialog.revision,
    triggers: words.triggers,
    sources: dialog.sources ?? [],
    start: dialog.sections[0]?.name ?? '',
    code: code.map((make) => make()),
    sections,
    rests,
    moved: dialog.moved,
  };
}

/** Every dialog that can be compiled, by id. Broken ones are left out; their problems came from `loadDialogs`. */
export function compileDialogs(dialogs: readonly Dialog[], locale: Locale): Programs {
  return Object.fromEntries(dialogs.filter((d) => !d.broken).map((d) => [d.id, compileDialog(d, locale)]));
}
