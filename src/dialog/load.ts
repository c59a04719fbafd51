import { createHash } from 'node:crypto';
import { writeOneOf } from '../core/nearest';
import { type Problem, type SourceFile, sortProblems } from '../core/problem';
import { readYaml, type YamlFile } from '../core/yaml';
import type { Dialog, Section, Spanish } from './dialog';
import { apply } from './lint/rule';
import { danglingTarget, duplicateId } from './lint/targets';
import { isMap, listOf, Reader } from './reader';
import { fileKeys, spanishKeys } from './schema';
import { readSteps } from './steps';
import { readTestFile, readTests } from './tests';

function readSpanish(source: YamlFile): { spanish: Spanish | undefined; problems: readonly Problem[] } {
  const reader = new Reader(source);
  if (source.partial === undefined) return { spanish: undefined, problems: source.problems };
  if (!isMap(source.partial)) {
    reader.add(
      [],
      'shape',
      'a Spanish file is a map with triggers and texts',
      'write texts: and pairs {en, es} below it',
    );
    return { spanish: undefined, problems: reader.problems };
  }
  const head = reader.fields(spanishKeys, source.partial, [], 'a Spanish file');
  const pairs = (head.texts ?? []).map((pair, i) => ({
    en: pair.en,
    es: (pair.es ?? '').trim(),
    path: ['texts', i],
  }));
  const spanish = { source, triggers: head.triggers ?? [], pairs, also: head.also ?? {} };
  return { spanish, problems: reader.problems };
}

function readDialog(id: string, source: YamlFile): { dialog: Dialog; problems: readonly Problem[] } {
  const reader = new Reader(source);
  const usable = source.partial !== undefined;
  const value = isMap(source.partial) ? source.partial : {};
  if (usable && !isMap(source.partial)) {
    reader.add([], 'shape', 'a dialog file is a map', 'start with dialog:, title: and sections:');
  }
  const head = usable ? reader.fields(fileKeys, value, [], 'a dialog file') : {};
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
  if (usable && isMap(value.sections) && sections.length === 0) {
    reader.add(['sections'], 'shape', 'no section', 'add a section, such as open:, with steps below it');
  }
  const broken = reader.problems.length > 0;
  const tests = readTests(reader, value.tests, ['tests']);
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
    broken,
  };
  return { dialog, problems: reader.problems };
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
  const later: { id: string; kind: 'spanish' | 'tests'; source: YamlFile }[] = [];
  for (const file of files) {
    const { id, kind } = split(file.file);
    if (id === 'bot') continue;
    const source = readYaml(file);
    if (kind === 'script') {
      const read = readDialog(id, source);
      problems.push(...read.problems);
      scripts.set(id, read.dialog);
    } else later.push({ id, kind, source });
  }
  for (const { id, kind, source } of later) {
    const dialog = scripts.get(id);
    if (!dialog) {
      const mend = writeOneOf(id, [...scripts.keys()]).replace(/^write/, 'name the file after');
      problems.push({ file: source.file, line: 1, col: 1, code: 'shape', message: `no dialog "${id}"`, mend });
      continue;
    }
    if (kind === 'tests') {
      const read = readTestFile(source);
      problems.push(...read.problems);
      scripts.set(id, { ...dialog, tests: [...dialog.tests, ...read.tests] });
    } else {
      const read = readSpanish(source);
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
