import { z } from 'zod';

/**
 * The shape of a dialog file. Every message in a schema finishes the sentence "this must be …";
 * `explain.ts` adds where, what was found and how to mend it.
 * Steps are read by picking the verb first and only then that verb's schema, so a mistake is named for what it is.
 */

export const dialogId = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
export const sectionName = /^[a-z][a-z0-9_]*$/;
export const slotName = /^(search\.)?[a-z][A-Za-z0-9_]*$/;
export const restId = /^[a-z][A-Za-z0-9_-]*$/;
export const choiceValue = /^[A-Za-z0-9][A-Za-z0-9_-]*$/;

const text = z
  .string({ error: 'text' })
  .trim()
  .min(1, { error: 'text, not empty' })
  .meta({ description: 'Text people read. $slot inserts a value.' });
const words = z.array(text, { error: 'a list of phrases' });
const name = (pattern: RegExp, wanted: string) => z.string({ error: wanted }).regex(pattern, { error: wanted });
const dialog = name(dialogId, 'the id of a dialog, in small-words-with-hyphens');
const section = name(sectionName, 'the name of a section, in small_words_with_underscores');
const slot = name(slotName, 'the name of a slot, such as reason or search.place');
const rest = name(restId, 'an id, such as reason_again');
const money = z.strictObject({ amount: z.number(), currency: z.string().regex(/^[A-Z]{3}$/) });
const value = z.union([z.string(), z.number(), money], { error: 'text, a number or an amount such as 60 GBP' });
const slotTest = z.union(
  [
    value,
    z.array(value).min(1, { error: 'at least one value' }),
    z.strictObject({ is: z.union([value, z.array(value).min(1)]) }),
    z.strictObject({ below: z.number() }),
    z.strictObject({ above: z.number() }),
    z.strictObject({ set: z.boolean() }),
  ],
  { error: 'a value, a list of values, or one of {is: value}, {below: n}, {above: n}, {set: true}, {set: false}' },
);
const condition = z
  .record(slot, slotTest, { error: 'a map from slots to tests, such as {where: [partner, family]}' })
  .refine((c) => Object.keys(c).length > 0, { error: 'at least one slot and its test' });
/** Read step by step by `load.ts`; the JSON Schema writes the steps out. */
const steps = z
  .array(z.unknown(), { error: 'a list of steps, each starting with "- "' })
  .min(1, { error: 'at least one step' })
  .meta({ id: 'steps' });
const url = z.string({ error: 'an address such as https://example.org' }).regex(/^[a-z][a-z0-9+.-]*:\S+$/i, {
  error: 'a whole address, such as https://example.org',
});
const button = z.strictObject({ label: text, url }, { error: 'a button: {label: text, url: https://…}' });
const choiceShape = '{label: text, also: [phrases], goto: section}';
const choice = z.union(
  [text, z.strictObject({ label: text, also: words.optional(), goto: section.optional() }, { error: choiceShape })],
  { error: `a label, or ${choiceShape}` },
);
const variants = z.union([text, z.strictObject({ any: z.array(text).min(1, { error: 'at least one text' }) })], {
  error: 'text, or {any: [first text, second text]}',
});

const triesRange = 'a whole number from 0 to 5';

export const answerKinds = ['yesno', 'text', 'number', 'money', 'date', 'place'] as const;

/** Every verb and the keys a step with this verb may have. */
export const verbs = {
  say: z.strictObject({ say: variants.meta({ description: 'One bubble; with any: variants, taken in turn.' }) }),
  ask: z
    .strictObject({
      ask: variants.meta({ description: 'A question. The dialog waits here for the answer.' }),
      slot: slot.meta({ description: 'Where the answer goes. search.* is shared by all dialogs.' }),
      id: rest.optional().meta({ description: 'Only when two questions fill the same slot.' }),
      choices: z
        .record(name(choiceValue, 'a choice: letters, digits, - and _'), choice, {
          error: 'a map from values to labels',
        })
        .optional(),
      as: z
        .enum(answerKinds, { error: `one of ${answerKinds.join(', ')}` })
        .optional()
        .meta({ description: 'What kind of answer is read; left out when there are choices.' }),
      min: z.number({ error: 'a number' }).optional(),
      max: z.number({ error: 'a number' }).optional(),
      optional: z.boolean({ error: 'true or false' }).optional().meta({ description: '"skip" is understood.' }),
      known: z.literal('skip', { error: 'the word skip' }).optional(),
      reprompt: text.optional().meta({ description: 'Said when an answer is not understood.' }),
      tries: z.int({ error: triesRange }).min(0, { error: triesRange }).max(5, { error: triesRange }).optional(),
      otherwise: steps.optional(),
    })
    .refine((a) => (a.choices === undefined) !== (a.as === undefined), {
      error: 'a question with either choices or as',
    })
    .refine((a) => (a.min === undefined && a.max === undefined) || a.as === 'number' || a.as === 'money', {
      error: 'as: number or as: money where min or max stand',
    }),
  set: z.strictObject({ set: z.record(slot, value, { error: 'a map from slots to values' }) }),
  forget: z.strictObject({
    forget: z.array(slot, { error: 'a list of slots' }).min(1, { error: 'at least one slot' }),
  }),
  // biome-ignore lint/suspicious/noThenProperty: `then` is the word writers use; the object never meets await.
  if: z.strictObject({ if: condition, then: steps, else: steps.optional() }),
  goto: z.strictObject({ goto: section }),
  call: z.strictObject({ call: dialog, id: rest.optional() }),
  return: z
    .literal('return', { error: 'the word return alone, as "- return"' })
    .meta({ description: 'Back to the caller; may be silent.' }),
  switch: z.strictObject({ switch: dialog }),
  card: z.strictObject({
    card: z.strictObject(
      { title: text, text, buttons: z.array(button, { error: 'a list of buttons' }).optional() },
      { error: 'a card: title, text and buttons' },
    ),
  }),
  link: z.strictObject({ link: url, label: text }),
  sheet: z.strictObject({
    sheet: z.strictObject(
      {
        title: text,
        lines: z
          .array(
            z.union([text, z.strictObject({ text, if: condition })], { error: 'text, or {text: …, if: {slot: test}}' }),
            { error: 'a list of lines' },
          )
          .min(1, { error: 'at least one line' }),
      },
      { error: 'a sheet: title and lines' },
    ),
  }),
  pause: z.strictObject({
    pause: z
      .number({ error: 'seconds, from 0.5 to 5' })
      .min(0.5, { error: 'seconds, from 0.5 to 5' })
      .max(5, { error: 'seconds, from 0.5 to 5' }),
  }),
  handoff: z.strictObject({
    handoff: z.literal('directory', { error: 'the word directory' }),
    id: rest.optional(),
    found: steps.optional(),
    none: steps.optional(),
    failed: steps.optional(),
  }),
  end: z
    .literal('end', { error: 'the word end alone, as "- end"' })
    .meta({ description: 'This dialog is over; the bot offers what is next.' }),
} as const;

export type Verb = keyof typeof verbs;
export type Body<V extends Verb> = z.infer<(typeof verbs)[V]>;

/** The keys of a step that hold steps of their own. */
export const nested: Readonly<Partial<Record<Verb, readonly string[]>>> = {
  ask: ['otherwise'],
  if: ['then', 'else'],
  handoff: ['found', 'none', 'failed'],
};

const day = z.string({ error: 'a day such as 2026-01-31' }).regex(/^\d{4}-\d{2}-\d{2}$/, {
  error: 'a day such as 2026-01-31',
});

/** The keys of a dialog file. */
export const fileKeys = {
  dialog: dialog.meta({ description: 'The id; the same as the file name.' }),
  title: text.meta({ description: 'The name people see in menus.' }),
  triggers: words.optional().meta({ description: 'Phrases that start this dialog.' }),
  sources: z
    .array(z.string({ error: 'the id of a source' }), { error: 'a list of ids from knowledge/sources.yaml' })
    .optional()
    .meta({ description: 'Ids from knowledge/sources.yaml; [] says that nothing here is claimed.' }),
  review: z
    .strictObject(
      { status: z.enum(['draft', 'reviewed'], { error: 'draft or reviewed' }), on: day, by: text.optional() },
      { error: '{status: draft, on: YYYY-MM-DD}' },
    )
    .optional(),
  sections: z.record(section, steps, { error: 'a map from section names to lists of steps' }),
  moved: z.record(rest, rest, { error: 'a map from old resting ids to new ones' }).optional(),
  tests: z.array(z.unknown(), { error: 'a list of tests' }).meta({ id: 'tests' }).optional(),
} as const;

const wholeNumber = 'a whole number, 0 or more';

const rowShapes = {
  user: z.strictObject({ user: z.union([z.string(), z.number()], { error: 'what the person writes' }) }),
  picks: z.strictObject({ picks: z.union([z.string(), z.number()], { error: "a button's value" }) }),
  bot: z.strictObject({ bot: z.union([z.string().min(1), z.number()], { error: 'words the bot says in this turn' }) }),
  slots: z.strictObject({
    slots: z.record(slot, z.union([z.string(), z.number(), z.null()], { error: 'a value, or null for empty' }), {
      error: 'a map from slots to values',
    }),
  }),
  directory: z.strictObject({
    directory: z.union(
      [z.literal('failed'), z.strictObject({ found: z.int({ error: wholeNumber }).min(0, { error: wholeNumber }) })],
      {
        error: 'failed, or {found: n}',
      },
    ),
  }),
  ends: z.strictObject({ ends: z.boolean({ error: 'true or false' }) }),
} as const;

/** The rows of a test; the first key of a row names it. */
export const rows = rowShapes;
export type RowKind = keyof typeof rowShapes;
export type Row = { readonly [K in RowKind]: z.infer<(typeof rowShapes)[K]> }[RowKind];

/** The keys of one test. */
export const testKeys = {
  name: text,
  locale: z.enum(['en', 'es'], { error: 'en or es' }).optional(),
  talk: z.array(z.unknown(), { error: 'a list of rows' }).min(1, { error: 'at least one row' }).meta({ id: 'talk' }),
} as const;

/** The keys of `es/<id>.yaml`. An empty `es` waits for its translation. */
export const spanishKeys = {
  dialog: dialog.optional(),
  triggers: words.optional(),
  texts: z
    .array(
      z.strictObject(
        { en: text, es: z.union([z.string(), z.null()], { error: 'text' }) },
        { error: 'a pair {en: text, es: text}' },
      ),
      { error: 'a list of pairs {en: text, es: text}' },
    )
    .optional(),
  also: z.record(z.string(), words, { error: 'a map from ask_id.value to lists of phrases' }).optional(),
  review: fileKeys.review,
} as const;
