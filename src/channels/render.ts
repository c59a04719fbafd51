import type { Citation, Link, Option, Outgoing } from '../core/types';

/** What a channel can show. */
export interface Abilities {
  /** Most buttons under a message that vanish once one is picked; 0: none. */
  readonly suggestions: number;
  /** Whether a button may carry `{at, value}`; else it sends its label, which the open question reads. */
  readonly carriesIds: boolean;
  /** Whether cards with buttons are shown. */
  readonly cards: boolean;
  /** Whether `[words](link)` is shown as a link. */
  readonly markdown: boolean;
  /** Whether a pause can be waited for between two messages. */
  readonly pauses: boolean;
}

/** What a button sends back. The label comes along so that words which are not ours can be told from it. */
export interface Picked {
  readonly at: string;
  readonly value: string;
  readonly label: string;
}

export interface CardAction {
  readonly type: 'imBack' | 'messageBack' | 'openUrl';
  readonly title: string;
  readonly text?: string;
  readonly displayText?: string;
  readonly value: string | Picked;
}

export interface HeroCard {
  readonly contentType: 'application/vnd.microsoft.card.hero';
  readonly content: { readonly title?: string; readonly text?: string; readonly buttons: readonly CardAction[] };
}

/** A Bot Framework activity without what the adapter fills in. */
export type Rendered =
  | {
      readonly type: 'message';
      readonly text?: string;
      readonly textFormat?: 'plain' | 'markdown';
      readonly attachments?: readonly HeroCard[];
      readonly attachmentLayout?: 'list' | 'carousel';
      readonly suggestedActions?: { readonly to: readonly string[]; readonly actions: readonly CardAction[] };
      readonly inputHint: 'acceptingInput' | 'expectingInput';
    }
  | { readonly type: 'typing' }
  /** Waited for by the adapter, never sent. `value` in milliseconds. */
  | { readonly type: 'delay'; readonly value: number };

/** Buttons on one card; Teams shows no more. */
export const buttonsPerCard = 6;
/** Longest pause, in milliseconds. */
const maxPauseMs = 5_000;
/** All pauses of one turn together, in milliseconds; beyond that people wonder whether it is still there. */
const maxPausesMs = 6_000;

/** The words a channel's renderer adds itself. */
export interface Words {
  readonly sources: string;
}

/** Channels by what they can show. A channel not named here gets labels as buttons and plain text. */
export function abilitiesOf(channel: string | undefined, group: boolean): Abilities {
  switch (channel) {
    case 'msteams':
      // Suggested actions exist in one-to-one chats only, three at most, and send their label.
      return { suggestions: group ? 0 : 3, carriesIds: true, cards: true, markdown: true, pauses: true };
    case 'directline':
    case 'webchat':
    case 'emulator':
      return { suggestions: 20, carriesIds: true, cards: true, markdown: true, pauses: true };
    case 'sms':
    case 'email':
    case 'telephony':
      return { suggestions: 0, carriesIds: false, cards: false, markdown: false, pauses: false };
    default:
      return { suggestions: 20, carriesIds: false, cards: false, markdown: false, pauses: true };
  }
}

/** Activities for what the bot says, in order. Pure. */
export function render(
  out: readonly Outgoing[],
  channel: string | undefined,
  group: boolean,
  words: Words,
): Rendered[] {
  const can = abilitiesOf(channel, group);
  const made: Rendered[] = [];
  let paused = 0;
  for (const message of out) {
    switch (message.type) {
      case 'say':
        made.push(...withOptions(plain(message.text), message.options ?? [], can, channel));
        break;
      case 'answer':
        made.push(...answer(message, can, channel, words));
        break;
      case 'card':
        made.push(card(message.title, message.text, message.buttons, can));
        break;
      case 'crisis':
        made.push(...crisis(message, can, channel));
        break;
      case 'sheet':
        made.push(plain([message.title, ...message.lines.map((line) => `- ${line}`)].join('\n')));
        break;
      case 'therapists':
        made.push(...therapists(message, can));
        break;
      case 'pause': {
        const waitMs = Math.min(message.seconds * 1000, maxPauseMs, maxPausesMs - paused);
        paused += waitMs;
        if (can.pauses && waitMs > 0) made.push({ type: 'typing' }, { type: 'delay', value: waitMs });
        break;
      }
    }
  }
  return made;
}

type Message = Extract<Rendered, { type: 'message' }>;

function plain(text: string): Message {
  return { type: 'message', text, textFormat: 'plain', inputHint: 'acceptingInput' };
}

/** A message and its buttons; where a channel shows too few of them, a card or a numbered list carries them. */
function withOptions(
  message: Message,
  options: readonly Option[],
  can: Abilities,
  channel: string | undefined,
): Message[] {
  if (options.length === 0) return [message];
  const asking = { ...message, inputHint: 'expectingInput' as const };
  if (options.length <= can.suggestions) {
    // Teams sends nothing but the label from a suggested action.
    const ids = can.carriesIds && channel !== 'msteams';
    return [{ ...asking, suggestedActions: { to: [], actions: options.map((o) => button(o, ids)) } }];
  }
  if (can.cards) {
    const cards = inGroups(options, buttonsPerCard).map((group) => hero(group.map((o) => button(o, can.carriesIds))));
    return [{ ...asking, attachments: [...(message.attachments ?? []), ...cards] }];
  }
  const list = options.map((option, i) => `${i + 1}. ${option.label}`).join('\n');
  return [{ ...asking, text: [message.text, list].filter(Boolean).join('\n\n') }];
}

function button(option: Option, carriesIds: boolean): CardAction {
  const { label, at, value } = option;
  return carriesIds
    ? { type: 'messageBack', title: label, text: label, displayText: label, value: { at, value, label } }
    : { type: 'imBack', title: label, value: label };
}

function answer(
  message: Extract<Outgoing, { type: 'answer' }>,
  can: Abilities,
  channel: string | undefined,
  words: Words,
): Rendered[] {
  const bubbles = message.bubbles.map(plain);
  const last = bubbles.pop() ?? plain(message.title);
  return [...bubbles, ...withOptions(withSources(last, message.sources, can, words), message.options, can, channel)];
}

function withSources(message: Message, sources: readonly Citation[], can: Abilities, words: Words): Message {
  if (sources.length === 0) return message;
  if (!can.markdown) {
    const list = sources.map((s) => (s.url ? `${s.label} (${s.url})` : s.label)).join('; ');
    return { ...message, text: `${message.text ?? ''}\n\n${words.sources}: ${list}` };
  }
  const list = sources.map((s) => (s.url ? markdownLink(s.label, s.url) : escapeMarkdown(s.label))).join('; ');
  return {
    ...message,
    text: `${escapeMarkdown(message.text ?? '')}\n\n${escapeMarkdown(words.sources)}: ${list}`,
    textFormat: 'markdown',
  };
}

function card(title: string, text: string, links: readonly Link[], can: Abilities): Message {
  if (!can.cards) return plain([...new Set([title, text]), ...links.map(linkLine)].filter(Boolean).join('\n'));
  return {
    type: 'message',
    attachments: [hero(links.map(linkButton), title, text)],
    inputHint: 'acceptingInput',
  };
}

/**
 * Help lines. The first bubble holds the first sentence and every contact, as text (any client shows that, a screen
 * reader reads it in order, and it can be copied) and as buttons to tap; the rest follows below.
 */
function crisis(
  message: Extract<Outgoing, { type: 'crisis' }>,
  can: Abilities,
  channel: string | undefined,
): Rendered[] {
  const [heard = '', ...rest] = message.paragraphs;
  const lines = message.contacts.map((c) => (can.markdown ? markdownLink(c.label, c.url) : linkLine(c)));
  const first: Message = {
    type: 'message',
    text: [can.markdown ? escapeMarkdown(heard) : heard, ...lines].join('\n\n'),
    textFormat: can.markdown ? 'markdown' : 'plain',
    inputHint: 'acceptingInput',
  };
  const cards = can.cards ? inGroups(message.contacts, buttonsPerCard).map((group) => hero(group.map(linkButton))) : [];
  const contacts = cards.length ? { ...first, attachments: cards } : first;
  if (rest.length === 0) return withOptions(contacts, message.options, can, channel);
  return [contacts, ...withOptions(plain(rest.join('\n\n')), message.options, can, channel)];
}

function therapists(message: Extract<Outgoing, { type: 'therapists' }>, can: Abilities): Rendered[] {
  if (message.list.length === 0) return [];
  if (!can.cards) return message.list.map((t) => card(t.name, t.lines.join('\n'), t.links, can));
  const cards = message.list.map((t) => hero(t.links.map(linkButton), t.name, t.lines.join('\n\n')));
  const attachmentLayout = message.list.length > 1 ? 'carousel' : 'list';
  return [{ type: 'message', attachments: cards, attachmentLayout, inputHint: 'acceptingInput' }];
}

function hero(buttons: readonly CardAction[], title?: string, text?: string): HeroCard {
  const content = { ...(title ? { title } : {}), ...(text ? { text } : {}), buttons };
  return { contentType: 'application/vnd.microsoft.card.hero', content };
}

function linkButton(link: Link): CardAction {
  return { type: 'openUrl', title: link.label, value: link.url };
}

function linkLine(link: Link): string {
  const number = link.url.match(/^(?:tel|sms):(.*)$/)?.[1];
  if (number === undefined) return `${link.label}: ${link.url}`;
  return link.label.replace(/\D/g, '').includes(number.replace(/\D/g, '')) ? link.label : `${link.label}: ${number}`;
}

function markdownLink(label: string, url: string): string {
  // Brackets would end the link early; encodeURIComponent leaves them alone.
  const target = url.replace(/[()<>\s\\]/g, (c) => `%${c.charCodeAt(0).toString(16).padStart(2, '0')}`);
  return `[${escapeMarkdown(label)}](${target})`;
}

/** Backslashes in front of what Markdown would read as its own. */
function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_[\]<>#|~]/g, '\\$&');
}

function inGroups<T>(items: readonly T[], size: number): (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
}
