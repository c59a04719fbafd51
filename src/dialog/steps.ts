import type { ZodType } from 'zod';
import { writeOneOf } from '../core/nearest';
import type { Path } from '../core/yaml';
import type { Step } from './dialog';
import { isMap, type Reader } from './reader';
import { nested, type Verb, verbs } from './schema';

const verbNames = Object.keys(verbs) as Verb[];

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
  const schema = verbs[verb];
  const name = `${/^[aei]/.test(verb) ? 'an' : 'a'} ${verb} step`;
  const keys = 'shape' in schema ? Object.keys(schema.shape) : [verb];
  const body = reader.parse(schema as ZodType, value, path, { name, keys });
  const inner: Record<string, Step[]> = {};
  for (const list of nested[verb] ?? []) {
    const steps = isMap(value) ? value[list] : undefined;
    if (Array.isArray(steps)) inner[list] = readSteps(reader, steps, [...path, list]);
  }
  if (body === undefined) return { ...broken(), nested: inner };
  return { verb, body, path, nested: inner } as unknown as Step; // the schema picked by the verb vouches for the body
}

/** Reads a list of steps. One that cannot be read is reported and takes its place as broken. */
export function readSteps(reader: Reader, steps: readonly unknown[], path: Path): Step[] {
  return steps.map((step, i) => readStep(reader, step, [...path, i]));
}
