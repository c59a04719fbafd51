import { createInterface } from 'node:readline';
import { z } from 'zod';
import { loadBot } from '../bot';
import type { CommandLine } from '../cli';
import type { Bot } from '../core/bot';
import { freshConversation } from '../core/turn';
import { type Conversation, type Locale, locales, type Outgoing, type Turn } from '../core/types';
import { exchange } from './exchange';
import { readBotOptions } from './options';

const row = z.object({
  id: z.union([z.string(), z.number()]),
  text: z.string(),
  lang: z.enum(locales as ['en', 'es']).optional(),
  country: z
    .string()
    .regex(/^[A-Za-z]{2}$/, 'must be two letters, such as US')
    .optional(),
  conversation: z.union([z.string(), z.number()]).optional(),
});

/** What one message reads as, in plain text: the words a person would see. */
export function textsOf(message: Outgoing): string[] {
  switch (message.type) {
    case 'say':
      return [message.text];
    case 'answer':
      return [...message.bubbles];
    case 'crisis':
      return [
        [
          ...message.paragraphs,
          ...message.contacts.map((c) => c.label),
          ...message.options.map((o) => `[${o.label}]`),
        ].join('\n'),
      ];
    case 'card':
      return [
        [message.title, message.text, ...message.buttons.map((b) => `${b.label}: ${b.url}`)].filter(Boolean).join('\n'),
      ];
    case 'sheet':
      return [[message.title, ...message.lines].join('\n')];
    case 'therapists':
      return message.list.map((t) => [t.name, ...t.lines].join('\n'));
    case 'pause':
      return [];
  }
}

/** One row's result. `ms` is the time of the turn alone. */
function resultOf(id: string | number, done: Turn, ms: number): object {
  const { outcome, topic, dialog, candidates, crisis } = done.decision;
  return {
    id,
    outcome,
    ...(topic ? { topic } : {}),
    candidates: candidates.slice(0, 5).map((hit) => ({ topic: hit.id, score: Number(hit.score.toFixed(4)) })),
    ...(dialog ? { dialog } : {}),
    crisis: crisis ? { level: crisis.level, label: crisis.label, urgent: crisis.urgent } : null,
    replies: done.out.flatMap(textsOf),
    ms: Number(ms.toFixed(3)),
  };
}

/** A person who has already been welcomed. */
function welcomed(locale: Locale, country: string | undefined, now: string): Conversation {
  return { ...freshConversation(locale, country), welcomed: true, disclosed: now, lastTurn: now };
}

/** Answers one line of input; an error names the line and the run goes on. */
export function answerRow(
  bot: Bot,
  line: string,
  number: number,
  conversations: Map<string, Conversation>,
  defaults: { readonly locale: Locale; readonly country?: string },
  now: string,
): object {
  let raw: unknown;
  try {
    raw = JSON.parse(line);
  } catch {
    return { line: number, error: 'not JSON', mend: 'write one JSON object per line: {"id": …, "text": …}' };
  }
  const parsed = row.safeParse(raw);
  if (!parsed.success) {
    const id = (raw as { id?: unknown } | null)?.id;
    const what = parsed.error.issues.map((i) => `${i.path.join('.') || 'row'}: ${i.message}`).join('; ');
    return { ...(typeof id === 'string' || typeof id === 'number' ? { id } : {}), line: number, error: what };
  }
  const { id, text, lang, conversation } = parsed.data;
  const key = conversation === undefined ? undefined : String(conversation);
  const place = parsed.data.country?.toUpperCase();
  const known = key === undefined ? undefined : conversations.get(key);
  const before = known ?? welcomed(lang ?? defaults.locale, place ?? defaults.country, now);
  const state = {
    ...before,
    ...(known && lang ? { locale: lang } : {}),
    ...(place && !before.countrySaid ? { country: place } : {}),
  };
  try {
    const started = process.hrtime.bigint();
    const done = exchange(bot, state, { type: 'said', text }, now);
    const ms = Number(process.hrtime.bigint() - started) / 1e6;
    if (key !== undefined) conversations.set(key, done.state);
    return resultOf(id, done, ms);
  } catch (error) {
    return { id, line: number, error: error instanceof Error ? error.message : 'the turn failed' };
  }
}

/** The door for measuring: JSON lines in, JSON lines out, in order; content is loaded once. */
export const command: CommandLine = {
  summary: 'answer JSON lines {id, text, lang?, country?, conversation?} from standard input',
  async run(args) {
    const options = readBotOptions(args);
    const bot = loadBot(options);
    const conversations = new Map<string, Conversation>();
    let number = 0;
    for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
      number++;
      if (!line.trim()) continue;
      const result = JSON.stringify(answerRow(bot, line, number, conversations, options, new Date().toISOString()));
      if (!process.stdout.write(`${result}\n`))
        await new Promise<void>((done) => process.stdout.once('drain', () => done()));
    }
    return 0;
  },
};
