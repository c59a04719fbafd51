import type { z } from 'zod';
import type { Problem, SourceFile } from '../core/problem';
import { shapeProblems } from '../core/shape';
import { type Locale, locales } from '../core/types';
import { type Path, type Place, readYaml, type YamlFile } from '../core/yaml';
import type { KnowledgeEntry, Source, Sources, Topic } from './entry';
import { foreignEntries, listOf } from './foreign';
import { entrySchema, groupSchema, sourceSchema, sourcesSchema, topicsSchema } from './schema';

export interface LoadOptions {
  /**
   * A knowledge base of someone else: any YAML or JSON file, a list of entries or a map with `entries`; an entry needs
   * only `questions` and `answer`, everything else is taken as it comes. Default false.
   */
  readonly foreign?: boolean;
}

export interface Knowledge {
  readonly entries: readonly KnowledgeEntry[];
  readonly sources: Sources;
  /** What `topics.yaml` says must be answered. */
  readonly topics: readonly Topic[];
  /** Form faults; entries that have one are left out, all others are there. */
  readonly problems: readonly Problem[];
  /** Where a part of an entry stands, such as `['questions', 3]`; the lint's line numbers. */
  readonly placeOf: (entry: KnowledgeEntry, path: Path) => Place;
}

/** Not ours to read: the crisis rules have their own reader. */
const otherFiles = /\.schema\.json$|(?:^|\/)safety\//;

/** Files beside the answers; words and background belong to the ranker. */
const sideFiles: readonly string[] = ['words', 'background', 'topics'];

function localeOf(file: string): Locale | undefined {
  return locales.find((l) => file.split('/').slice(0, -1).includes(l));
}

function keysOf(schema: z.ZodObject): string[] {
  return Object.keys(schema.shape);
}

function groupKeys(path: Path): readonly string[] {
  if (path.length === 0) return keysOf(groupSchema);
  if (path.at(-1) === 'review') return ['status', 'on', 'by'];
  return keysOf(entrySchema);
}

/** What zod calls optional is `T | undefined`; a key that is not there must stay not there. */
function present<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined)) as never;
}

/** Reads the entries of one group file one by one, so that one fault costs one entry. */
function readGroup(file: YamlFile, locale: Locale): { entries: [KnowledgeEntry, Path][]; problems: Problem[] } {
  const problems: Problem[] = [];
  const whole = groupSchema.safeParse(file.value);
  if (whole.error) problems.push(...shapeProblems(file, [], whole.error, groupKeys));
  const name = file.file.replace(/^.*\//, '').replace(/\.ya?ml$/, '');
  const list = (file.value as { entries?: unknown } | null)?.entries;
  const group = (file.value as { group?: unknown } | null)?.group;
  if (typeof group === 'string' && group !== name) {
    const message = `the group is called "${group}" and the file "${name}"`;
    problems.push({ file: file.file, ...file.place(['group']), code: 'shape', message, mend: `group: ${name}` });
  }
  const entries: [KnowledgeEntry, Path][] = [];
  for (const [i, raw] of (Array.isArray(list) ? list : []).entries()) {
    const parsed = entrySchema.safeParse(raw);
    if (!parsed.success) continue;
    const { review, ...rest } = parsed.data;
    const path: Path = ['entries', i];
    entries.push([
      {
        ...present(rest),
        sources: rest.sources ?? [],
        next: rest.next ?? [],
        ...(review ? { review: present(review) } : {}),
        locale,
        group: name,
        file: file.file,
        place: file.place(path),
      } as KnowledgeEntry,
      path,
    ]);
  }
  return { entries, problems };
}

function readSources(file: YamlFile): { sources: Record<string, Source>; problems: Problem[] } {
  const parsed = sourcesSchema.safeParse(file.value);
  const problems = parsed.error
    ? shapeProblems(file, [], parsed.error, (path) => (path.length ? keysOf(sourceSchema) : ['sources']))
    : [];
  const sources: Record<string, Source> = {};
  const raw = (file.value as { sources?: unknown } | null)?.sources;
  for (const [key, value] of Object.entries(raw !== null && typeof raw === 'object' ? raw : {})) {
    const one = sourceSchema.safeParse(value);
    if (!one.success) continue;
    const place = file.keyPlace(['sources', key]);
    sources[key] = { ...present(one.data), file: file.file, place } as Source;
  }
  return { sources, problems };
}

function readTopics(file: YamlFile): { topics: Topic[]; problems: Problem[] } {
  const parsed = topicsSchema.safeParse(file.value);
  if (!parsed.success) {
    const known = (path: Path): string[] => (path.length ? ['id', 'title', 'topics', 'required'] : ['groups']);
    return { topics: [], problems: shapeProblems(file, [], parsed.error, known) };
  }
  const topics = parsed.data.groups.flatMap((group, g) =>
    group.topics.map((topic, t): Topic => {
      const place = file.place(['groups', g, 'topics', t]);
      return { id: topic.id, group: group.id, required: topic.required ?? false, file: file.file, place };
    }),
  );
  return { topics, problems: [] };
}

/**
 * Reads a knowledge base from its files: `<locale>/<group>.yaml`, `sources.yaml` and `topics.yaml`, in any order. Never throws; all
 * faults of form of all files come back together.
 */
export function loadKnowledge(files: readonly SourceFile[], options: LoadOptions = {}): Knowledge {
  const problems: Problem[] = [];
  const found: [KnowledgeEntry, Path][] = [];
  const yamls = new Map<string, YamlFile>();
  let sources: Record<string, Source> = {};
  const topics: Topic[] = [];
  for (const source of files) {
    if (!/\.(?:ya?ml|json)$/.test(source.file) || otherFiles.test(source.file)) continue;
    const file = readYaml(source);
    yamls.set(file.file, file);
    problems.push(...file.problems);
    if (file.value === undefined) continue;
    const locale = localeOf(source.file);
    const name = source.file.replace(/^.*\//, '').replace(/\.[a-z]+$/, '');
    if (name === 'sources' && !(options.foreign && listOf(file.value))) {
      const read = readSources(file);
      sources = { ...sources, ...read.sources };
      problems.push(...read.problems);
    } else if (options.foreign) {
      if (sideFiles.includes(name) && !listOf(file.value)) continue;
      const read = foreignEntries(file, locale ?? 'en');
      found.push(...read.entries);
      problems.push(...read.problems);
    } else if (name === 'topics') {
      const read = readTopics(file);
      topics.push(...read.topics);
      problems.push(...read.problems);
    } else if (sideFiles.includes(name)) {
    } else if (locale === undefined) {
      const message = 'a file with answers must lie in a folder of its language';
      problems.push({ file: file.file, line: 1, col: 1, code: 'shape', message, mend: 'move it to knowledge/en/' });
    } else {
      const read = readGroup(file, locale);
      found.push(...read.entries);
      problems.push(...read.problems);
    }
  }
  const paths = new Map<KnowledgeEntry, Path>();
  const first = new Map<string, KnowledgeEntry>();
  for (const [entry, path] of found) {
    const key = `${entry.locale} ${entry.id}`;
    const earlier = first.get(key);
    if (earlier) {
      const message = `the id "${entry.id}" stands in ${earlier.file}:${earlier.place.line} already`;
      const mend = 'give this entry another id, or move its questions to the other';
      problems.push({ file: entry.file, ...entry.place, code: 'duplicate-id', message, mend });
      // A foreign base may spread one label over several places: its phrasings all count, the first answer stands.
      if (options.foreign) {
        const joined = { ...earlier, questions: [...earlier.questions, ...entry.questions] };
        first.set(key, joined);
        paths.set(joined, paths.get(earlier) ?? path);
      }
      continue;
    }
    first.set(key, entry);
    paths.set(entry, path);
  }
  return {
    entries: [...first.values()],
    sources,
    topics,
    problems,
    placeOf: (entry, path) => yamls.get(entry.file)?.place([...(paths.get(entry) ?? []), ...path]) ?? entry.place,
  };
}
