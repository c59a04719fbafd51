import { createHash } from 'node:crypto';
import { type ZodType, z } from 'zod';
import { type Problem, type SourceFile, sortProblems } from '../core/problem';
import type { Dialog, Section, Spanish, Step, Test } from './dialog';
import { explain, type Subject } from './explain';
import { apply } from './lint/rule';
import { danglingTarget, duplicateId } from './lint/targets';
import { nearest, writeOneOf } from './nearest';
import { fileKeys, nested, type Row, type RowKind, rows, spanishKeys, testKeys, type Verb, verbs } from './schema';
import { type Parsed, type Path, parseSource, type Source } from './source';

const verbNames = Object.keys(verbs) as Verb[];
const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Collects the problems of one file. */
class Reader {
  readonly problems: Problem[] = [];
  constructor(readonly source: Source) {}

  add(path: Path, code: string, message: string, mend: string, where: 'at' | 'atKey' = 'at'): void {
    this.problems.push({ file: this.source.file, ...this.source[where](path), code, message, mend });
  }

  /** The parsed value, or undefined after reporting everything wrong with it. */
  parse<T>(schema: ZodType<T>, value: unknown, path: Path, subject: Subject): T | undefined {
    const result = schema.safeParse(value);
    if (result.success) return result.data;
    const { issues } = result.error;
    // A key that is only misspelled is not called missing as well.
    const misspelled = issues.flatMap((i) =>
      i.code === 'unrecognized_keys' && i.path.length === 0 ? i.keys.map((k) => nearest(k, subject.keys)) : [],
    );
    for (const issue of issues) {
      const [key] = issue.path;
      if (isMap(value) && typeof key === 'string' && !(key in value) && misspelled.includes(key)) continue;
      this.problems.push(...explain(issue, path, this.source, subject));
    }
    return undefined;
  }

  /** Reads the keys of a map one by one, so a mistake in one leaves the others readable. */
  fields<S extends Record<string, ZodType>>(
    shape: S,
    value: Record<string, unknown>,
    path: Path,
    name: string,
  ): { [K in keyof S]?: z.infer<S[K]> } {
    const out: { [K in keyof S]?: z.infer<S[K]> } = {};
    const keys = Object.keys(shape);
    const misspelled = new Set<string | undefined>();
    for (const key of Object.keys(value)) {
      if (Object.hasOwn(shape, key)) continue;
      misspelled.add(nearest(key, keys));
      this.add([...path, key], 'shape', `"${key}" is no key of ${name}`, writeOneOf(key, keys), 'atKey');
    }
    for (const key of keys) {
      if (!Object.hasOwn(value, key) && misspelled.has(key)) continue;
      const schema = z.object({ [key]: shape[key] as ZodType });
      const part = this.parse(schema, key in value ? { [key]: value[key] } : {}, path, { name, keys });
      if (part && part[key] !== undefined) out[key as keyof S] = part[key] as z.infer<S[keyof S]>;
    }
    return out;
  }
}

/** Slots and targets inside a step that cannot be read, so that its neighbours are not blamed for it. */
function scan(value: unknown, out = { slots: [] as string[], targets: [] as string[] }): typeof out {
  if (Array.isArray(value)) for (const item of value) scan(item, out);
  else if (isMap(value)) {
    for (const [key, inner] of Object.entries(value)) {
      if (key === 'slot' && typeof inner === 'string') out.slots.push(inner);
      else if (key === 'goto' && typeof inner === 'string') out.targets.push(inner);
      else if (key === 'set' && isMap(inner)) out.slots.push(...Object.keys(inner));
      else scan(inner, out);
    }
  }
  return out;
}

function readStep(reader: Reader, value: unknown, path: Path): Step {
  const broken = (): Step => ({ verb: 'broken', path, ...scan(value), nested: {} });
  const found = verbNames.filter((v) => (isMap(value) ? v in value : v === value));
  // `if` beside `set` is a slip; but a card inside a step is not looked at here.
  const verb = found[0];
  if (verb === undefined) {
    const key = isMap(value) ? Object.keys(value)[0] : undefined;
    if (typeof value === 'string' || key === undefined || /\s/.test(key)) {
      reader.add(path, 'unknown-verb', 'this step starts with no verb', 'put the verb in front: "- say: …"');
    } else {
      reader.add(path, 'unknown-verb', `no step is called "${key}"`, writeOneOf(key, verbNames));
    }
    return broken();
  }
  if (found.length > 1) {
    reader.add(
      path,
      'shape',
      `one step with ${found.length} verbs: ${found.join(', ')}`,
      'start each with its own "- "',
    );
    return broken();
  }
  const before = reader.problems.length;
  const schema = verbs[verb];
  const name = `${/^[aei]/.test(verb) ? 'an' : 'a'} ${verb} step`;
  const keys = 'shape' in schema ? Object.keys(schema.shape) : [verb];
  const body = reader.parse(schema as ZodType, value, path, { name, keys });
  const inner: Record<string, Step[]> = {};
  for (const list of nested[verb] ?? []) {
    const steps = isMap(value) ? value[list] : undefined;
    if (Array.isArray(steps)) inner[list] = readSteps(reader, steps, [...path, list]);
  }
  if (body === undefined || reader.problems.slice(before).some((p) => p.code === 'shape' && body === undefined)) {
    return { ...broken(), nested: inner };
  }
  return { verb, body, path, nested: inner } as unknown as Step; // the schema picked by the verb vouches for the body
}

function readSteps(reader: Reader, steps: readonly unknown[], path: Path): Step[] {
  return steps.map((step, i) => readStep(reader, step, [...path, i]));
}

/** Reads a list of tests; used for scripts, `<id>.test.yaml` and `tests/transcripts/`. */
function readTests(reader: Reader, value: unknown, path: Path): Test[] {
  const kinds = Object.keys(rows) as RowKind[];
  return listOf(value).flatMap((test, i) => {
    const at = [...path, i];
    if (!isMap(test)) {
      reader.add(at, 'shape', 'a test is a map with name and talk', 'write - name: … and talk: below it');
      return [];
    }
    const head = reader.fields(testKeys, test, at, 'a test');
    const out: { row: Row; line: number; col: number }[] = [];
    for (const [j, raw] of (head.talk ?? []).entries()) {
      const here = [...at, 'talk', j];
      const [key, ...more] = isMap(raw) ? Object.keys(raw) : [];
      const kind = kinds.find((k) => k === key);
      if (kind === undefined || more.length > 0) {
        const what = kind === undefined ? `no row is called "${key ?? String(raw)}"` : 'one row with several keys';
        reader.add(
          here,
          'shape',
          what,
          kind === undefined ? writeOneOf(key ?? '', kinds) : 'start each with its own "- "',
        );
        continue;
      }
      const row = reader.parse(rows[kind] as ZodType<Row>, raw, here, { name: `the row "${kind}"`, keys: [kind] });
      if (row) out.push({ row, ...reader.source.at(here) });
    }
    const { line } = reader.source.at(at);
    return [
      { name: head.name ?? `test ${i + 1}`, locale: head.locale ?? 'en', rows: out, file: reader.source.file, line },
    ];
  });
}

function readTestFile(parsed: Parsed): { tests: Test[]; problems: Problem[] } {
  const reader = new Reader(parsed.source);
  const value = parsed.source.value;
  if (!parsed.usable) return { tests: [], problems: [...parsed.problems] };
  if (!isMap(value) || !Array.isArray(value.tests)) {
    reader.add([], 'shape', 'a test file holds one key: tests', 'write tests: and the list of tests below it');
  }
  const tests = isMap(value) ? readTests(reader, value.tests, ['tests']) : [];
  return { tests, problems: merge(parsed, reader) };
}

function readSpanish(parsed: Parsed): { spanish: Spanish | undefined; problems: Problem[] } {
  const { source } = parsed;
  const reader = new Reader(source);
  if (!parsed.usable) return { spanish: undefined, problems: [...parsed.problems] };
  if (!isMap(source.value)) {
    reader.add(
      [],
      'shape',
      'a Spanish file is a map with triggers and texts',
      'write texts: and pairs {en, es} below it',
    );
    return { spanish: undefined, problems: merge(parsed, reader) };
  }
  const head = reader.fields(spanishKeys, source.value, [], 'a Spanish file');
  const pairs = (head.texts ?? []).map((pair, i) => ({
    en: pair.en,
    es: (pair.es ?? '').trim(),
    path: ['texts', i],
  }));
  const spanish = { source, triggers: head.triggers ?? [], pairs, also: head.also ?? {} };
  return { spanish, problems: merge(parsed, reader) };
}

/** A line the YAML parser stumbled over is not complained about twice. */
function merge(parsed: Parsed, reader: Reader): Problem[] {
  const lines = new Set(parsed.problems.map((p) => p.line));
  return [...parsed.problems, ...reader.problems.filter((p) => !lines.has(p.line))];
}

function readDialog(id: string, parsed: Parsed): { dialog: Dialog; problems: Problem[] } {
  const { source } = parsed;
  const reader = new Reader(source);
  const value = parsed.usable && isMap(source.value) ? source.value : {};
  if (parsed.usable && !isMap(source.value)) {
    reader.add([], 'shape', 'a dialog file is a map', 'start with dialog:, title: and sections:');
  }
  const head = parsed.usable ? reader.fields(fileKeys, value, [], 'a dialog file') : {};
  if (head.dialog !== undefined && head.dialog !== id) {
    reader.add(
      ['dialog'],
      'shape',
      `the file is called ${id}.yaml but the dialog ${head.dialog}`,
      `write dialog: ${id}`,
    );
  }
  const rawSections = isMap(value.sections) ? value.sections : {};
  const sections: Section[] = source.keys(['sections']).map((name) => {
    const path = ['sections', name];
    return { name, path, steps: readSteps(reader, listOf(rawSections[name]), path) };
  });
  if (parsed.usable && isMap(value.sections) && sections.length === 0) {
    reader.add(['sections'], 'shape', 'no section', 'add a section, such as open:, with steps below it');
  }
  const tests = readTests(reader, value.tests, ['tests']);
  const problems = merge(parsed, reader);
  const dialog: Dialog = {
    id,
    file: source.file,
    source,
    title: head.title ?? id,
    triggers: head.triggers ?? [],
    sources: head.sources,
    review: head.review,
    revision: createHash('sha256').update(source.text).digest('hex').slice(0, 8),
    sections,
    moved: head.moved ?? {},
    tests,
    spanish: undefined,
    broken: problems.length > 0,
  };
  return { dialog, problems };
}

/** The part of a file's path after the last slash, and whether it lies in a folder `es`. */
function split(file: string): { id: string; kind: 'script' | 'spanish' | 'tests' } {
  const parts = file.split('/');
  const base = (parts.at(-1) ?? '').replace(/\.yaml$/, '');
  if (parts.at(-2) === 'es') return { id: base, kind: 'spanish' };
  return base.endsWith('.test') ? { id: base.slice(0, -5), kind: 'tests' } : { id: base, kind: 'script' };
}

/**
 * Reads the files of `dialogs/`: scripts, `<id>.test.yaml` beside them and `es/<id>.yaml`. `bot.yaml` holds the
 * bot-wide texts and is passed by.
 * @returns every dialog, in the order of the files, and every problem that keeps one from being compiled
 *   (`shape`, `unknown-verb`, `dangling-target`, `duplicate-id`), sorted. Everything else is the linter's.
 */
export function loadDialogs(files: readonly SourceFile[]): {
  readonly dialogs: readonly Dialog[];
  readonly problems: readonly Problem[];
} {
  const problems: Problem[] = [];
  const scripts = new Map<string, Dialog>();
  const later: { id: string; kind: 'spanish' | 'tests'; parsed: Parsed }[] = [];
  for (const file of files) {
    const { id, kind } = split(file.file);
    if (id === 'bot') continue;
    const parsed = parseSource(file);
    if (kind === 'script') {
      const read = readDialog(id, parsed);
      problems.push(...read.problems);
      scripts.set(id, read.dialog);
    } else later.push({ id, kind, parsed });
  }
  for (const { id, kind, parsed } of later) {
    const dialog = scripts.get(id);
    if (!dialog) {
      const mend = writeOneOf(id, [...scripts.keys()]).replace(/^write/, 'name the file after');
      problems.push({ file: parsed.source.file, line: 1, col: 1, code: 'shape', message: `no dialog "${id}"`, mend });
      continue;
    }
    if (kind === 'tests') {
      const read = readTestFile(parsed);
      problems.push(...read.problems);
      scripts.set(id, { ...dialog, tests: [...dialog.tests, ...read.tests] });
    } else {
      const read = readSpanish(parsed);
      problems.push(...read.problems);
      scripts.set(id, { ...dialog, spanish: read.spanish });
    }
  }
  const ids = [...scripts.keys()];
  const dialogs = [...scripts.values()].map((dialog) => {
    const found = [danglingTarget, duplicateId].flatMap((rule) => apply(rule, dialog, { ids }));
    problems.push(...found);
    return found.length > 0 ? { ...dialog, broken: true } : dialog;
  });
  return { dialogs, problems: sortProblems(problems) };
}

/** Reads conversations across dialogs (`tests/transcripts/*.yaml`); the same tests as in a script. */
export function loadTranscripts(files: readonly SourceFile[]): {
  readonly tests: readonly Test[];
  readonly problems: readonly Problem[];
} {
  const read = files.map((file) => readTestFile(parseSource(file)));
  return { tests: read.flatMap((r) => r.tests), problems: sortProblems(read.flatMap((r) => r.problems)) };
}
