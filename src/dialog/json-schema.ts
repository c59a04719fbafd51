import { z } from 'zod';
import { fileKeys, rows, testKeys, type Verb, verbs } from './schema';

type Json = Record<string, unknown>;

/**
 * A map read by the key that is there, so that an editor names the mistake instead of "matches none of these".
 * Every keyword here concerns maps alone, except the pattern of the words that stand by themselves.
 */
function byKey(names: readonly string[], words: readonly string[] = []): Json {
  return {
    type: words.length > 0 ? ['object', 'string'] : 'object',
    ...(words.length > 0 && { pattern: `^(${words.join('|')})$` }),
    properties: Object.fromEntries(names.map((name) => [name, true])),
    anyOf: names.map((name) => ({ required: [name] })),
    dependencies: Object.fromEntries(names.map((name) => [name, { $ref: `#/definitions/${name}` }])),
  };
}

/**
 * The JSON Schema of a dialog file for editors, made from the same schemas the loader checks with.
 * Draft 7, which every YAML editor knows. Rules across keys (either choices or as) and everything the linter does are not in it.
 */
export function dialogJsonSchema(): object {
  const defs: Record<string, unknown> = {};
  const convert = (schema: z.ZodType): Json => {
    const {
      $schema: _schema,
      definitions,
      ...rest
    } = z.toJSONSchema(schema, { io: 'input', target: 'draft-7' }) as Json;
    Object.assign(defs, definitions);
    return rest;
  };
  const file = convert(z.strictObject(fileKeys));
  const spoken = (Object.keys(verbs) as Verb[]).filter((verb) => 'shape' in verbs[verb]);
  const words = (Object.keys(verbs) as Verb[]).filter((verb) => !spoken.includes(verb));
  for (const verb of spoken) defs[verb] = convert(verbs[verb]);
  for (const [kind, row] of Object.entries(rows)) defs[kind] = convert(row);
  defs['test'] = convert(z.strictObject(testKeys));
  const list = (def: unknown, items: Json): Json => ({ ...(def as Json), items });
  defs['steps'] = list(defs['steps'], byKey(spoken, words));
  defs['talk'] = list(defs['talk'], byKey(Object.keys(rows)));
  defs['tests'] = list(defs['tests'], { $ref: '#/definitions/test' });
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'A dialog of Attune',
    ...file,
    definitions: Object.fromEntries(Object.entries(defs).sort(([a], [b]) => a.localeCompare(b))),
  };
}
