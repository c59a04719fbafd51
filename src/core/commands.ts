import { botPlace, type Draft, menuOptions, sayText } from './draft';
import { askAgain, giveUp, restOf, resume, top } from './run';
import type { Command, Conversation, Locale } from './types';

/** A conversation nobody has said anything in. */
export function freshConversation(locale: Locale, country?: string): Conversation {
  return { schema: 1, locale, ...(country ? { country } : {}), stack: [], search: {}, seen: {}, welcomed: false };
}

/** Does what a command asks for. Every command leaves the person with a way on. */
export function obey(draft: Draft, command: Command): void {
  const topic = topics[command];
  const entry = topic ? draft.bot.answers.entry(topic, draft.state.locale) : undefined;
  draft.decision = entry
    ? {
        outcome: 'command',
        command,
        topic: entry.id,
        candidates: [{ kind: 'answer', id: entry.id, title: entry.title, score: 1 }],
      }
    : { outcome: 'command', command, candidates: [] };
  draft.trace.push(`command ${command}`);
  commands[command](draft);
}

/** The topics of the knowledge base that a command does instead of telling: who asks to be forgotten is forgotten. */
const topics: Partial<Readonly<Record<Command, string>>> = {
  menu: 'about-bot',
  person: 'talk-to-human',
  sources: 'sources',
  forget: 'delete-data',
  language: 'change-language',
  english: 'change-language',
  spanish: 'change-language',
};

const commands: Readonly<Record<Command, (draft: Draft) => void>> = {
  hello: (draft) => sayText(draft, 'hello', menuOptions(draft, 'begin')),
  thanks: (draft) => {
    sayText(draft, 'thanks', top(draft) ? [] : menuOptions(draft, 'next'));
    if (top(draft)) resume(draft, true);
  },
  bye: (draft) => sayText(draft, 'bye'),
  menu: (draft) => sayText(draft, 'menu', menuOptions(draft, 'main')),
  stop(draft) {
    const waiting = top(draft) !== undefined || draft.state.aside !== undefined;
    const { aside: _aside, back: _back, ...state } = draft.state;
    draft.state = { ...state, stack: [] };
    sayText(draft, waiting ? 'stopped' : 'nothing_to_stop', menuOptions(draft, 'next'));
  },
  back(draft) {
    const before = draft.state.back;
    if (!before) {
      sayText(draft, 'nothing_to_go_back_to', top(draft) ? [] : menuOptions(draft, 'main'));
      if (top(draft)) resume(draft, false);
      return;
    }
    const { back: _back, ...state } = draft.state;
    draft.state = { ...state, stack: before.stack, search: before.search };
    sayText(draft, 'went_back');
    resume(draft, false);
  },
  repeat(draft) {
    if (!top(draft) && draft.state.aside) {
      const { aside, ...state } = draft.state;
      draft.state = { ...state, stack: aside };
    }
    const frame = top(draft);
    if (!frame) {
      sayText(draft, 'nothing_to_repeat', menuOptions(draft, 'main'));
      return;
    }
    const title = restOf(draft, frame)?.program.title;
    if (title) sayText(draft, 'back_to_dialog', [], { title });
    resume(draft, false);
  },
  skip(draft) {
    const frame = top(draft);
    const rest = frame && restOf(draft, frame);
    if (rest?.at.op !== 'ask') {
      sayText(draft, 'nothing_to_skip', menuOptions(draft, 'main'));
      return;
    }
    remember(draft);
    sayText(draft, 'skipped');
    giveUp(draft, rest.at, rest.pc);
  },
  restart(draft) {
    const fresh = freshConversation(draft.state.locale, draft.state.country);
    const { disclosed, crisis, seen } = draft.state;
    draft.state = {
      ...fresh,
      welcomed: true,
      seen,
      ...(disclosed ? { disclosed } : {}),
      ...(crisis ? { crisis } : {}),
    };
    sayText(draft, 'restarted', menuOptions(draft, 'begin'));
  },
  english: (draft) => speak(draft, 'en'),
  spanish: (draft) => speak(draft, 'es'),
  language(draft) {
    const { labels } = draft.bot.texts(draft.state.locale);
    sayText(draft, 'language', [
      { label: labels.english, at: botPlace, value: 'command:english' },
      { label: labels.spanish, at: botPlace, value: 'command:spanish' },
    ]);
  },
  person: (draft) => {
    sayText(draft, 'person', menuOptions(draft, 'next'));
    if (top(draft)) resume(draft, true);
  },
  sources(draft) {
    const last = draft.state.last;
    const program = last?.kind === 'dialog' ? draft.bot.programs(draft.state.locale)[last.id] : undefined;
    const entry = last?.kind === 'answer' ? draft.bot.answers.entry(last.id, draft.state.locale) : undefined;
    const sources = entry?.sources ?? draft.bot.answers.sources(program?.sources ?? []);
    const title = entry?.title ?? program?.title;
    if (!sources.length || !title) sayText(draft, 'sources_none', top(draft) ? [] : menuOptions(draft, 'main'));
    else {
      sayText(draft, 'sources_of', [], { title });
      for (const source of sources) {
        draft.out.push(
          source.url
            ? { type: 'card', title: source.text, text: '', buttons: [{ label: source.text, url: source.url }] }
            : { type: 'say', text: source.text },
        );
      }
    }
    if (top(draft)) resume(draft, true);
  },
  forget(draft) {
    draft.state = {
      ...freshConversation(draft.state.locale, draft.state.country),
      welcomed: true,
      disclosed: draft.now,
    };
    draft.forget = true;
    sayText(draft, 'forgotten');
  },
};

/** Whether the guides are there in the conversation's language. */
export function translated(draft: Draft): boolean {
  return draft.bot.answers.locales.includes(draft.state.locale);
}

function speak(draft: Draft, locale: Locale): void {
  draft.state = { ...draft.state, locale };
  sayText(draft, 'language_set');
  if (!translated(draft)) sayText(draft, 'guides_in_english');
  if (top(draft)) askAgain(draft);
  else sayText(draft, 'hello', menuOptions(draft, 'begin'));
}

/** Keeps where the person stands, so that "back" can return there: one step, no more. */
export function remember(draft: Draft): void {
  draft.state = { ...draft.state, back: { stack: draft.state.stack, search: draft.state.search } };
}
