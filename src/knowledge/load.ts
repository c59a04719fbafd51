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
  /** Ids of entries that a fault keeps out of `entries`: they are there, and not to be called missing. */
  readonly unread: ReadonlySet<string>;
  /** Form faults; entries that have one are left out, all others are there. */
  readonly problems: readonly Problem[];
  /** Where a part of an entry stands, such as `['questions', 3]`; the lint's line numbers. */
  readonly placeOf: (entry: KnowledgeEntry, path: Path) => Place;
}

/** Not ours to read: the crisis rules have their own reader. */
const otherFiles = /\.schema\.json$|(?:^|\/)safety\//;

/** Files beside the answers; words and background belong to the ranker. */
const sideFiles: readonly string[] = ['sources', 'topics', 'words', 'background'];

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

interface Group {
  readonly entries: [KnowledgeEntry, Path][];
  readonly problems: Problem[];
  /** Ids of entries that a fault keeps out. */
  readonly unread: string[];
}

/** Reads the entries of one group file one by one, so that one fault costs one entry. */
function readGroup(file: YamlFile, locale: Locale): Group {
  const problems: Problem[] = [];
  const whole = groupSchema.safeParse(file.value);
  const faults = whole.error ? shapeProblems(file, [], whole.error, groupKeys) : [];
  const name = file.file.replace(/^.*\//, '').replace(/\.ya?ml$/, '');
  const { entries: raw, group } = (file.value ?? {}) as { entries?: unknown; group?: unknown };
  if (typeof group === 'string' && group !== name) {
    const message = `the group is called "${group}" and the file "${name}"`;
    problems.push({ file: file.file, ...file.place(['group']), code: 'shape', message, mend: `group: ${name}` });
  }
  const entries: [KnowledgeEntry, Path][] = [];
  const list: readonly unknown[] = Array.isArray(raw) ? raw : [];
  const starts = list.map((_, i) => file.place(['entries', i]).line);
  // What follows a slip in the same entry was read as something else; only the slip itself is worth telling.
  const slipped = new Set(
    file.problems.map(({ line }) => starts.findLastIndex((start) => start <= line)).filter((i) => i >= 0),
  );
  const inSlipped = (line: number): boolean => slipped.has(starts.findLastIndex((start) => start <= line));
  problems.push(...faults.filter(({ line }) => !inSlipped(line)));
  for (const [i, one] of list.entries()) {
    const parsed = entrySchema.safeParse(one);
    if (!parsed.success || slipped.has(i)) continue;
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
  const read = new Set(entries.map(([entry]) => entry.id));
  return { entries, problems, unread: idsIn(file.text).filter((id) => !read.has(id)) };
}

/** Ids as they stand in a text, readable or not. */
function idsIn(text: string): string[] {
  return [...text.matchAll(/^[ -]*id:[ ]*["']?([a-z0-9-]+)/gm)].map((m) => m[1] ?? '');
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
  const unread = new Set<string>();
  for (const source of files) {
    if (!/\.(?:ya?ml|json)$/.test(source.file) || otherFiles.test(source.file)) continue;
    const yaml = readYaml(source);
    // What a slip left readable is checked all the same, so that one run tells everything.
    const file = { ...yaml, value: yaml.partial };
    yamls.set(file.file, file);
    problems.push(...file.problems);
    if (file.value === undefined) {
      for (const id of idsIn(file.text)) unread.add(id);
      continue;
    }
    const locale = localeOf(source.file);
    const name = source.file.replace(/^.*\//, '').replace(/\.[a-z]+$/, '');
    // Someone else may call a file of answers as we call the files beside them.
    const beside = sideFiles.includes(name) && !(options.foreign && listOf(file.value));
    if (beside && name === 'sources') {
      const read = readSources(file);
      sources = { ...sources, ...read.sources };
      problems.push(...read.problems);
    } else if (beside && name === 'topics' && !options.foreign) {
      const read = readTopics(file);
      topics.push(...read.topics);
      problems.push(...read.problems);
    }
    if (beside) continue;
    if (options.foreign) {
      const read = foreignEntries(file, locale ?? 'en');
      found.push(...read.entries);
      problems.push(...read.problems);
    } else if (locale === undefined) {
      const message = 'a file with answers must lie in a folder of its language';
      problems.push({ file: file.file, line: 1, col: 1, code: 'shape', message, mend: 'move it to knowledge/en/' });
    } else {
      const group = readGroup(file, locale);
      found.push(...group.entries);
      problems.push(...group.problems);
      for (const id of group.unread) unread.add(id);
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
    unread,
    problems,
    placeOf: (entry, path) => yamls.get(entry.file)?.place([...(paths.get(entry) ?? []), ...path]) ?? entry.place,
  };
}
