/**
 * Tab-separated tables as QnA Maker and Custom Question Answering write them: one row a line, first row the column
 * names, no quotes, a line break inside a cell written as `\n`. A spreadsheet that saved such a file puts quotes around
 * cells and doubles the quotes within; both kinds are read.
 */

export interface Row {
  /** 1-based line on which the row begins. */
  readonly line: number;
  readonly cells: readonly string[];
}

export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

const escapes: Readonly<Record<string, string>> = { '\n': 'n', '\t': 't', '\r': 'r' };
const breaks: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };

/**
 * A cell's text in one line. Backslashes are doubled only where they would be read as part of an escape, so that
 * Markdown such as `\#1` stays as it is, and `decode(encode(x)) = x` and `encode(decode(x)) = x` both hold.
 */
export function encodeCell(text: string): string {
  return text.replace(
    /(\\*)([\n\t\r])|(\\+)(?=[ntr])/g,
    (_, before: string | undefined, sign: string | undefined, run) =>
      sign === undefined ? `${run}${run}` : `${before}${before}\\${escapes[sign]}`,
  );
}

export function decodeCell(cell: string): string {
  return cell.replace(/(\\+)([ntr])/g, (_, run: string, letter: string) => {
    const kept = '\\'.repeat(Math.floor(run.length / 2));
    return run.length % 2 ? kept + breaks[letter] : kept + letter;
  });
}

/** True for a text a spreadsheet saved: some cell is in quotes with quotes doubled or breaks inside, and none has a bare quote. */
function isQuoted(text: string): boolean {
  const cells = text.match(/(?<=^|[\t\n])(?:"(?:[^"]|"")*"(?=[\t\r\n]|$)|[^\t\n]*)/g) ?? [];
  const quoted = cells.filter((c) => /^"[\s\S]*"$/.test(c) && /""|[\t\n]/.test(c.slice(1, -1)));
  return quoted.length > 0 && cells.every((c) => !c.includes('"') || /^"(?:[^"]|"")*"$/.test(c.replace(/\r$/, '')));
}

/** Reads a table; empty lines are passed over. Cells come back decoded. An empty text has no columns and no rows. */
export function readTable(text: string): Table {
  const plain = text.replace(/^\uFEFF/, '').replace(/\r\n/g, '\n');
  const rows: Row[] = [];
  if (isQuoted(plain)) {
    let line = 1;
    let from = 1;
    let cells: string[] = [];
    for (const [whole, quoted, bare, end] of plain.matchAll(/(?:"((?:[^"]|"")*)"|([^\t\n]*))(\t|\n|$)/g)) {
      cells.push(quoted === undefined ? (bare ?? '') : quoted.replaceAll('""', '"'));
      line += whole.split('\n').length - 1;
      if (end === '\t') continue;
      if (cells.some((c) => c !== '')) rows.push({ line: from, cells: cells.map(decodeCell) });
      cells = [];
      from = line;
    }
  } else {
    for (const [i, line] of plain.split('\n').entries()) {
      if (line !== '') rows.push({ line: i + 1, cells: line.split('\t').map(decodeCell) });
    }
  }
  const [head, ...rest] = rows;
  return { columns: head?.cells ?? [], rows: rest };
}

/** Writes a table without quotes, or with them where a reader would otherwise take it for a spreadsheet's. */
export function writeTable(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [columns, ...rows].map((row) => row.map(encodeCell));
  const text = (quote: (cell: string) => string): string =>
    lines.map((row) => `${row.map(quote).join('\t')}\n`).join('');
  const bare = text((cell) => cell);
  return isQuoted(bare) ? text((cell) => (cell.includes('"') ? `"${cell.replaceAll('"', '""')}"` : cell)) : bare;
}
