import { z } from 'zod';
import type { Problem } from '../core/problem';
import { shapeProblems } from '../core/shape';
import type { CrisisLabel, Locale } from '../core/types';
import { crisisLabels } from '../core/types';
import type { Path, YamlFile } from '../core/yaml';

const text = z.string().trim().min(1);
const paragraphs = z.array(text).min(1);
const variants = z.array(text).min(1);

const card = {
  check: text.optional(),
  first: paragraphs.optional(),
  urgent: paragraphs.optional(),
  later: variants.optional(),
  urgent_later: variants.optional(),
  soft: variants.optional(),
};
const cardSchema = z.strictObject(card);
/** Who is spoken to, when it is not simply the person in danger. */
const audiences = ['minor', 'witness', 'actor', ...crisisLabels] as const;
const classSchema = z.strictObject({
  ...card,
  first: paragraphs,
  urgent: paragraphs,
  later: variants,
  urgent_later: variants,
  soft: variants,
  ...(Object.fromEntries(audiences.map((a) => [a, cardSchema.optional()])) as Record<
    (typeof audiences)[number],
    z.ZodOptional<typeof cardSchema>
  >),
});

const say = ['emergency', 'program', 'program_child', 'elsewhere', 'no_line', 'no_line_child', 'texting'] as const;
const line = [
  'call',
  'call_press',
  'text',
  'text_word',
  'call_or_text',
  'whatsapp',
  'chat',
  'site',
  'or',
  'always',
  'free',
  'confidential',
  'hours',
  'in_language',
  'button_call',
  'button_call_press',
  'button_text',
  'button_text_word',
  'button_whatsapp',
  'button_chat',
  'button_site',
] as const;
const options = ['yes', 'no', 'unsure', 'skip', 'country', 'safe', 'resume', 'leave', 'device'] as const;
const heard = ['no', 'yes', 'unsure', 'skip', 'country'] as const;
const texts = <K extends string>(keys: readonly K[]) =>
  z.strictObject(Object.fromEntries(keys.map((k) => [k, z.string().min(1)])) as Record<K, z.ZodString>);

const answersSchema = z.strictObject({
  ask_country: text,
  unknown_country: text,
  country_known: text,
  country_unknown: text,
  no: variants,
  go_on: text,
  next: text,
  unsure: variants,
  skip: variants,
  leave: text,
  device: paragraphs,
});

const schema = z.strictObject({
  review: z.enum(['draft', 'reviewed']),
  say: texts(say),
  line: texts(line),
  options: texts(options),
  heard: z.strictObject(
    Object.fromEntries(heard.map((h) => [h, variants])) as Record<(typeof heard)[number], typeof variants>,
  ),
  replies: z.strictObject(
    Object.fromEntries(crisisLabels.map((l) => [l, classSchema])) as Record<CrisisLabel, typeof classSchema>,
  ),
  answers: answersSchema,
});

export type Card = z.infer<typeof cardSchema>;
export type CardKind = 'first' | 'urgent' | 'later' | 'urgent_later' | 'soft';
export type Audience = (typeof audiences)[number];
/** The content of one language's `replies.yaml`. */
export type ReplyTexts = z.infer<typeof schema>;
export type Heard = (typeof heard)[number];

/** What may stand behind a $ in a text of a card. */
const slots = ['emergency', 'lines', 'line', 'program', 'check'];

/** Reads one language's `replies.yaml`; undefined with at least one problem when it cannot be used. */
export function loadReplyTexts(file: YamlFile): {
  readonly texts: ReplyTexts | undefined;
  readonly problems: readonly Problem[];
} {
  if (file.problems.length) return { texts: undefined, problems: file.problems };
  const parsed = schema.safeParse(file.value);
  if (!parsed.success) return { texts: undefined, problems: shapeProblems(file, [], parsed.error, knownKeys) };
  const problems: Problem[] = [];
  for (const { path, value } of everyCardText(parsed.data)) {
    for (const [, slot] of value.matchAll(/\$(\w+)/g)) {
      if (slots.includes(slot ?? '')) continue;
      problems.push({
        file: file.file,
        ...file.place(path),
        code: 'unknown-slot',
        message: `nothing is called $${slot}`,
        mend: `write one of ${slots.map((s) => `$${s}`).join(', ')}`,
      });
    }
    const leads = path.includes('urgent_later') || (path.includes('urgent') && path.at(-1) === 0);
    if (leads && !value.includes('$emergency'))
      problems.push({
        file: file.file,
        ...file.place(path),
        code: 'emergency-first',
        message: 'an urgent reply does not lead with the emergency number',
        mend: 'put $emergency into the first sentence',
      });
  }
  return { texts: parsed.data, problems };
}

function knownKeys(path: Path): readonly string[] {
  const [top, , inner] = path;
  if (path.length === 0) return Object.keys(schema.shape);
  if (top === 'replies')
    return path.length === 1 ? crisisLabels : Object.keys(inner === undefined ? classSchema.shape : cardSchema.shape);
  if (top === 'say') return say;
  if (top === 'line') return line;
  if (top === 'options') return options;
  if (top === 'heard') return heard;
  return Object.keys(answersSchema.shape);
}

/** Every text of every card with its place in the file. */
export function everyCardText(
  texts: ReplyTexts,
): readonly { readonly path: Path; readonly value: string; readonly label: CrisisLabel }[] {
  const out: { path: Path; value: string; label: CrisisLabel }[] = [];
  const walk = (value: unknown, path: Path, label: CrisisLabel): void => {
    if (typeof value === 'string') out.push({ path, value, label });
    else if (Array.isArray(value)) for (const [i, inside] of value.entries()) walk(inside, [...path, i], label);
    else if (value !== null && typeof value === 'object')
      for (const [key, inside] of Object.entries(value)) walk(inside, [...path, key], label);
  };
  for (const label of crisisLabels) walk(texts.replies[label], ['replies', label], label);
  return out;
}

/** Every place where one language has a text and the other has none. Lists of variants may differ in length. */
export function missingTexts(en: ReplyTexts, es: ReplyTexts, file: YamlFile): Problem[] {
  const keys = (texts: ReplyTexts): string[] =>
    crisisLabels.flatMap((label) =>
      Object.entries(texts.replies[label]).flatMap(([key, inside]) =>
        typeof inside === 'object' && !Array.isArray(inside)
          ? Object.keys(inside).map((inner) => `${label}.${key}.${inner}`)
          : [`${label}.${key}`],
      ),
    );
  const problem = (key: string, code: string, message: string, mend: string): Problem => {
    return { file: file.file, ...file.place(['replies', ...key.split('.')]), code, message, mend };
  };
  const there = new Set(keys(en));
  const here = new Set(keys(es));
  return [
    ...[...there]
      .filter((k) => !here.has(k))
      .map((k) => problem(k, 'missing-translation', `${k} stands only in English`, `add ${k} here`)),
    ...[...here]
      .filter((k) => !there.has(k))
      .map((k) => problem(k, 'stale-translation', `${k} stands only in Spanish`, 'take it out, or add the English')),
  ];
}

/** The text for one kind of reply: the variant for the audience where it has one, else that of the class. */
export function cardFor<K extends CardKind | 'check'>(
  texts: ReplyTexts,
  label: CrisisLabel,
  audience: readonly Audience[],
  kind: K,
): Card[K] {
  const own = texts.replies[label];
  for (const one of audience) {
    const found = own[one]?.[kind];
    if (found) return found as Card[K];
  }
  return own[kind] as Card[K];
}

export type TextsByLocale = Readonly<Record<Locale, ReplyTexts>>;
