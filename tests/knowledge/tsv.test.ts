import fc from 'fast-check';
import { decodeCell, encodeCell, readTable, writeTable } from '../../src/knowledge/tsv';

const params = { seed: 7, numRuns: 300 };
/** Texts rich in the signs that matter here. */
const text = fc.string({
  unit: fc.oneof(
    fc.constantFrom('\\', 'n', 't', 'r', '\n', '\t', '\r', '"', ' ', '|', ':', '%'),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
  ),
  maxLength: 12,
});

describe('cells', () => {
  test.each([
    ['one line', 'a b', 'a b'],
    ['a line break', 'a\n\nb', 'a\\n\\nb'],
    ['a tab', 'a\tb', 'a\\tb'],
    ['Markdown keeps its backslash', '\\#1', '\\#1'],
    ['a backslash before n', '\\n', '\\\\n'],
    ['a path', 'C:\\temp', 'C:\\\\temp'],
    ['a backslash before a break', '\\\n', '\\\\\\n'],
    ['a backslash at the end', 'a\\', 'a\\'],
  ])('%s', (_, plain, cell) => {
    expect(encodeCell(plain)).toBe(cell);
    expect(decodeCell(cell)).toBe(plain);
  });

  test('any text survives, and any cell', () => {
    fc.assert(
      fc.property(text, (s) => decodeCell(encodeCell(s)) === s && !/[\t\n\r]/.test(encodeCell(s))),
      params,
    );
    fc.assert(
      fc.property(
        text.map((s) => s.replace(/[\t\n\r]/g, '')),
        (s) => encodeCell(decodeCell(s)) === s,
      ),
      params,
    );
  });
});

describe('tables', () => {
  test('reads what a service wrote: no quotes, CRLF, a byte order mark', () => {
    const table = readTable('\uFEFFQuestion\tAnswer\r\nSay "hi"?\tHi\\n\\nthere\r\n\r\nBye?\t"Bye"\r\n');
    expect(table).toEqual({
      columns: ['Question', 'Answer'],
      rows: [
        { line: 2, cells: ['Say "hi"?', 'Hi\n\nthere'] },
        { line: 4, cells: ['Bye?', '"Bye"'] },
      ],
    });
  });

  test('one cell that looks quoted makes no spreadsheet', () => {
    expect(readTable('Question\tAnswer\nSay "hi"\t"a ""b"" c"\n').rows[0]?.cells).toEqual(['Say "hi"', '"a ""b"" c"']);
  });

  test('reads what a spreadsheet saved: quotes doubled, breaks inside quotes', () => {
    const table = readTable('Question\tAnswer\n"Say ""hi""?"\t"Hi\nthere"\nBye?\tBye\n');
    expect(table.rows).toEqual([
      { line: 2, cells: ['Say "hi"?', 'Hi\nthere'] },
      { line: 4, cells: ['Bye?', 'Bye'] },
    ]);
  });

  test('any table survives writing and reading', () => {
    const rows = fc.array(fc.array(text, { minLength: 2, maxLength: 2 }), { maxLength: 5 });
    fc.assert(
      fc.property(rows, (cells) => {
        const written = cells.filter((row) => row.some((c) => c !== ''));
        expect(readTable(writeTable(['A', 'B'], cells)).rows.map((r) => r.cells)).toEqual(written);
      }),
      params,
    );
  });
});
