import { readFileSync } from 'node:fs';
import path from 'node:path';
import { dialogsFolder, knowledgeFolder, readFolder } from '../../src/content';
import { formatProblem } from '../../src/core/problem';
import { loadDialogs } from '../../src/dialog/load';
import { bubblesOf } from '../../src/knowledge/entry';
import { lintKnowledge, rules } from '../../src/knowledge/lint';
import { loadKnowledge } from '../../src/knowledge/load';
import { exportTsv, groupYaml, importTsv } from '../../src/knowledge/qnamaker';
import { entrySchema } from '../../src/knowledge/schema';

const readme = readFileSync(path.join(knowledgeFolder, 'README.md'), 'utf8');

/** The fenced text below `<!-- example: name -->`. */
function example(name: string): string {
  const found = new RegExp(`<!-- example: ${name} -->\n\`\`\`\\w+\n([\\s\\S]*?)\`\`\``).exec(readme)?.[1];
  if (found === undefined) throw new Error(`no example "${name}"`);
  return found;
}

test('the entry to copy passes every rule beside the shipped answers', () => {
  const files = readFolder(knowledgeFolder);
  const knowledge = loadKnowledge([...files, { file: 'knowledge/en/two-at-once.yaml', text: example('entry') }]);
  const dialogs = new Map(loadDialogs(readFolder(dialogsFolder)).dialogs.map((d) => [d.id, d.triggers]));
  const problems = lintKnowledge({ knowledge, today: '2026-11-23', dialogs });
  expect(problems.filter((p) => p.file.endsWith('two-at-once.yaml')).map(formatProblem)).toEqual([]);
  const entry = knowledge.entries.find((e) => e.id === 'two-therapists');
  expect(bubblesOf(entry?.answer ?? '').join('\n———\n')).toBe(example('bubbles').trimEnd());
});

test('the source to copy is well formed', () => {
  const knowledge = loadKnowledge([{ file: 'knowledge/sources.yaml', text: example('sources') }]);
  expect(knowledge.problems).toEqual([]);
  expect(Object.keys(knowledge.sources)).toEqual(['example-source']);
});

test('the slip gives the warning that is shown', () => {
  const { problems } = loadKnowledge([{ file: 'knowledge/en/slip.yaml', text: example('slip') }]);
  expect(`${problems.map(formatProblem).join('\n')}\n`).toBe(example('warning'));
});

test('the table moves in as shown, and out as it came', () => {
  const { entries, problems } = importTsv({ file: 'faq.tsv', text: example('tsv') });
  expect(problems).toEqual([]);
  expect(groupYaml('faq', entries)).toBe(example('imported'));
  expect(exportTsv(entries)).toBe(example('tsv'));
});

test('every rule and every key is explained, and none that is not there', () => {
  const rows = (head: string): string[] => {
    const table = readme.slice(readme.search(new RegExp(`^\\| ${head} +\\|`, 'm'))).split('\n\n')[0] ?? '';
    return table
      .split('\n')
      .slice(2)
      .flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map((m) => m[1] ?? ''));
  };
  const codes = ['bad-yaml', 'shape', 'duplicate-id', ...rules.map((r) => r.code)];
  expect(new Set(rows('Rule'))).toEqual(new Set(codes));
  expect(new Set(rows('Key'))).toEqual(new Set(Object.keys(entrySchema.shape)));
});
