import { readFileSync } from 'node:fs';
import path from 'node:path';
import { schemas, schemaText } from '../../src/cli/schema';
import { root } from '../../src/content';

test.each(Object.entries(schemas))('%s is what `npm run schema` writes', (file, make) => {
  expect(readFileSync(path.join(root, file), 'utf8')).toBe(schemaText(make()));
});
