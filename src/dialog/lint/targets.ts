import { writeOneOf } from '../../core/nearest';
import { restIdOf, type Step, stepsOf } from '../dialog';
import type { Finding, Rule } from './rule';

/** What the rules that decide whether a dialog can be compiled need to know. */
export interface Names {
  /** The ids of all dialogs. */
  readonly ids: readonly string[];
}

function* targetsOf(
  step: Step,
): Generator<{ kind: 'section' | 'dialog'; name: string; at: readonly (string | number)[] }> {
  switch (step.verb) {
    case 'goto':
      yield { kind: 'section', name: step.body.goto, at: ['goto'] };
      break;
    case 'call':
      yield { kind: 'dialog', name: step.body.call, at: ['call'] };
      break;
    case 'switch':
      yield { kind: 'dialog', name: step.body.switch, at: ['switch'] };
      break;
    case 'ask':
      for (const [value, choice] of Object.entries(step.body.choices ?? {})) {
        if (typeof choice === 'object' && choice.goto !== undefined) {
          yield { kind: 'section', name: choice.goto, at: ['choices', value, 'goto'] };
        }
      }
      break;
    default:
  }
}

/** The sections a step leads to directly. */
export function sectionTargets(step: Step): readonly string[] {
  if (step.verb === 'broken') return step.targets;
  return [...targetsOf(step)].flatMap((t) => (t.kind === 'section' ? [t.name] : []));
}

export const danglingTarget: Rule<Names> = {
  code: 'dangling-target',
  sentence: 'A goto, call, switch or moved names something that does not exist.',
  mend: 'write a name that exists',
  *check(dialog, { ids }): Generator<Finding> {
    const sections = dialog.sections.map((s) => s.name);
    for (const step of stepsOf(dialog)) {
      for (const target of targetsOf(step)) {
        const names = target.kind === 'section' ? sections : ids;
        if (names.includes(target.name)) continue;
        yield {
          source: dialog.source,
          path: [...step.path, ...target.at],
          message: `no ${target.kind} "${target.name}"${target.kind === 'section' ? ' in this dialog' : ''}`,
          mend: writeOneOf(target.name, names),
        };
      }
    }
    const rests = [...stepsOf(dialog)].flatMap((s) => restIdOf(s) ?? []);
    for (const [old, now] of Object.entries(dialog.moved)) {
      if (rests.includes(now)) continue;
      yield {
        source: dialog.source,
        path: ['moved', old],
        message: `no resting place "${now}" in this dialog`,
        mend: writeOneOf(now, rests),
      };
    }
  },
};

export const duplicateId: Rule<Names> = {
  code: 'duplicate-id',
  sentence: 'Two resting places share an id, so a stored conversation could not tell where it waits.',
  mend: 'give one of them an id of its own, such as id: where_again',
  *check(dialog): Generator<Finding> {
    const first = new Map<string, number>();
    for (const step of stepsOf(dialog)) {
      const id = restIdOf(step);
      if (id === undefined) continue;
      const line = first.get(id);
      if (line === undefined) {
        first.set(id, dialog.source.place(step.path).line);
        continue;
      }
      yield {
        source: dialog.source,
        path: step.path,
        message: `the resting place "${id}" stands on line ${line} already`,
      };
    }
    for (const old of Object.keys(dialog.moved)) {
      const line = first.get(old);
      if (line === undefined) continue;
      yield {
        source: dialog.source,
        path: ['moved', old],
        key: true,
        message: `"${old}" has moved, but stands on line ${line} again`,
        mend: 'take this line out of moved, or rename the new resting place',
      };
    }
  },
};
