import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { CommandLine } from '../cli';
import { configurationTable } from '../config';
import { root } from '../content';
import { dialogJsonSchema } from '../dialog/json-schema';
import { knowledgeJsonSchema } from '../knowledge/schema';

/** Schemas that editors read, by their path from the root; committed, and compared by a test. */
export const schemas: Readonly<Record<string, () => object>> = {
  'dialogs/dialog.schema.json': dialogJsonSchema,
  'knowledge/knowledge.schema.json': knowledgeJsonSchema,
};

export function schemaText(schema: object): string {
  return `${JSON.stringify(schema, null, 2)}\n`;
}

const marks = ['<!-- configuration -->', '<!-- /configuration -->'] as const;

/** The README with its table of variables made anew from `config.ts`. */
export function withConfiguration(readme: string): string {
  const [before, rest = ''] = readme.split(marks[0]);
  const after = rest.split(marks[1])[1] ?? rest;
  return `${before}${marks[0]}\n${configurationTable()}\n${marks[1]}${after}`;
}

export const command: CommandLine = {
  summary: "write what is generated: JSON Schemas for editors, the README's table of variables",
  async run() {
    for (const [file, make] of Object.entries(schemas)) {
      writeFileSync(path.join(root, file), schemaText(make()));
      console.log(file);
    }
    const readme = path.join(root, 'README.md');
    writeFileSync(readme, withConfiguration(readFileSync(readme, 'utf8')));
    console.log('README.md');
    return 0;
  },
};
