import { type Draft, menuOptions, say, sayText, show, slotOf, variant } from './draft';
import { type Ask, type Condition, type Instruction, type Program, type SlotTest, slotInText } from './program';
import type { Frame, Option, Slots, SlotValue } from './types';

/** Instructions one turn may take; a script that needs more is circling (the linter reports `endless-loop`). */
const maxSteps = 1000;
/** Dialogs that may lie on top of each other. */
const maxDepth = 8;

/** The value of the button that leaves an optional question open. No choice may be called so. */
export const skipValue = '~skip';

/** The place of a question's buttons: they know their dialog and their question. */
export function placeOf(frame: Frame): string {
  return `${frame.dialog}/${frame.at}`;
}

export function top(draft: Draft): Frame | undefined {
  return draft.state.stack.at(-1);
}

export function programOf(draft: Draft, dialog: string): Program | undefined {
  return draft.bot.programs(draft.state.locale)[dialog];
}

/** Position and instruction the frame rests at; undefined when the script no longer has that place. */
export function restOf(draft: Draft, frame: Frame): { pc: number; at: Instruction; program: Program } | undefined {
  const program = programOf(draft, frame.dialog);
  if (!program) return undefined;
  const pc = program.rests[frame.at] ?? program.rests[program.moved[frame.at] ?? ''];
  const at = pc === undefined ? undefined : program.code[pc];
  return pc === undefined || !at ? undefined : { pc, at, program };
}

function replaceTop(draft: Draft, frame: Frame): void {
  draft.state = { ...draft.state, stack: [...draft.state.stack.slice(0, -1), frame] };
}

/** Starts a dialog on top of whatever is going on. An unknown dialog is a fault of the content, not of the person. */
export function start(draft: Draft, dialog: string): void {
  const program = programOf(draft, dialog);
  if (!program) throw new Error(`no dialog "${dialog}"`);
  if (draft.state.stack.length >= maxDepth) throw new Error(`more than ${maxDepth} dialogs on top of each other`);
  const frame: Frame = { dialog, section: program.start, at: '', slots: {}, tries: 0, revision: program.revision };
  const { aside: _aside, ...state } = draft.state;
  draft.state = { ...state, stack: [...state.stack, frame], last: { kind: 'dialog', id: dialog } };
  draft.trace.push(`${dialog} starts`);
  run(draft, program.sections[program.start] ?? 0);
}

/** Fills the slot of the question the top frame rests at and goes on from there. */
export function fill(draft: Draft, ask: Ask, pc: number, value: SlotValue | undefined): void {
  const frame = top(draft);
  if (!frame) return;
  setSlot(draft, ask.slot, value);
  const choice = ask.choices.find((c) => c.value === value);
  const program = programOf(draft, frame.dialog);
  draft.trace.push(
    `${frame.dialog}:${choice?.line ?? program?.code[pc]?.line ?? 0} ${value === undefined ? 'skip' : choice ? `choice ${choice.value}` : `answer ${ask.id}`}`,
  );
  run(draft, choice?.to ?? pc + 1);
}

/** Goes on without an answer: the `otherwise` steps, else the next step with the slot empty. */
export function giveUp(draft: Draft, ask: Ask, pc: number): void {
  const frame = top(draft);
  if (!frame) return;
  setSlot(draft, ask.slot, undefined);
  draft.trace.push(`${frame.dialog}:${programOf(draft, frame.dialog)?.code[pc]?.line ?? 0} otherwise`);
  run(draft, ask.otherwise ?? pc + 1);
}

function setSlot(draft: Draft, name: string, value: SlotValue | undefined): void {
  const put = (slots: Slots, key: string): Slots => {
    const { [key]: _old, ...rest } = slots;
    return value === undefined ? rest : { ...rest, [key]: value };
  };
  if (name.startsWith('search.')) {
    draft.state = { ...draft.state, search: put(draft.state.search, name.slice('search.'.length)) };
    return;
  }
  const frame = top(draft);
  if (frame) replaceTop(draft, { ...frame, slots: put(frame.slots, name) });
}

/** Runs the top frame from `pc` until the conversation rests or is idle. */
export function run(draft: Draft, from: number): void {
  let pc = from;
  for (let steps = 0; steps < maxSteps; steps++) {
    const frame = top(draft);
    if (!frame) return;
    const program = programOf(draft, frame.dialog);
    const at = program?.code[pc];
    if (!program || !at) throw new Error(`no instruction ${pc} in dialog "${frame.dialog}"`);
    switch (at.op) {
      case 'say':
        say(draft, insert(draft, variant(draft, `${frame.dialog}/${at.section}/${pc}`, at.text)));
        pc++;
        break;
      case 'ask': {
        const known = slotOf(frame.slots, draft.state.search, at.slot);
        if (at.known && known !== undefined) {
          pc = at.choices.find((c) => c.value === known)?.to ?? pc + 1;
          break;
        }
        replaceTop(draft, { ...frame, section: at.section, at: at.id, tries: 0, revision: program.revision });
        askAgain(draft);
        return;
      }
      case 'set':
        for (const [name, value] of Object.entries(at.slots)) setSlot(draft, name, value);
        pc++;
        break;
      case 'forget':
        for (const name of at.slots) setSlot(draft, name, undefined);
        pc++;
        break;
      case 'test': {
        const yes = holds(at.when, frame.slots, draft.state.search);
        draft.trace.push(`${frame.dialog}:${at.line} ${yes ? 'if holds' : 'if not'}`);
        pc = yes ? pc + 1 : at.otherwise;
        break;
      }
      case 'jump':
        pc = at.to;
        break;
      case 'call':
        replaceTop(draft, { ...frame, section: at.section, at: at.id, tries: 0, revision: program.revision });
        start(draft, at.dialog);
        return;
      case 'switch': {
        draft.state = { ...draft.state, stack: draft.state.stack.slice(0, -1) };
        start(draft, at.dialog);
        return;
      }
      case 'card':
        draft.out.push({
          type: 'card',
          title: insert(draft, at.title),
          text: insert(draft, at.text),
          buttons: at.buttons,
        });
        pc++;
        break;
      case 'link':
        draft.out.push({ type: 'card', title: at.label, text: '', buttons: [{ label: at.label, url: at.url }] });
        pc++;
        break;
      case 'sheet': {
        const lines = at.lines
          .filter((l) => l.when === undefined || holds(l.when, frame.slots, draft.state.search))
          .map((l) => insert(draft, l.text));
        draft.out.push({ type: 'sheet', title: insert(draft, at.title), lines });
        pc++;
        break;
      }
      case 'pause':
        draft.out.push({ type: 'pause', seconds: at.seconds });
        pc++;
        break;
      case 'handoff':
        replaceTop(draft, { ...frame, section: at.section, at: at.id, tries: 0, revision: program.revision });
        draft.query = { type: 'directory', criteria: draft.state.search };
        return;
      case 'return':
      case 'end':
      case 'stop':
        finish(draft);
        return;
    }
  }
  throw new Error(`a dialog took more than ${maxSteps} steps without asking`);
}

/** The top dialog is over: the one underneath goes on, or the bot offers what could come next. */
function finish(draft: Draft): void {
  const done = top(draft);
  const { back: _back, ...state } = draft.state;
  draft.state = { ...state, stack: draft.state.stack.slice(0, -1) };
  if (done) draft.trace.push(`${done.dialog} ends`);
  const below = top(draft);
  if (!below) {
    sayText(draft, 'next', menuOptions(draft, 'next'));
    return;
  }
  const rest = restOf(draft, below);
  if (rest?.at.op === 'call') run(draft, rest.pc + 1);
  else resume(draft, true);
}

/** Asks the question the top frame rests at once more, with its buttons. */
export function askAgain(draft: Draft): void {
  const frame = top(draft);
  const rest = frame && restOf(draft, frame);
  if (!frame || rest?.at.op !== 'ask') return;
  const text = insert(draft, variant(draft, `${placeOf(frame)}`, rest.at.text));
  say(draft, text, optionsOf(draft, rest.at, frame));
}

/** Goes back to the open question after something came between. Says so when the script no longer has it. */
export function resume(draft: Draft, named: boolean): void {
  const frame = top(draft);
  if (!frame) return;
  const rest = restOf(draft, frame);
  if (!rest) {
    restartChanged(draft, frame);
    return;
  }
  const aside = draft.out.length > 0 && named;
  if (aside) sayText(draft, 'back_to_question', [], { title: rest.program.title });
  if (rest.at.op === 'ask') {
    if (frame.at !== rest.at.id) replaceTop(draft, { ...frame, at: rest.at.id });
    joinLast(draft, aside);
  } else if (rest.at.op === 'call') run(draft, rest.pc + 1);
  else if (rest.at.op === 'handoff') draft.query = { type: 'directory', criteria: draft.state.search };
}

/** The open question follows "Back to where we were." in the same bubble. */
function joinLast(draft: Draft, join: boolean): void {
  const before = join ? draft.out.pop() : undefined;
  askAgain(draft);
  const asked = draft.out.at(-1);
  if (before?.type !== 'say' || asked?.type !== 'say') return;
  draft.out[draft.out.length - 1] = { ...asked, text: `${before.text} ${asked.text}` };
}

/** The guide was changed under the person and their place is gone: say so, start the section, keep the slots. */
export function restartChanged(draft: Draft, frame: Frame): void {
  const program = programOf(draft, frame.dialog);
  if (!program) {
    draft.state = { ...draft.state, stack: draft.state.stack.slice(0, -1) };
    draft.trace.push(`${frame.dialog} is gone`);
    sayText(draft, 'changed', [], { title: frame.dialog });
    if (top(draft)) resume(draft, true);
    else sayText(draft, 'next', menuOptions(draft, 'next'));
    return;
  }
  draft.trace.push(`${frame.dialog} changed: ${frame.at} is gone`);
  sayText(draft, 'changed', [], { title: program.title });
  run(draft, program.sections[frame.section] ?? program.sections[program.start] ?? 0);
}

export function optionsOf(draft: Draft, ask: Ask, frame: Frame): Option[] {
  const labels = draft.bot.texts(draft.state.locale).labels;
  const at = placeOf(frame);
  const options: Option[] =
    ask.kind === 'yesno'
      ? [
          { label: labels.yes, at, value: 'yes' },
          { label: labels.no, at, value: 'no' },
        ]
      : ask.choices.map((c) => ({ label: c.label, at, value: c.value }));
  if (ask.optional) options.push({ label: labels.skip, at, value: skipValue });
  return options;
}

/** `$slot` shows the slot's value; a choice is shown by its label. An empty slot shows nothing. */
export function insert(draft: Draft, text: string): string {
  const frame = top(draft);
  if (!frame || !text.includes('$')) return text;
  const program = programOf(draft, frame.dialog);
  return text.replace(slotInText, (_whole, name: string) => {
    const value = slotOf(frame.slots, draft.state.search, name);
    if (value === undefined) return '';
    for (const at of program?.code ?? []) {
      if (at.op !== 'ask' || at.slot !== name) continue;
      const choice = at.choices.find((c) => c.value === value);
      if (choice) return choice.label;
    }
    return show(value);
  });
}

/** Whether every entry of a condition holds. */
export function holds(when: Condition, slots: Slots, search: Slots): boolean {
  return Object.entries(when).every(([name, test]) => meets(slotOf(slots, search, name), test));
}

function meets(value: SlotValue | undefined, test: SlotTest): boolean {
  if ('set' in test) return (value !== undefined) === test.set;
  if (value === undefined) return false;
  if ('is' in test) return test.is.some((wanted) => same(value, wanted));
  const size =
    typeof value === 'number' ? value : typeof value === 'object' && 'amount' in value ? value.amount : Number.NaN;
  return 'below' in test ? size < test.below : size > test.above;
}

function same(a: SlotValue, b: SlotValue): boolean {
  if (typeof a === 'object' || typeof b === 'object') return show(a) === show(b);
  return String(a) === String(b);
}
