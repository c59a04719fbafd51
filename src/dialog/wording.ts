import { slotInText } from '../core/program';
import type { Path } from '../core/yaml';
import { type Dialog, restIdOf, type Step, stepsOf } from './dialog';

/** `message` is read as a bubble, `label` stands on a choice, `button` on a card, `title` above something. */
export type TextKind = 'message' | 'label' | 'button' | 'title';

/** One text people read, and where it stands in the script. */
export interface Text {
  readonly kind: TextKind;
  readonly text: string;
  readonly path: Path;
}

/** The slots a text inserts. */
export function slotsIn(text: string): readonly string[] {
  return [...text.matchAll(slotInText)].map((m) => m[1] as string);
}

function* variants(say: string | { readonly any: readonly string[] }, path: Path): Generator<Text> {
  if (typeof say === 'string') yield { kind: 'message', text: say, path };
  else for (const [i, text] of say.any.entries()) yield { kind: 'message', text, path: [...path, 'any', i] };
}

/** The texts of one step, without the steps below it. */
export function* textsOfStep(step: Step): Generator<Text> {
  const at = (...more: Path): Path => [...step.path, ...more];
  switch (step.verb) {
    case 'say':
      yield* variants(step.body.say, at('say'));
      break;
    case 'ask': {
      yield* variants(step.body.ask, at('ask'));
      for (const [value, choice] of Object.entries(step.body.choices ?? {})) {
        const path = at('choices', value);
        if (typeof choice === 'string') yield { kind: 'label', text: choice, path };
        else yield { kind: 'label', text: choice.label, path: [...path, 'label'] };
      }
      if (step.body.reprompt !== undefined) {
        yield { kind: 'message', text: step.body.reprompt, path: at('reprompt') };
      }
      break;
    }
    case 'card': {
      const { title, text, buttons = [] } = step.body.card;
      yield { kind: 'title', text: title, path: at('card', 'title') };
      yield { kind: 'message', text, path: at('card', 'text') };
      for (const [i, button] of buttons.entries()) {
        yield { kind: 'button', text: button.label, path: at('card', 'buttons', i, 'label') };
      }
      break;
    }
    case 'link':
      yield { kind: 'title', text: step.body.label, path: at('label') };
      break;
    case 'sheet':
      yield { kind: 'title', text: step.body.sheet.title, path: at('sheet', 'title') };
      for (const [i, line] of step.body.sheet.lines.entries()) {
        if (typeof line === 'string') yield { kind: 'message', text: line, path: at('sheet', 'lines', i) };
        else yield { kind: 'message', text: line.text, path: at('sheet', 'lines', i, 'text') };
      }
      break;
    default:
  }
}

/** Every text of a dialog, its title first. */
export function* textsOf(dialog: Dialog): Generator<Text> {
  yield { kind: 'title', text: dialog.title, path: ['title'] };
  for (const step of stepsOf(dialog)) yield* textsOfStep(step);
}

/** Every choice of a dialog under the name `es/<id>.yaml` gives it: `ask_id.value`. */
export function choiceKeys(dialog: Dialog): readonly string[] {
  return [...stepsOf(dialog)].flatMap((step) =>
    step.verb === 'ask' ? Object.keys(step.body.choices ?? {}).map((value) => `${restIdOf(step)}.${value}`) : [],
  );
}
