import { z } from 'zod';
import type { Problem } from '../core/problem';
import { shapeProblems } from '../core/shape';
import type { SafetyFinding } from '../core/types';
import { crisisLabels } from '../core/types';
import type { Path, YamlFile } from '../core/yaml';
import { bareWords } from './place-words';

const label = z.enum(crisisLabels);
const entrySchema = z.strictObject({
  of: label,
  gives: z.union([z.strictObject({ voice: z.enum(['witness', 'actor']) }), z.strictObject({ about: label })]),
  rules: z.array(z.string()).min(1).optional(),
  words: z
    .array(z.string().regex(/^[^*]+\*?$/, 'write * at the end only'))
    .min(1)
    .optional(),
});
const schema = z.strictObject({ audiences: z.array(entrySchema) });

interface AudienceEntry {
  readonly of: SafetyFinding['label'];
  readonly gives: z.infer<typeof entrySchema>['gives'];
  readonly rules: readonly string[];
  readonly words: RegExp | undefined;
}

/** The entries of `knowledge/safety/audiences.yaml`, in their order. */
export type Audiences = readonly AudienceEntry[];

/** Reads the entries; with problems of form there are none, and every reply speaks to the person in danger. */
export function loadAudiences(file: YamlFile): {
  readonly audiences: Audiences;
  readonly problems: readonly Problem[];
} {
  if (file.problems.length) return { audiences: [], problems: file.problems };
  const parsed = schema.safeParse(file.value);
  if (!parsed.success) {
    const known = (path: Path) => Object.keys(path.length < 2 ? schema.shape : entrySchema.shape);
    return { audiences: [], problems: shapeProblems(file, [], parsed.error, known) };
  }
  const problems = parsed.data.audiences.flatMap((entry, i): Problem[] =>
    entry.rules || entry.words
      ? []
      : [
          {
            file: file.file,
            ...file.place(['audiences', i]),
            code: 'always-true',
            message: 'the entry fits every message of its class',
            mend: 'add `rules` or `words`',
          },
        ],
  );
  const audiences = parsed.data.audiences.map(
    ({ of, gives, rules, words }): AudienceEntry => ({ of, gives, rules: rules ?? [], words: words && anyOf(words) }),
  );
  return { audiences, problems };
}

function anyOf(words: readonly string[]): RegExp {
  const sources = words.map((word) => bareWords(word) + (word.endsWith('*') ? '[a-z0-9]*' : ''));
  return new RegExp(`(?:^| )(?:${sources.join('|')})(?= |$)`);
}

/** Longest part of a message that is read for its audience, in characters. */
const read = 2000;

/** The finding with who writes and what the worry is about, where the detector has not said so itself. */
export function addressed(audiences: Audiences, finding: SafetyFinding, text: string): SafetyFinding {
  if (finding.level === 'none') return finding;
  const said = bareWords(text.slice(0, read));
  const fits = audiences.filter(
    (one) =>
      one.of === finding.label &&
      (one.rules.length === 0 || one.rules.some((id) => finding.rules.includes(id))) &&
      (one.words === undefined || one.words.test(said)),
  );
  const voice = fits.flatMap((one) => ('voice' in one.gives ? [one.gives.voice] : []))[0];
  const about = fits.flatMap((one) => ('about' in one.gives ? [one.gives.about] : []))[0];
  return { ...(voice ? { voice } : {}), ...(about ? { about } : {}), ...finding };
}
