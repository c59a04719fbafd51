import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { CommandLine } from '../cli';
import { root } from '../content';
import { dialogJsonSchema } from '../dialog/json-schema';
import { codesTable } from '../dialog/lint';
import { knowledgeJsonSchema } from '../knowledge/schema';
import { configurationTable } from '../variables';

/** Schemas that editors read, by their path from the root; committed, and compared by a test. */
export const schemas: Readonly<Record<string, () => object>> = {
  'dialogs/dialog.schema.json': dialogJsonSchema,
  'knowledge/knowledge.schema.json': knowledgeJsonSchema,
};

export function schemaText(schema: object): string {
  return `${JSON.stringify(schema, null, 2)}\n`;
}

/** Tables inside documents, between marks such as `<!-- codes -->` and `<!-- /codes -->`; compared by tests. */
const tables: readonly { readonly file: string; readonly name: string; readonly make: () => string }[] = [
  { file: 'README.md', name: 'configuration', make: configurationTable },
  { file: 'dialogs/README.md', name: 'codes', make: codesTable },
];

function withTable(text: string, name: string, table: string): string {
  const [before, rest = ''] = text.split(`<!-- ${name} -->`);
  const after = rest.split(`<!-- /${name} -->`)[1] ?? rest;
  return `${before}<!-- ${name} -->\n${table}\n<!-- /${name} -->${after}`;
}

/** A document with its generated tables made anew; one without any comes back as it is. */
export function withTables(file: string, text: string): string {
  return tables.filter((t) => t.file === file).reduce((doc, { name, make }) => withTable(doc, name, make()), text);
}

export const command: CommandLine = {
  summary: 'write what is generated: JSON Schemas for editors, tables in the documents',
  async run() {
    for (const [file, make] of Object.entries(schemas)) {
      writeFileSync(path.join(root, file), schemaText(make()));
      console.log(file);
    }
    for (const { file } of tables) {
      const document = path.join(root, file);
      writeFileSync(document, withTables(file, readFileSync(document, 'utf8')));
      console.log(file);
    }
    return 0;
  },
};
