import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { CommandLine } from '../cli';
import { root } from '../content';
import { knowledgeJsonSchema } from '../knowledge/schema';

/** Schemas that editors read, by their path from the root; committed, and compared by a test. */
export const schemas: Readonly<Record<string, () => object>> = {
  'knowledge/knowledge.schema.json': knowledgeJsonSchema,
};

export function schemaText(schema: object): string {
  return `${JSON.stringify(schema, null, 2)}\n`;
}

export const command: CommandLine = {
  summary: 'write the JSON Schemas that help editors with dialogs/ and knowledge/',
  async run() {
    for (const [file, make] of Object.entries(schemas)) {
      writeFileSync(path.join(root, file), schemaText(make()));
      console.log(file);
    }
    return 0;
  },
};
