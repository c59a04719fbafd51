import type { z } from 'zod';
import { nearest } from './nearest';
import type { Problem } from './problem';
import type { Path, YamlFile } from './yaml';

const names: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map of keys',
  record: 'a map of keys',
};

function name(path: Path): string {
  const last = path.at(-1);
  if (typeof last !== 'number') return last === undefined ? 'the file' : `\`${last}\``;
  return `item ${last + 1} of ${name(path.slice(0, -1))}`;
}

function found(value: unknown): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map of keys (a text that holds ": " needs quotes)';
  return typeof value === 'string' ? `"${value.length > 40 ? `${value.slice(0, 40)}…` : value}"` : String(value);
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (inside, step) =>
      inside !== null && typeof inside === 'object' ? (inside as Record<string | number, unknown>)[step] : undefined,
    value,
  );
}

function say(
  issue: z.core.$ZodIssue,
  path: Path,
  value: unknown,
  known: readonly string[],
): [what: string, mend: string][] {
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => {
        const meant = nearest(key, known);
        return [`unknown key \`${key}\``, meant ? `write \`${meant}\`` : `known keys: ${known.join(', ')}`];
      });
    case 'invalid_type':
      return value === undefined
        ? [[`${name(path)} is missing`, `add \`${String(path.at(-1))}:\``]]
        : [
            [
              `${name(path)} must be ${names[issue.expected] ?? issue.expected}, found ${found(value)}`,
              'change the value',
            ],
          ];
    case 'invalid_value':
      return value === undefined
        ? [[`${name(path)} is missing`, `write one of ${issue.values.join(', ')}`]]
        : [[`${name(path)} is ${found(value)}`, `write one of ${issue.values.join(', ')}`]];
    case 'too_small':
      return issue.origin === 'number'
        ? [[`${name(path)} is ${found(value)}`, `write a number from ${issue.minimum}`]]
        : [[`${name(path)} is empty`, 'fill it in or take the key out']];
    case 'too_big':
      return issue.origin === 'number'
        ? [[`${name(path)} is ${found(value)}`, `write a number up to ${issue.maximum}`]]
        : [[`${name(path)} has more than ${issue.maximum} items`, `keep ${issue.maximum}`]];
    case 'invalid_key':
      return [[`the id ${name(path)} is not well formed`, issue.issues[0]?.message ?? 'write another id']];
    default:
      return [[`${name(path)} is ${value === undefined ? 'missing' : found(value)}`, issue.message]];
  }
}

/** A form's faults as problems, each at the line a writer has to change. `known` gives the keys allowed at a path. */
export function shapeProblems(
  file: YamlFile,
  base: Path,
  error: z.ZodError,
  known: (path: Path) => readonly string[],
): Problem[] {
  // A key that is only misspelled is not called missing as well.
  const meant = new Set(
    error.issues.flatMap((issue) => {
      if (issue.code !== 'unrecognized_keys') return [];
      const keys = known(issue.path.filter((step): step is string | number => typeof step !== 'symbol'));
      return issue.keys.map((key) => [...issue.path, nearest(key, keys)].join('/'));
    }),
  );
  return error.issues.flatMap((issue) => {
    const inner = issue.path.filter((step): step is string | number => typeof step !== 'symbol');
    const path = [...base, ...inner];
    if (meant.has(inner.join('/')) && valueAt(file.value, path) === undefined) return [];
    const keys = issue.code === 'unrecognized_keys' ? issue.keys : [];
    return say(issue, path, valueAt(file.value, path), known(inner)).map(([message, mend], i): Problem => {
      const key = keys[i];
      const place = key === undefined ? file.place(path) : file.keyPlace([...path, key]);
      return { file: file.file, ...place, code: 'shape', message, mend };
    });
  });
}
