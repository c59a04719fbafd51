import { botPlace, type Draft, sayText } from './draft';
import type { Found, Option } from './types';

/** Asks the knowledge base, with the last answer as context; the decision goes into the trace, the words do not. */
export function find(draft: Draft, text: string): Found {
  const { last } = draft.state;
  const found = draft.bot.answers.find(text, draft.state.locale, last ? { last } : {});
  draft.trace.push(
    `answers ${found.outcome} ${found.hits
      .slice(0, 3)
      .map((h) => `${h.id}=${h.score.toFixed(2)}`)
      .join(' ')}`,
  );
  return found;
}

/** Says honestly that nothing was found, and where to go. */
export function fallback(draft: Draft): boolean {
  const soft = draft.out.some((o) => o.type === 'crisis');
  const again = draft.state.offered?.options.some((o) => o.value === 'command:person') ?? false;
  const { labels } = draft.bot.texts(draft.state.locale);
  draft.decision = { ...draft.decision, outcome: 'fallback' };
  sayText(draft, soft ? 'after_soft_line' : again ? 'fallback_again' : 'fallback', [
    { label: labels.menu, at: botPlace, value: 'command:menu' },
    { label: labels.person, at: botPlace, value: 'command:person' },
  ]);
  return true;
}

/** Gives an answer of the knowledge base; outside a dialog with where to go next. */
export function tell(draft: Draft, id: string, withNext: boolean): void {
  const entry = draft.bot.answers.entry(id, draft.state.locale);
  if (!entry) throw new Error(`no answer "${id}"`);
  draft.state = { ...draft.state, last: { kind: 'answer', id } };
  const options = withNext ? entry.next.flatMap((to) => nextOption(draft, to)) : [];
  draft.out.push({
    type: 'answer',
    topic: id,
    title: entry.title,
    bubbles: entry.bubbles,
    sources: entry.sources,
    options,
  });
}

function nextOption(draft: Draft, id: string): Option[] {
  const program = draft.bot.programs(draft.state.locale)[id];
  if (program) return [{ label: program.title, at: botPlace, value: `dialog:${id}` }];
  const entry = draft.bot.answers.entry(id, draft.state.locale);
  return entry ? [{ label: entry.title, at: botPlace, value: `answer:${id}` }] : [];
}
