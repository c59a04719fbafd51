import { z } from 'zod';
import type { Problem } from '../core/problem';
import { shapeProblems } from '../core/shape';
import type { CrisisLabel } from '../core/types';
import { crisisLabels } from '../core/types';
import type { Path, YamlFile } from '../core/yaml';

const text = z.string().trim().min(1);
const texts = z.array(text).min(1);
const titled = { title: text };
const keyed = <const K extends readonly string[]>(keys: K) =>
  Object.fromEntries(keys.map((k) => [k, text])) as Record<K[number], typeof text>;

const classText = z.strictObject({ name: text, does: text });
const schema = z.strictObject({
  review: z.enum(['draft', 'reviewed']),
  ...keyed(['title', 'lead', 'contents', 'skip']),
  language: z.strictObject(keyed(['label', 'page'])),
  help: z.strictObject(keyed(['title', 'text', 'emergency'])),
  hears: z.strictObject({ ...titled, text: texts }),
  classes: z.strictObject({
    ...titled,
    ...(Object.fromEntries(crisisLabels.map((l) => [l, classText])) as Record<CrisisLabel, typeof classText>),
  }),
  does: z.strictObject({ ...titled, list: texts }),
  cannot: z.strictObject({ ...titled, list: texts }),
  lines: z.strictObject({
    ...titled,
    text: texts,
    ...keyed(['emergency', 'no_state', 'checked', 'read_at', 'from_memory', 'other_software', 'languages']),
    ...keyed(['call_emergency', 'for_classes', 'any', 'for_group', 'for_young', 'tty', 'everywhere', 'region_note']),
  }),
  counts: z.strictObject({
    ...titled,
    text: texts,
    ...keyed(['none', 'unknown', 'caption', 'fewer']),
    columns: z.strictObject(keyed(['month', 'class', 'level', 'language', 'count'])),
    level: z.strictObject(keyed(['certain', 'possible'])),
  }),
  state: z.strictObject(keyed(['title', 'draft', 'reviewed', 'report'])),
});

/** The words of the public page in one language. */
export type ProtocolTexts = z.infer<typeof schema>;

/** Reads one language's `protocol.yaml`; undefined with at least one problem when it cannot be used. */
export function loadProtocolTexts(file: YamlFile): {
  readonly texts: ProtocolTexts | undefined;
  readonly problems: readonly Problem[];
} {
  if (file.problems.length) return { texts: undefined, problems: file.problems };
  const parsed = schema.safeParse(file.value);
  if (parsed.success) return { texts: parsed.data, problems: [] };
  const known = (path: Path): readonly string[] => {
    const top = path[0];
    const inner = top === undefined ? schema : schema.shape[top as keyof typeof schema.shape];
    return inner instanceof z.ZodObject ? Object.keys(inner.shape) : [];
  };
  return { texts: undefined, problems: shapeProblems(file, [], parsed.error, known) };
}
