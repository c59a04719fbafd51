import type { ZodType } from 'zod';
import { writeOneOf } from '../core/nearest';
import { type Problem, type SourceFile, sortProblems } from '../core/problem';
import { type Path, readYaml, type YamlFile } from '../core/yaml';
import type { Test } from './dialog';
import { isMap, listOf, Reader } from './reader';
import { type Row, type RowKind, rows, testKeys } from './schema';

/** Reads a list of tests; used for scripts, `<id>.test.yaml` and `tests/transcripts/`. */
export function readTests(reader: Reader, value: unknown, path: Path): Test[] {
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
      if (row) out.push({ row, ...reader.source.place(here) });
    }
    const { line } = reader.source.place(at);
    return [
      { name: head.name ?? `test ${i + 1}`, locale: head.locale ?? 'en', rows: out, file: reader.source.file, line },
    ];
  });
}

/** Reads a file that holds nothing but tests. */
export function readTestFile(file: YamlFile): { tests: readonly Test[]; problems: readonly Problem[] } {
  const reader = new Reader(file);
  const value = file.partial;
  if (value === undefined) return { tests: [], problems: file.problems };
  if (!isMap(value) || !Array.isArray(value.tests)) {
    reader.add([], 'shape', 'a test file holds one key: tests', 'write tests: and the list of tests below it');
  }
  const tests = isMap(value) ? readTests(reader, value.tests, ['tests']) : [];
  return { tests, problems: reader.problems };
}

/** Reads conversations across dialogs (`tests/transcripts/*.yaml`); the same tests as in a script. */
export function loadTranscripts(files: readonly SourceFile[]): {
  readonly tests: readonly Test[];
  readonly problems: readonly Problem[];
} {
  const read = files.map((file) => readTestFile(readYaml(file)));
  return { tests: read.flatMap((r) => r.tests), problems: sortProblems(read.flatMap((r) => r.problems)) };
}
