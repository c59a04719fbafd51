import { fallback, tell } from './answer';
import { obey, remember } from './commands';
import { botPlace, type Draft, menuOptions, sayText } from './draft';
import { fill, placeOf, restOf, resume, skipValue, start, top } from './run';
import { menuKeys } from './texts';
import { type Command, commands, type Event } from './types';

/** What a button of the bot's own leads to; undefined when there is no such thing (any more). */
export function destinationOf(draft: Draft, value: string): (() => void) | undefined {
  const colon = value.indexOf(':');
  const kind = value.slice(0, colon);
  const id = value.slice(colon + 1);
  switch (kind) {
    case 'dialog':
      if (!draft.bot.programs(draft.state.locale)[id]) return undefined;
      return () => {
        draft.decision = { outcome: 'dialog', dialog: id, candidates: [] };
        if (draft.state.stack.some((f) => f.dialog === id)) resume(draft, false);
        else start(draft, id);
      };
    case 'answer':
      if (!draft.bot.answers.entry(id, draft.state.locale)) return undefined;
      return () => {
        draft.decision = { outcome: 'answer', topic: id, candidates: [] };
        tell(draft, id, !top(draft));
        if (top(draft)) resume(draft, true);
      };
    case 'menu': {
      const menu = menuKeys.find((k) => k === id);
      return menu && (() => sayText(draft, 'menu', menuOptions(draft, menu)));
    }
    case 'command':
      return isCommand(id) ? () => obey(draft, id) : undefined;
    case 'ask':
      return () => sayText(draft, 'ask_anything');
    case 'none':
      return () => void fallback(draft);
    case 'resume':
      return resumptions[id] && (() => resumptions[id]?.(draft));
    default:
      return undefined;
  }
}

const isCommand = (id: string): id is Command => (commands as readonly string[]).includes(id);

const resumptions: Readonly<Record<string, (draft: Draft) => void>> = {
  go: (draft) => obey(draft, 'repeat'),
  leave: (draft) => obey(draft, 'stop'),
  restart(draft) {
    const bottom = draft.state.stack[0]?.dialog;
    draft.state = { ...draft.state, stack: [] };
    if (bottom && draft.bot.programs(draft.state.locale)[bottom]) start(draft, bottom);
    else obey(draft, 'menu');
  },
};

/** A button was picked: one of the bot's own, one of the open question, or one of an earlier question. */
export function pick(draft: Draft, event: Extract<Event, { type: 'picked' }>): void {
  const crisis = draft.decision.crisis;
  draft.decision = { outcome: 'command', candidates: [] };
  const go = event.at === botPlace ? destinationOf(draft, event.value) : undefined;
  const frame = top(draft);
  const rest = frame && restOf(draft, frame);
  if (go) go();
  else if (
    frame &&
    rest?.at.op === 'ask' &&
    event.at === placeOf(frame) &&
    valueOfPick(draft, event.value) !== undefined
  ) {
    draft.decision = { outcome: 'dialog', dialog: frame.dialog, candidates: [] };
    remember(draft);
    fill(draft, rest.at, rest.pc, event.value === skipValue ? undefined : event.value);
  } else stale(draft);
  if (crisis) draft.decision = { ...draft.decision, crisis };
}

/** The value of a button of the open question; undefined when the question has no such choice. */
export function valueOfPick(draft: Draft, value: string): string | undefined {
  const frame = top(draft);
  const rest = frame && restOf(draft, frame);
  if (rest?.at.op !== 'ask') return undefined;
  const { kind, choices, optional } = rest.at;
  if (value === skipValue) return optional ? value : undefined;
  if (kind === 'yesno') return value === 'yes' || value === 'no' ? value : undefined;
  return choices.some((c) => c.value === value) ? value : undefined;
}

/** A button of an earlier question: one line, and the current question again. */
function stale(draft: Draft): void {
  draft.trace.push('stale button');
  const frame = top(draft);
  sayText(draft, 'stale_button', frame ? [] : menuOptions(draft, 'main'));
  if (!frame) return;
  draft.decision = { outcome: 'dialog', dialog: frame.dialog, candidates: [] };
  resume(draft, false);
}
