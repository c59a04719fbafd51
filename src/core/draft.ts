import type { Bot } from './bot';
import type { MenuKey, TextKey } from './texts';
import type { Conversation, Decision, Instant, Money, Option, Outgoing, Place, Query, Slots, SlotValue } from './types';

/** A turn in the making. Lives for one call of `turn`, never leaves it. */
export interface Draft {
  readonly bot: Bot;
  readonly now: Instant;
  state: Conversation;
  readonly out: Outgoing[];
  readonly trace: string[];
  query?: Query;
  forget?: boolean;
  decision: Decision;
}

export function draftOf(bot: Bot, state: Conversation, now: Instant): Draft {
  return { bot, now, state, out: [], trace: [], decision: { outcome: 'fallback', candidates: [] } };
}

/** The place of the bot's own buttons: menus, suggestions, "go on?". */
export const botPlace = 'bot';

/** The variant whose turn it is, so that nobody hears one twice in a row; counts it. */
export function variant(draft: Draft, key: string, variants: readonly string[]): string {
  if (variants.length <= 1) return variants[0] ?? '';
  const times = draft.state.seen[key] ?? 0;
  draft.state = { ...draft.state, seen: { ...draft.state.seen, [key]: times + 1 } };
  return variants[times % variants.length] as string;
}

/** Says one of the bot's own sentences. `values` fill `$name` in it. */
export function sayText(
  draft: Draft,
  key: TextKey,
  options: readonly Option[] = [],
  values: Readonly<Record<string, string>> = {},
): void {
  const texts = draft.bot.texts(draft.state.locale);
  const text = variant(draft, `bot/${key}`, texts.say[key]).replace(
    /\$([a-z_]+)/g,
    (whole, name: string) => values[name] ?? whole,
  );
  say(draft, text, options);
}

export function say(draft: Draft, text: string, options: readonly Option[] = []): void {
  draft.out.push(options.length ? { type: 'say', text, options } : { type: 'say', text });
}

export function menuOptions(draft: Draft, menu: MenuKey): Option[] {
  return draft.bot
    .texts(draft.state.locale)
    .menus[menu].map((item) => ({ label: item.label, at: botPlace, value: item.to }));
}

/** Reads a slot of the top frame, or a shared `search.*` criterion. */
export function slotOf(slots: Slots, search: Slots, name: string): SlotValue | undefined {
  return name.startsWith('search.') ? search[name.slice('search.'.length)] : slots[name];
}

const symbols: Readonly<Record<string, string>> = { USD: '$', GBP: '£', EUR: '€' };

/** A slot's value as a person reads it. */
export function show(value: SlotValue): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  if ('amount' in value) return showMoney(value);
  return (value as Place).name;
}

function showMoney(money: Money): string {
  const symbol = symbols[money.currency];
  return symbol ? `${symbol}${money.amount}` : `${money.amount} ${money.currency}`;
}
