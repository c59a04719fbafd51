import fc from 'fast-check';
import { loadKnowledge } from '../../src/knowledge/load';
import { exportTsv, groupYaml, importTsv, type MovedEntry } from '../../src/knowledge/qnamaker';
import { readTable, writeTable } from '../../src/knowledge/tsv';

const params = { seed: 11, numRuns: 200 };

function row(...cells: string[]): string {
  return cells.join('\t');
}

const qnaMaker = [
  row('Question', 'Answer', 'Source', 'Metadata', 'SuggestedQuestions', 'IsContextOnly', 'Prompts', 'QnaId'),
  row(
    'What does it cost?',
    'Ask first.\\n\\nFees **differ**.',
    'faq.tsv',
    'category:money | audience:all',
    '[]',
    'False',
    '[{"displayOrder":1,"qnaId":9,"displayText":"Elsewhere"},{"displayOrder":0,"qnaId":2,"displayText":"Insurance"}]',
    '1',
  ),
  row(
    'price per session',
    'Ask first.\\n\\nFees **differ**.',
    'faq.tsv',
    'category:money | audience:all',
    '[]',
    'False',
    '[{"displayOrder":1,"qnaId":9,"displayText":"Elsewhere"},{"displayOrder":0,"qnaId":2,"displayText":"Insurance"}]',
    '1',
  ),
  row('¿Acepta seguro?', 'Some do. ', 'Editorial', '', '[]', 'True', '[]', '2'),
  '',
].join('\n');

describe('from QnA Maker', () => {
  test('rows of one answer become one entry; prompts become next; nothing else is lost', () => {
    const { entries, problems } = importTsv({ file: 'kb.tsv', text: qnaMaker });
    expect(problems).toEqual([]);
    expect(entries).toEqual([
      {
        id: 'what-does-it-cost',
        locale: 'en',
        title: 'What does it cost?',
        questions: ['What does it cost?', 'price per session'],
        answer: 'Ask first.\n\nFees **differ**.',
        sources: [],
        next: ['acepta-seguro'],
        metadata: {
          Source: 'faq.tsv',
          Metadata: 'category:money | audience:all',
          SuggestedQuestions: '[]',
          IsContextOnly: 'False',
          Prompts:
            '[{"displayOrder":1,"qnaId":9,"displayText":"Elsewhere"},{"displayOrder":0,"qnaId":2,"displayText":"Insurance"}]',
          QnaId: '1',
        },
      },
      {
        id: 'acepta-seguro',
        locale: 'en',
        title: '¿Acepta seguro?',
        questions: ['¿Acepta seguro?'],
        answer: 'Some do.',
        sources: [],
        next: [],
        metadata: {
          Answer: 'Some do. ',
          Source: 'Editorial',
          SuggestedQuestions: '[]',
          IsContextOnly: 'True',
          Prompts: '[]',
          QnaId: '2',
        },
      },
    ]);
    expect(exportTsv(entries)).toBe(qnaMaker);
  });

  test('an old file with other columns goes back as it came', () => {
    const text = 'Question\tAnswer\tSource\tKeywords\nHi\tHello\\n\tEditorial\t\nLight?\tOn\ta.tsv\tlamp,bulb\n';
    const { entries } = importTsv({ file: 'kb.tsv', text });
    expect(entries[1]?.metadata).toEqual({ Source: 'a.tsv', Keywords: 'lamp,bulb' });
    expect(exportTsv(entries)).toBe(text);
  });

  test('two answers of one first question get two ids', () => {
    const text = 'Question\tAnswer\nHi!\tHello\nhi\tGood day\n…\tYes?\n';
    expect(importTsv({ file: 'kb.tsv', text }).entries.map((e) => e.id)).toEqual(['hi', 'hi-2', 'qna-1']);
  });

  test('what cannot be read is named with its line', () => {
    const text = 'Question\tAnswer\nHi\tHello\n\tNobody asked\nNo answer\t \n';
    const { entries, problems } = importTsv({ file: 'kb.tsv', text });
    expect(entries.map((e) => e.id)).toEqual(['hi']);
    expect(problems.map((p) => `${p.file}:${p.line} ${p.message}`)).toEqual([
      'kb.tsv:3 a row without question or answer is left out',
      'kb.tsv:4 a row without question or answer is left out',
    ]);
    expect(importTsv({ file: 'kb.csv', text: 'a,b\nc,d' }).problems.map((p) => p.message)).toEqual([
      'no columns "Question" and "Answer" in the first row',
    ]);
  });
});

const entry: MovedEntry = {
  id: 'what-is-it',
  locale: 'en',
  title: 'What is it?',
  questions: ['what is it', 'tell me'],
  answer: 'A talk therapy.\n\nIt takes time.',
  sources: ['aron-1996'],
  next: ['cost', 'first-call'],
  review: { status: 'draft', on: '2026-11-23' },
};
const cost: MovedEntry = {
  id: 'cost',
  locale: 'en',
  title: 'What does it cost?',
  questions: ['price'],
  answer: 'Ask.',
  sources: [],
  next: [],
};

describe('to QnA Maker', () => {
  test('fills the columns of the service; what has none goes into Metadata', () => {
    const table = readTable(exportTsv([entry, cost]));
    const [first] = table.rows.map((r) => Object.fromEntries(r.cells.map((c, i) => [table.columns[i], c])));
    expect(first).toEqual({
      Question: 'what is it',
      Answer: 'A talk therapy.\n\nIt takes time.',
      Source: 'Editorial',
      Metadata:
        'attune:1|id:what-is-it|locale:en|title:What is it?|sources:aron-1996|next:cost,first-call|review:draft,2026-11-23',
      SuggestedQuestions: '[]',
      IsContextOnly: 'False',
      Prompts: '[{"displayOrder":0,"qnaId":2,"displayText":"What does it cost?"}]',
      QnaId: '1',
      SourceDisplayName: 'Editorial',
    });
    expect(table.rows).toHaveLength(3);
    expect(importTsv({ file: 'kb.tsv', text: exportTsv([entry, cost]) }).entries).toEqual([entry, cost]);
  });

  test('a changed next changes the prompts and keeps those that lead elsewhere', () => {
    const { entries } = importTsv({ file: 'kb.tsv', text: qnaMaker });
    const [first, second] = entries as [MovedEntry, MovedEntry];
    const text = exportTsv([
      { ...first, next: [] },
      { ...second, next: [first.id] },
    ]);
    const table = readTable(text);
    const prompts = table.rows.map((r) => r.cells[table.columns.indexOf('Prompts')]);
    expect(prompts).toEqual([
      '[{"displayOrder":1,"qnaId":9,"displayText":"Elsewhere"}]',
      '[{"displayOrder":1,"qnaId":9,"displayText":"Elsewhere"}]',
      '[{"displayOrder":0,"qnaId":1,"displayText":"What does it cost?"}]',
    ]);
  });

  test('a JSON list of metadata stays a JSON list', () => {
    const listed = { ...entry, metadata: { Metadata: '[{"name":"category","value":"a"}]' } };
    const text = exportTsv([listed]);
    const table = readTable(text);
    const cell = table.rows[0]?.cells[table.columns.indexOf('Metadata')] ?? '';
    expect(JSON.parse(cell)).toHaveLength(2);
    expect(importTsv({ file: 'kb.tsv', text }).entries).toEqual([listed]);
  });
});

const signs = fc.constantFrom(
  '\\',
  'n',
  '\n',
  '\t',
  '\r',
  '"',
  '""',
  ' ',
  '|',
  ':',
  '%',
  ',',
  '[',
  ']',
  '#',
  '- ',
  "'",
);
const text = fc.string({
  unit: fc.oneof(signs, fc.string({ unit: 'grapheme', minLength: 1, maxLength: 3 })),
  maxLength: 12,
});
const filled = text.filter((s) => s.trim() !== '');
const clean = filled.map((s) => s.trim());
const id = fc.stringMatching(/^[a-z0-9]{1,6}(-[a-z0-9]{1,6}){0,2}$/);

describe('round trips', () => {
  test('TSV → YAML → TSV: every cell of every row is there again', () => {
    const names = [
      'Question',
      'Answer',
      'Source',
      'Metadata',
      'SuggestedQuestions',
      'IsContextOnly',
      'Prompts',
      'QnaId',
      'Keywords',
    ];
    const prompts = fc.oneof(
      text,
      fc
        .array(fc.record({ displayOrder: fc.nat(3), qnaId: fc.nat(4), displayText: text }), { maxLength: 3 })
        .map((p) => JSON.stringify(p)),
    );
    const rows = fc.array(
      fc.tuple(filled, filled, text, text, text, text, prompts, fc.oneof(text, fc.nat(4).map(String)), text),
      { minLength: 1, maxLength: 4 },
    );
    fc.assert(
      fc.property(rows, (cells) => {
        const { entries, problems } = importTsv({ file: 'kb.tsv', text: writeTable(names, cells) });
        expect(problems).toEqual([]);
        const loaded = loadKnowledge([{ file: 'knowledge/en/kb.yaml', text: groupYaml('kb', entries) }]);
        expect(loaded.problems).toEqual([]);
        const back = readTable(exportTsv(loaded.entries));
        const want = cells.map((row) => JSON.stringify(row));
        const got = back.rows.map((r) => JSON.stringify(names.map((n) => r.cells[back.columns.indexOf(n)] ?? '')));
        expect([...got].sort((a, b) => (a < b ? -1 : 1))).toEqual([...want].sort((a, b) => (a < b ? -1 : 1)));
      }),
      params,
    );
  });

  test('our entries → TSV → our entries', () => {
    const ours: fc.Arbitrary<MovedEntry> = fc.record(
      {
        id,
        locale: fc.constant('en' as const),
        title: clean,
        questions: fc.array(clean, { minLength: 1, maxLength: 3 }),
        answer: clean,
        sources: fc.array(id, { maxLength: 2 }),
        next: fc.array(id, { maxLength: 3 }),
        short: clean,
        audience: id,
        threshold: fc.constantFrom(0, 0.35, 1),
        review: fc.oneof(
          fc.constant({ status: 'draft' as const, on: '2026-11-23' }),
          fc.record({ status: fc.constant('reviewed' as const), on: fc.constant('2026-11-23'), by: clean }),
        ),
        metadata: fc.dictionary(
          fc.constantFrom('Source', 'Metadata', 'QnaId', 'IsContextOnly', 'Keywords', 'a:b'),
          text,
          { minKeys: 1 },
        ),
      },
      { requiredKeys: ['id', 'locale', 'title', 'questions', 'answer', 'sources', 'next'] },
    );
    const base = fc.uniqueArray(ours, { minLength: 1, maxLength: 4, selector: (e) => e.id });
    fc.assert(
      fc.property(base, (entries) => {
        expect(importTsv({ file: 'kb.tsv', text: exportTsv(entries) }).entries).toEqual(entries);
      }),
      params,
    );
  });
});
