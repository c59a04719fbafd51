import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { command } from '../../src/cli/knowledge';
import { loadKnowledge } from '../../src/knowledge/load';

const tsv = [
  'Question\tAnswer\tSource\tMetadata',
  'What does it cost?\tAsk first.\\n\\nFees differ.\tfaq.tsv\t',
  'price\tAsk first.\\n\\nFees differ.\tfaq.tsv\t',
  'Do you take cards?\tNo: cash only.\tfaq.tsv\tcategory:money',
  '',
].join('\n');

let folder: string;
let errors: string[];
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'attune-'));
  errors = [];
  jest.spyOn(console, 'error').mockImplementation((line: string) => errors.push(line));
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

function at(name: string): string {
  return path.join(folder, name);
}

test('a TSV moves in as a group file and out again as it came', async () => {
  writeFileSync(at('faq.tsv'), tsv);
  expect(await command.run(['import', at('faq.tsv'), '--out', at('our-faq.yaml')])).toBe(0);
  const text = readFileSync(at('our-faq.yaml'), 'utf8');
  const knowledge = loadKnowledge([{ file: 'knowledge/en/our-faq.yaml', text }]);
  expect(knowledge.problems).toEqual([]);
  expect(knowledge.entries.map((e) => [e.id, e.questions, e.answer])).toEqual([
    ['what-does-it-cost', ['What does it cost?', 'price'], 'Ask first.\n\nFees differ.'],
    ['do-you-take-cards', ['Do you take cards?'], 'No: cash only.'],
  ]);
  rmSync(at('faq.tsv'));
  expect(await command.run(['export', '--knowledge', folder, '--out', at('back.tsv')])).toBe(0);
  expect(readFileSync(at('back.tsv'), 'utf8')).toBe(tsv);
});

test('a file that is there is never written over', async () => {
  writeFileSync(at('faq.tsv'), tsv);
  writeFileSync(at('mine.yaml'), 'mine');
  await expect(command.run(['import', at('faq.tsv'), '--out', at('mine.yaml')])).rejects.toThrow('is there already');
  expect(readFileSync(at('mine.yaml'), 'utf8')).toBe('mine');
});

test('a row left out is told with its line, and the exit code says so', async () => {
  writeFileSync(at('faq.tsv'), `${tsv}\tNobody asked\tfaq.tsv\t\n`);
  expect(await command.run(['import', at('faq.tsv'), '--out', at('ours.yaml')])).toBe(1);
  expect(errors[0]).toContain('faq.tsv:5:1 shape: a row without question or answer is left out');
});

test.each([[[]], [['import']], [['import', '--out']], [['convert', 'x']]])(
  '%j shows the usage',
  async (args: string[]) => {
    expect(await command.run(args)).toBe(2);
    expect(errors.join()).toContain('attune knowledge import FILE');
  },
);
