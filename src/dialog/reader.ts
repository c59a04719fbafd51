import { type ZodType, z } from 'zod';
import { nearest, writeOneOf } from '../core/nearest';
import type { Problem } from '../core/problem';
import type { Path, YamlFile } from '../core/yaml';
import { explain, type Subject } from './explain';

export const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Reads one file with schemas and collects everything wrong with it. */
export class Reader {
  private readonly found: Problem[] = [];
  constructor(readonly source: YamlFile) {}

  /** Everything found so far. A line the YAML parser stumbled over is not complained about twice. */
  get problems(): readonly Problem[] {
    const lines = new Set(this.source.problems.map((p) => p.line));
    return [...this.source.problems, ...this.found.filter((p) => !lines.has(p.line))];
  }

  add(path: Path, code: string, message: string, mend: string, where: 'place' | 'keyPlace' = 'place'): void {
    this.found.push({ file: this.source.file, ...this.source[where](path), code, message, mend });
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
      this.found.push(...explain(issue, path, this.source, subject));
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
      this.add([...path, key], 'shape', `"${key}" is no key of ${name}`, writeOneOf(key, keys), 'keyPlace');
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
