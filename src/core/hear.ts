import { fallback, find, tell } from './answer';
import { obey, remember } from './commands';
import { botPlace, type Draft, menuOptions, say, sayText } from './draft';
import { crisisPlace, guard } from './guard';
import { pick } from './picks';
import { fill, giveUp, restartChanged, restOf, resume, start, top } from './run';
import type { Event, Found, Hit, Instant, Option } from './types';

/** Away longer than this, in milliseconds, and the bot asks whether to go on with the guide. */
export const awayMs = 30 * 60 * 1000;

type Said = Extract<Event, { type: 'said' }>;
/** Looks at what the person said; true when it has answered and nothing after it may. */
type Stage = (draft: Draft, event: Said) => boolean;

/** The first stage that answers wins. Safety stands around all of them, in `turn.ts`. */
export const stages: readonly (readonly [name: string, stage: Stage])[] = [
  ['command', command],
  ['offered', offered],
  ['dialog', dialog],
  ['away', away],
  ['answer', answer],
  ['suggest', suggest],
  ['fallback', fallback],
];

/** What the person wrote, once it is known to be no crisis. `since` is when they last wrote. */
export function hear(draft: Draft, event: Said, since: Instant | undefined): void {
  const crisis = draft.decision.crisis;
  if (!event.text.trim()) {
    sayText(draft, 'only_text', top(draft) ? [] : menuOptions(draft, 'main'));
    if (top(draft)) resume(draft, false);
    draft.decision = { outcome: 'fallback', candidates: [] };
  } else {
    const gone = since !== undefined && Date.parse(draft.now) - Date.parse(since) > awayMs;
    for (const [name, stage] of stages) {
      if ((name === 'dialog' && gone) || (name === 'away' && !gone)) continue;
      if (!stage(draft, event)) continue;
      draft.trace.push(`stage ${name}`);
      break;
    }
  }
  if (crisis) draft.decision = { ...draft.decision, crisis };
}

function command(draft: Draft, event: Said): boolean {
  const found = draft.bot.command(event.text, draft.state.locale);
  // The words on a button that stands open mean that button: "Start over" below a guide's name starts that guide.
  if (!found || typedOption(draft.state.offered?.options ?? [], event.text)) return false;
  obey(draft, found);
  return true;
}

/** A typed number, label or yes/no for the bot's own open buttons. */
function offered(draft: Draft, event: Said): boolean {
  const open = draft.state.offered;
  if (!open) return false;
  const option = typedOption(open.options, event.text) ?? typedYesNo(draft, open.options, event.text);
  if (!option) return false;
  if (option.at === crisisPlace) return guard(draft, { type: 'picked', at: crisisPlace, value: option.value });
  pick(draft, { type: 'picked', at: option.at, value: option.value });
  return true;
}

function typedOption(options: readonly Option[], text: string): Option | undefined {
  const said = text
    .trim()
    .toLowerCase()
    .replace(/[.!?]+$/, '');
  const number = /^#?(\d{1,2})[.)]?$/.exec(said)?.[1];
  if (number) return options[Number(number) - 1];
  return options.find((o) => o.label.toLowerCase().replace(/[.!?]+$/, '') === said);
}

function typedYesNo(draft: Draft, options: readonly Option[], text: string): Option | undefined {
  const go = options.find((o) => o.value === 'resume:go');
  if (!go) return undefined;
  const said = draft.bot.yesOrNo(text, draft.state.locale);
  return said === 'yes' ? go : said === 'no' ? options.find((o) => o.value === 'resume:leave') : undefined;
}

function dialog(draft: Draft, event: Said): boolean {
  const frame = top(draft);
  if (!frame) return false;
  const rest = restOf(draft, frame);
  draft.decision = { outcome: 'dialog', dialog: frame.dialog, candidates: [] };
  if (!rest) {
    restartChanged(draft, frame);
    return true;
  }
  if (rest.at.op !== 'ask') {
    resume(draft, false);
    return true;
  }
  const { bot } = draft;
  const { locale } = draft.state;
  const value = bot.readAnswer(rest.at, event.text, locale, draft.now);
  if (value !== undefined) {
    remember(draft);
    if (rest.at.slot.startsWith('search.')) {
      draft.state = {
        ...draft.state,
        search: { ...bot.readCriteria(event.text, locale, draft.now), ...draft.state.search },
      };
    }
    fill(draft, rest.at, rest.pc, value);
    return true;
  }
  if (rest.at.optional && bot.declines(event.text, locale)) {
    remember(draft);
    fill(draft, rest.at, rest.pc, undefined);
    return true;
  }
  const found = find(draft, event.text);
  if (found.outcome === 'answer' && found.hits[0]) {
    interrupt(draft, found.hits[0], found);
    return true;
  }
  if (found.outcome === 'suggest' && draft.bot.asks(event.text)) {
    suggestInDialog(draft, found);
    return true;
  }
  const tries = frame.tries + 1;
  draft.trace.push(`${frame.dialog}:${rest.at.line} not understood ${tries}`);
  if (tries > rest.at.tries) {
    if (rest.at.otherwise === undefined) sayText(draft, 'moving_on');
    giveUp(draft, rest.at, rest.pc);
    return true;
  }
  if (rest.at.reprompt) say(draft, rest.at.reprompt);
  else sayText(draft, 'not_understood');
  resume(draft, false);
  const again = top(draft);
  if (again) draft.state = { ...draft.state, stack: [...draft.state.stack.slice(0, -1), { ...again, tries }] };
  return true;
}

/** A confident answer or another guide in the middle of a dialog; the open question comes back after it. */
function interrupt(draft: Draft, hit: Hit, found: Found): void {
  if (hit.kind === 'dialog') {
    if (draft.state.stack.some((f) => f.dialog === hit.id)) {
      resume(draft, false);
      return;
    }
    start(draft, hit.id);
    return;
  }
  draft.decision = { outcome: 'answer', topic: hit.id, candidates: found.hits };
  tell(draft, hit.id, false);
  resume(draft, true);
}

/** A question in the middle that may mean several things: they are offered, and the way back to the open question. */
function suggestInDialog(draft: Draft, found: Found): void {
  draft.decision = { outcome: 'suggest', candidates: found.hits };
  const { labels } = draft.bot.texts(draft.state.locale);
  sayText(draft, 'suggest', [...suggestions(found.hits), { label: labels.go_on, at: botPlace, value: 'resume:go' }]);
}

/** After half an hour the bot names the guide and asks whether to go on; a question is answered first. */
function away(draft: Draft, event: Said): boolean {
  const frame = top(draft);
  if (!frame) return false;
  const rest = restOf(draft, frame);
  if (!rest) {
    draft.decision = { outcome: 'dialog', dialog: frame.dialog, candidates: [] };
    restartChanged(draft, frame);
    return true;
  }
  const found = find(draft, event.text);
  const hit = found.outcome === 'answer' ? found.hits[0] : undefined;
  draft.decision = { outcome: 'dialog', dialog: frame.dialog, candidates: found.hits };
  if (hit?.kind === 'answer') {
    draft.decision = { outcome: 'answer', topic: hit.id, candidates: found.hits };
    tell(draft, hit.id, false);
  }
  const { labels } = draft.bot.texts(draft.state.locale);
  sayText(
    draft,
    'away',
    [
      { label: labels.go_on, at: botPlace, value: 'resume:go' },
      { label: labels.start_over, at: botPlace, value: 'resume:restart' },
      { label: labels.leave_it, at: botPlace, value: 'resume:leave' },
    ],
    { title: rest.program.title },
  );
  return true;
}

function answer(draft: Draft, event: Said): boolean {
  const found = find(draft, event.text);
  draft.decision = { outcome: found.outcome, candidates: found.hits };
  const hit = found.hits[0];
  if (found.outcome !== 'answer' || !hit) return false;
  if (hit.kind === 'dialog') {
    draft.decision = { outcome: 'dialog', dialog: hit.id, candidates: found.hits };
    start(draft, hit.id);
  } else {
    draft.decision = { ...draft.decision, topic: hit.id };
    tell(draft, hit.id, true);
  }
  return true;
}

function suggestions(hits: readonly Hit[]): Option[] {
  return hits.slice(0, 3).map((hit) => ({ label: hit.title, at: botPlace, value: `${hit.kind}:${hit.id}` }));
}

function suggest(draft: Draft): boolean {
  const { outcome, candidates } = draft.decision;
  if (outcome !== 'suggest' || !candidates.length) return false;
  const { labels } = draft.bot.texts(draft.state.locale);
  sayText(draft, 'suggest', [
    ...suggestions(candidates),
    { label: labels.none_of_these, at: botPlace, value: 'none:' },
  ]);
  return true;
}
