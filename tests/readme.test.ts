import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { withTables } from '../src/cli/schema';
import { root } from '../src/content';

const readme = readFileSync(path.join(root, 'README.md'), 'utf8');

test('the table of variables is the one config.ts has; `npm run schema` writes it', () => {
  expect(readme).toBe(withTables('README.md', readme));
});

test.each(['README.md', 'src/README.md', 'dialogs/README.md', 'knowledge/README.md', 'knowledge/safety/README.md'])(
  'every file %s links to is there',
  (file) => {
    if (!existsSync(path.join(root, file))) throw new Error(`${file} is missing`);
    const text = readFileSync(path.join(root, file), 'utf8');
    const links = [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#]+)/g)].map((m) => m[1] as string);
    expect(links.filter((link) => !existsSync(path.join(root, path.dirname(file), link)))).toEqual([]);
  },
);

test('every npm script the documents name exists', () => {
  const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const named = [...readme.matchAll(/npm run (?:--silent )?([a-z:]+)/g)].map((m) => m[1] as string);
  expect(named.length).toBeGreaterThan(3);
  expect(named.filter((name) => !scripts[name])).toEqual([]);
});
