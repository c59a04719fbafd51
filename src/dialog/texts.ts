import { z } from 'zod';
import { bare } from '../core/plain';
import type { Problem, SourceFile } from '../core/problem';
import { labelKeys, menuKeys, type Texts, textKeys } from '../core/texts';
import { type Command, commands, type Locale } from '../core/types';
import { readYaml } from '../core/yaml';
import { maxChoices, maxLabels } from './lint/form';
import { isMap, Reader } from './reader';

/** What `dialogs/bot.yaml` gives: the bot's own texts, and its command words by their `bare` form. */
export interface BotTexts {
  readonly texts: Texts;
  readonly commands: ReadonlyMap<string, Command>;
}

const text = z.union([z.string(), z.strictObject({ any: z.array(z.string().min(1)).min(2) })], {
  error: 'text, or {any: [first text, second text]}',
});
const keyed = <K extends string, V extends z.ZodType>(keys: readonly K[], value: V) =>
  Object.fromEntries(keys.map((k) => [k, value])) as Record<K, V>;
const destination = z.string().regex(/^(dialog|answer|menu|command|ask):[a-z0-9-]*$/, {
  error: 'dialog:<id>, answer:<id>, menu:<name>, command:<name> or ask:',
});
const shortLabel = `text of at most ${maxLabels.label} characters`;
const label = z.string({ error: shortLabel }).min(1, { error: shortLabel }).max(maxLabels.label, { error: shortLabel });
const menu = z
  .array(z.strictObject({ label, to: destination }), { error: 'a list of {label, to}' })
  .min(1, { error: 'a list of {label, to}' })
  .max(maxChoices, { error: `a list of at most ${maxChoices} {label, to}` });
const words = z.array(z.string({ error: 'text' }), { error: 'a list of phrases' }).min(1);
const block = z.record(z.string(), z.unknown(), { error: 'a map' });

const head = {
  review: z.strictObject({ status: z.string(), on: z.string() }),
  texts: block,
  labels: block,
  menus: block,
  commands: block,
};

/** Reads `bot.yaml` of one locale: every problem in one run; `bot` is undefined when there is any. */
export function loadBotTexts(
  source: SourceFile,
  locale: Locale,
): { readonly bot?: BotTexts; readonly problems: readonly Problem[] } {
  const file = readYaml(source);
  const reader = new Reader(file);
  if (file.partial === undefined) return { problems: file.problems };
  if (!isMap(file.partial)) reader.add([], 'shape', 'this file is a map', 'write texts, labels, menus and commands');
  const blocks = reader.fields(head, isMap(file.partial) ? file.partial : {}, [], 'this file');
  const texts = reader.fields(keyed(textKeys, text), blocks.texts ?? {}, ['texts'], '"texts"');
  const labels = reader.fields(keyed(labelKeys, label), blocks.labels ?? {}, ['labels'], '"labels"');
  const menus = reader.fields(keyed(menuKeys, menu), blocks.menus ?? {}, ['menus'], '"menus"');
  const phrases = reader.fields(keyed(commands, words), blocks.commands ?? {}, ['commands'], '"commands"');

  const known = new Map<string, Command>();
  for (const command of commands) {
    for (const [i, phrase] of (phrases[command] ?? []).entries()) {
      const other = known.get(bare(phrase)) ?? command;
      known.set(bare(phrase), other);
      if (other === command) continue;
      const message = `"${phrase}" stands under ${other} as well`;
      reader.add(['commands', command, i], 'ambiguous-choice', message, 'keep the phrase under one command only');
    }
  }
  if (reader.problems.length > 0) return { problems: reader.problems };
  const say = Object.fromEntries(
    textKeys.map((key) => {
      const said = texts[key] ?? '';
      return [key, typeof said === 'string' ? [said] : said.any];
    }),
  ) as unknown as Texts['say'];
  // Every key of the three maps was there, or there would be a problem.
  const found = { locale, say, labels: labels as Texts['labels'], menus: menus as Texts['menus'] };
  return { bot: { texts: found, commands: known }, problems: [] };
}
