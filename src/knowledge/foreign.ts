import type { Problem } from '../core/problem';
import { type Locale, locales } from '../core/types';
import type { Path, YamlFile } from '../core/yaml';
import type { KnowledgeEntry } from './entry';
import { entrySchema } from './schema';

type Loose = Readonly<Record<string, unknown>>;

function isLoose(value: unknown): value is Loose {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** Texts of a value that is a text, a number, or a list of them. */
function texts(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value])
    .filter((v): v is string | number => typeof v === 'string' || typeof v === 'number')
    .map((v) => String(v).trim())
    .filter((v) => v !== '');
}

/** Where the entries of a file are: a list, a map with `entries`. undefined: nowhere. */
export function listOf(value: unknown): { list: readonly unknown[]; path: Path } | undefined {
  if (Array.isArray(value)) return { list: value, path: [] };
  if (!isLoose(value)) return undefined;
  if (Array.isArray(value['entries'])) return { list: value['entries'], path: ['entries'] };
  return undefined;
}

/** The keys an entry may do without, where they have the form ours have. */
function wellFormed(raw: Loose): Partial<KnowledgeEntry> {
  const keys = ['short', 'review', 'audience', 'threshold', 'metadata'] as const;
  return Object.fromEntries(
    keys.flatMap((key) => {
      const parsed = entrySchema.shape[key].safeParse(raw[key]);
      return parsed.success && parsed.data !== undefined ? [[key, parsed.data]] : [];
    }),
  );
}

/**
 * Entries of a knowledge base that was not written for this project. `id`, `title`, `questions` and `answer` are read;
 * the other keys of ours when they have the usual form; unknown keys are passed over. An entry without an id takes its
 * title, one without a title its id.
 */
export function foreignEntries(
  file: YamlFile,
  fallback: Locale,
): { entries: [KnowledgeEntry, Path][]; problems: Problem[] } {
  const problems: Problem[] = [];
  const entries: [KnowledgeEntry, Path][] = [];
  const bad = (path: Path, message: string, mend: string): void => {
    problems.push({ file: file.file, ...file.place(path), code: 'shape', message, mend });
  };
  const found = listOf(file.value);
  if (!found) {
    bad([], 'no entries here', 'write a list of entries, or a map with `entries`');
    return { entries, problems };
  }
  const group = file.file.replace(/^.*\//, '').replace(/\.[a-z]+$/, '');
  for (const [i, raw] of found.list.entries()) {
    const path: Path = [...found.path, i];
    if (!isLoose(raw)) {
      bad(path, 'an entry must be a map of keys', 'write id, title, questions and answer');
      continue;
    }
    const questions = texts(raw['questions'] ?? raw['question']);
    const answer = texts(raw['answer'])[0];
    const id = texts(raw['id'])[0] ?? texts(raw['title'])[0];
    if (id === undefined || answer === undefined) {
      bad(path, `the entry has no \`${id === undefined ? 'id' : 'answer'}\``, 'add it');
      continue;
    }
    const title = texts(raw['title'])[0] ?? id;
    const locale = locales.find((l) => l === raw['locale'] || l === raw['lang']) ?? fallback;
    entries.push([
      {
        id,
        locale,
        group,
        title,
        questions,
        answer,
        sources: texts(raw['sources']),
        next: texts(raw['next']),
        ...wellFormed(raw),
        file: file.file,
        place: file.place(path),
      },
      path,
    ]);
  }
  return { entries, problems };
}
