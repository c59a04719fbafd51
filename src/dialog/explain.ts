import type { z } from 'zod';
import { writeOneOf } from '../core/nearest';
import type { Problem } from '../core/problem';
import type { Path, YamlFile } from '../core/yaml';

type Issue = z.core.$ZodIssue;

/** What is being read: its name in messages and the keys it may have. */
export interface Subject {
  /** Such as `an ask step`. */
  readonly name: string;
  readonly keys: readonly string[];
  /** What belongs there, when the keys are not known one by one. */
  readonly shape?: string;
}

const path = (p: readonly PropertyKey[]): Path => p.map((s) => (typeof s === 'number' ? s : String(s)));

function valueAt(root: unknown, at: Path): unknown {
  let value = root;
  for (const segment of at) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<string, unknown>)[segment];
  }
  return value;
}

const short = (text: string): string => (text.length > 40 ? `${text.slice(0, 37)}…` : text);

function describe(value: unknown): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return value.length > 0 ? 'a list' : 'an empty list';
  if (typeof value === 'object') return 'a map';
  return typeof value === 'string' ? `the text "${short(value)}"` : `${typeof value} ${String(value)}`;
}

/** The text a writer meant where ": " made YAML read a map, or undefined. */
function brokenByColon(value: unknown, wanted: string): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const [entry, second] = Object.entries(value);
  // Where a map may stand too, a lone small word is more likely a misspelled key than the start of a sentence.
  if (!entry || (wanted.includes('{') && !/[\sA-Z]/.test(entry[0]))) return undefined;
  return !second && typeof entry[1] !== 'object' ? `${entry[0]}: ${String(entry[1])}` : undefined;
}

function mendFor(value: unknown, wanted: string): string {
  const meant = brokenByColon(value, wanted);
  if (typeof value === 'boolean' && /^a value|^text, a number/.test(wanted)) {
    return 'write yes or no; these need no quotes';
  }
  const text = /\btext\b|label|phrase/.test(wanted);
  if (text && meant !== undefined) return `": " makes YAML read a key; put the text in quotes: "${short(meant)}"`;
  if (text && (typeof value === 'number' || typeof value === 'boolean')) return `put it in quotes: "${String(value)}"`;
  if (typeof value === 'boolean' && /^a value|^text, a number/.test(wanted))
    return 'write yes or no; these need no quotes';
  if (wanted.startsWith('a list') && typeof value === 'string') return `write it as a list: [${short(value)}]`;
  if (value === null) return 'write the value, or take the key away';
  return `write ${wanted}`;
}

/** The label of a place for messages: its last key, with the position in a list. */
function label(at: Path): string {
  const last = at.at(-1);
  if (last === undefined) return 'this';
  if (typeof last === 'string') return `"${last}"`;
  const list = at.findLast((s) => typeof s === 'string');
  return list === undefined ? `item ${last + 1}` : `item ${last + 1} of "${list}"`;
}

/**
 * One zod issue as problems a writer can act on: where it stands, what was expected and found, how to mend it.
 * @param base where the checked value stands in the file; issue paths are relative to it.
 */
export function explain(issue: Issue, base: Path, source: YamlFile, subject: Subject): Problem[] {
  const at = [...base, ...path(issue.path)];
  const problem = (where: { line: number; col: number }, message: string, mend: string): Problem => ({
    file: source.file,
    ...where,
    code: 'shape',
    message,
    mend,
  });
  if (issue.code === 'unrecognized_keys') {
    const top = issue.path.length === 0;
    return issue.keys.map((key) => {
      const value = valueAt(source.partial, [...at, key]);
      if (value === null && source.inFlow(at)) {
        return problem(
          source.keyPlace([...at, key]),
          `the comma before "${short(key)}" divides the text`,
          'inside [ ] and { } a text with a comma needs double quotes',
        );
      }
      const place = source.keyPlace([...at, key]);
      if (!top) {
        const meant = issue.message.startsWith('Unrecognized') ? 'only the keys that belong here' : issue.message;
        return problem(place, `"${short(key)}" has no meaning here`, `write ${meant}`);
      }
      const mend = subject.shape === undefined ? writeOneOf(key, subject.keys) : `write ${subject.shape}`;
      return problem(place, `"${short(key)}" is no key of ${subject.name}`, mend);
    });
  }
  if (issue.code === 'invalid_union') {
    // The branch whose kind of value fits says best what is wrong inside it.
    const fitting = issue.errors.filter(
      (branch) => !branch.some((i) => i.path.length === 0 && ['invalid_type', 'invalid_union'].includes(i.code)),
    );
    const branch = fitting.length === 1 ? (fitting[0] ?? []) : [];
    // A key that is only misspelled is not called missing as well.
    const strange = branch.filter((i) => i.code === 'unrecognized_keys');
    const inside = strange.length > 0 ? strange : branch;
    if (inside.length > 0 && brokenByColon(valueAt(source.partial, at), issue.message) === undefined) {
      return inside.flatMap((i) => explain(i, at, source, { name: label(at), keys: [], shape: issue.message }));
    }
  }
  if (issue.code === 'invalid_key' || issue.code === 'invalid_element') {
    const wanted = issue.issues[0]?.message ?? issue.message;
    return [problem(source.keyPlace(at), `${label(at)} must be ${wanted}`, 'rename it')];
  }
  const value = valueAt(source.partial, at);
  const wanted = issue.message.replace(/^(Invalid|Too)[^:]*: (expected )?/, '');
  const missing = value === undefined;
  const name = at.length > base.length ? label(at) : subject.name;
  return [
    problem(
      source.place(at),
      missing
        ? `${name} is missing; it must be ${wanted}`
        : `${name} must be ${wanted}; here stands ${describe(value)}`,
      missing ? `add ${name.replaceAll('"', '')}: ${wanted}` : mendFor(value, wanted),
    ),
  ];
}
