import type { Bot } from './bot';
import { freshConversation, translated } from './commands';
import { botPlace, type Draft, draftOf, menuOptions, sayText } from './draft';
import { crisisPlace, guard } from './guard';
import { hear } from './hear';
import { pick } from './picks';
import { restOf, run, top } from './run';
import type { Conversation, Event, Instant, Turn } from './types';

/** The bot says again that it is a program after this time, in milliseconds (New York GBL Art. 47: every 3 hours). */
export const reminderMs = 3 * 60 * 60 * 1000;

/**
 * One turn: what the bot says to one event, and the conversation after it. Pure: the same arguments give the same turn.
 * @throws Error only for faults of the content (an unknown dialog, a script that circles); the shell keeps the old state.
 */
export function turn(bot: Bot, state: Conversation, event: Event, now: Instant): Turn {
  const draft = draftOf(bot, { ...state, lastTurn: now }, now);
  const since = state.lastTurn;
  switch (event.type) {
    case 'joined':
      welcome(draft);
      break;
    case 'rated':
      rate(draft, event);
      break;
    case 'found':
    case 'failed':
      searched(draft, event);
      break;
    case 'said':
    case 'picked':
      if (event.type === 'said') follow(draft, event.text);
      if (!guard(draft, event)) {
        disclose(draft);
        if (draft.state.locale !== state.locale) noticed(draft);
        if (event.type === 'picked') pick(draft, event);
        else hear(draft, event, since);
      }
      break;
  }
  return finishTurn(draft);
}

function finishTurn(draft: Draft): Turn {
  const options = openOptions(draft);
  const { offered: _offered, ...state } = draft.state;
  return {
    state: options ? { ...state, offered: options } : state,
    out: draft.out,
    ...(draft.query ? { query: draft.query } : {}),
    ...(draft.forget ? { forget: true } : {}),
    decision: draft.decision,
    trace: draft.trace,
  };
}

/** The buttons that stand open after this turn, unless they belong to the dialog's own question. */
function openOptions(draft: Draft): Conversation['offered'] {
  for (const message of [...draft.out].reverse()) {
    if (!('options' in message) || !message.options?.length) continue;
    const at = message.options[0]?.at ?? '';
    return at === botPlace || at === crisisPlace ? { at, options: message.options } : undefined;
  }
  return undefined;
}

function welcome(draft: Draft): void {
  draft.decision = { outcome: 'command', command: 'hello', candidates: [] };
  if (draft.state.welcomed) return;
  draft.state = { ...draft.state, welcomed: true, disclosed: draft.now };
  sayText(draft, 'welcome', menuOptions(draft, 'begin'));
}

/** Answers in the language the person writes, help lines above all; a dialog in the middle keeps its place. */
function follow(draft: Draft, text: string): void {
  const language = draft.bot.language(text);
  if (!language || language === draft.state.locale) return;
  draft.trace.push(`language ${language}`);
  draft.state = { ...draft.state, locale: language };
}

function noticed(draft: Draft): void {
  sayText(draft, 'language_set');
  if (!translated(draft)) sayText(draft, 'guides_in_english');
}

/** Says that this is a program: to someone who starts without a welcome, and again after three hours. */
function disclose(draft: Draft): void {
  const { welcomed, disclosed } = draft.state;
  const due = disclosed !== undefined && Date.parse(draft.now) - Date.parse(disclosed) >= reminderMs;
  if (welcomed && !due) {
    if (!disclosed) draft.state = { ...draft.state, disclosed: draft.now };
    return;
  }
  sayText(draft, welcomed ? 'reminder' : 'disclosure');
  draft.state = { ...draft.state, welcomed: true, disclosed: draft.now };
}

/** A thumb changes nothing in the conversation, and a topic that does not exist is not counted. */
function rate(draft: Draft, { topic, helpful }: Extract<Event, { type: 'rated' }>): void {
  const known = draft.bot.answers.entry(topic, draft.state.locale) !== undefined;
  draft.decision = { outcome: 'command', candidates: [], ...(known ? { rating: { topic, helpful } } : {}) };
}

function searched(draft: Draft, event: Extract<Event, { type: 'found' | 'failed' }>): void {
  const frame = top(draft);
  const rest = frame && restOf(draft, frame);
  draft.decision = { outcome: 'dialog', ...(frame ? { dialog: frame.dialog } : {}), candidates: [] };
  if (!frame || rest?.at.op !== 'handoff') return;
  const way = event.type === 'failed' ? 'failed' : event.therapists.length ? 'found' : 'none';
  draft.trace.push(`${frame.dialog}:${rest.at.line} ${way}`);
  if (event.type === 'found' && event.therapists.length) draft.out.push({ type: 'therapists', list: event.therapists });
  const to = rest.at[way];
  if (to === undefined) sayText(draft, `directory_${way}`);
  if (way !== 'found') {
    const { labels } = draft.bot.texts(draft.state.locale);
    sayText(draft, 'directory_link');
    draft.out.push({
      type: 'card',
      title: labels.open_directory,
      text: '',
      buttons: [{ label: labels.open_directory, url: draft.bot.directoryLink }],
    });
  }
  run(draft, to ?? rest.pc + 1);
}

export { freshConversation };
