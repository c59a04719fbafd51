import { isMap, isPair, isScalar, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { bare } from '../core/plain';
import type { Problem, SourceFile } from '../core/problem';
import { labelKeys, menuKeys, type Texts, textKeys } from '../core/texts';
import { type Command, commands, type Locale } from '../core/types';

/** What `dialogs/bot.yaml` gives: the bot's own texts, and its command words by their `bare` form. */
export interface BotTexts {
  readonly texts: Texts;
  readonly commands: ReadonlyMap<string, Command>;
}

const text = z.union([z.string(), z.strictObject({ any: z.array(z.string().min(1)).min(2) })]);
const keyed = <K extends string, V extends z.ZodType>(keys: readonly K[], value: V) =>
  z.strictObject(Object.fromEntries(keys.map((k) => [k, value])) as Record<K, V>);
const destination = z
  .string()
  .regex(
    /^(dialog|answer|menu|command|ask):[a-z0-9-]*$/,
    'must be dialog:<id>, answer:<id>, menu:<name>, command:<name> or ask:',
  );
const shape = z.strictObject({
  review: z.strictObject({ status: z.string(), on: z.string() }),
  texts: keyed(textKeys, text),
  labels: keyed(labelKeys, z.string().min(1).max(20)),
  menus: keyed(
    menuKeys,
    z
      .array(z.strictObject({ label: z.string().min(1).max(20), to: destination }))
      .min(1)
      .max(6),
  ),
  commands: keyed(commands, z.array(z.string().min(1)).min(1)),
});

/** Reads `bot.yaml` of one locale. Problems carry the line; `bot` is undefined when there is any. */
export function loadBotTexts(source: SourceFile, locale: Locale): { bot?: BotTexts; problems: Problem[] } {
  const lines = new LineCounter();
  const doc = parseDocument(source.text, { lineCounter: lines });
  const problem = (offset: number, code: string, message: string, mend: string): Problem => {
    const { line, col } = lines.linePos(offset);
    return { file: source.file, line, col, code, message, mend };
  };
  if (doc.errors.length) {
    return {
      problems: doc.errors.map((e) =>
        problem(e.pos[0], 'shape', e.message.split('\n')[0] ?? e.message, 'mend the YAML at this line'),
      ),
    };
  }
  const parsed = shape.safeParse(doc.toJS());
  if (!parsed.success) {
    return {
      problems: parsed.error.issues.map((issue) => {
        const keys = issue.path.map(String);
        return problem(
          offsetOf(doc.contents, keys),
          'shape',
          `${keys.join('.') || 'the file'}: ${issue.message}`,
          'see the same key in dialogs/bot.yaml',
        );
      }),
    };
  }
  const data = parsed.data;
  const words = new Map<string, Command>();
  const problems: Problem[] = [];
  for (const command of commands) {
    for (const phrase of data.commands[command]) {
      const key = bare(phrase);
      const other = words.get(key);
      if (other && other !== command) {
        const at = offsetOf(doc.contents, ['commands', command]);
        problems.push(
          problem(
            at,
            'ambiguous-choice',
            `"${phrase}" stands under ${other} and ${command}`,
            'keep the phrase under one command only',
          ),
        );
      }
      words.set(key, command);
    }
  }
  if (problems.length) return { problems };
  const say = Object.fromEntries(textKeys.map((k) => [k, variantsOf(data.texts[k])])) as Record<
    (typeof textKeys)[number],
    string[]
  >;
  return { bot: { texts: { locale, say, labels: data.labels, menus: data.menus }, commands: words }, problems: [] };
}

function variantsOf(value: z.infer<typeof text>): string[] {
  return typeof value === 'string' ? [value] : [...value.any];
}

/** Where a key path stands in the file; the nearest key above it that exists. */
function offsetOf(node: unknown, keys: readonly string[]): number {
  let at = 0;
  let current: unknown = node;
  for (const key of keys) {
    if (!isMap(current)) break;
    const pair = current.items.find((p) => isPair(p) && isScalar(p.key) && String(p.key.value) === key);
    if (!pair) break;
    at = isScalar(pair.key) ? (pair.key.range?.[0] ?? at) : at;
    current = pair.value;
  }
  return at;
}
