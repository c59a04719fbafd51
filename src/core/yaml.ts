import { isMap, isPair, isScalar, isSeq, LineCounter, type Node, parseDocument, stringify } from 'yaml';
import type { Problem, SourceFile } from './problem';

/** 1-based position in a file. */
export interface Place {
  readonly line: number;
  readonly col: number;
}

/** A step into a document: a key of a map or a position in a list. */
export type Path = readonly (string | number)[];

export interface YamlFile {
  readonly file: string;
  /** Plain data; undefined when the file cannot be read as YAML. */
  readonly value: unknown;
  /** Place of the value at a path, or of the nearest thing around it that exists. */
  readonly place: (path: Path) => Place;
  /** Place of a map's key itself. */
  readonly keyPlace: (path: Path) => Place;
  readonly problems: readonly Problem[];
}

const mends: Readonly<Record<string, string>> = {
  BLOCK_AS_IMPLICIT_KEY: 'put quotes around a text that holds ": "',
  MULTILINE_IMPLICIT_KEY: 'put quotes around a text that holds ": ", or check the indentation',
  BAD_INDENT: 'line the keys of one entry up under each other',
  TAB_AS_INDENT: 'indent with spaces, not tabs',
  DUPLICATE_KEY: 'keep one of the two',
  MISSING_CHAR: 'close the quote or the bracket',
  UNEXPECTED_TOKEN: 'put quotes around a text that holds ": ", " #" or begins with a sign',
};

/** Reads YAML 1.2 (JSON is a part of it). Never throws: what is wrong comes back as `bad-yaml` problems. */
export function readYaml(source: SourceFile): YamlFile {
  const lines = new LineCounter();
  const document = parseDocument(source.text, { lineCounter: lines, prettyErrors: false });
  const start: Place = { line: 1, col: 1 };
  const at = (offset: number | undefined): Place => (offset === undefined ? start : lines.linePos(offset));

  const find = (path: Path, wantKey: boolean): Place => {
    let node: Node | null = document.contents;
    let place = at(node?.range?.[0]);
    for (const [depth, step] of path.entries()) {
      let next: unknown;
      if (isMap(node)) {
        const pair = node.items.find(
          (item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(step),
        );
        if (!pair) break;
        if (isScalar(pair.key)) place = at(pair.key.range?.[0]);
        if (wantKey && depth === path.length - 1) return place;
        next = pair.value;
      } else if (isSeq(node)) next = node.items[Number(step)];
      if (!next || typeof next !== 'object') break;
      node = next as Node;
      place = at(node.range?.[0]);
    }
    return place;
  };

  const problems = [...document.errors, ...document.warnings].map((error): Problem => {
    const where = at(error.pos[0]);
    return {
      file: source.file,
      line: where.line,
      col: where.col,
      code: 'bad-yaml',
      message: error.message.split('\n')[0] ?? error.message,
      mend: mends[error.code] ?? 'see how the entries around it are written',
    };
  });
  let value: unknown;
  if (!document.errors.length) {
    try {
      value = document.toJS();
    } catch (error) {
      // Aliases that grow without end, or that name no anchor.
      const message = error instanceof Error ? error.message : String(error);
      problems.push({
        file: source.file,
        ...start,
        code: 'bad-yaml',
        message,
        mend: 'write the text out, without & and *',
      });
    }
  }
  return {
    file: source.file,
    value,
    place: (path) => find(path, false),
    keyPlace: (path) => find(path, true),
    problems,
  };
}

/** Writes plain data as YAML that `readYaml` reads back unchanged. Long texts keep their line breaks and are not wrapped. */
export function writeYaml(value: unknown): string {
  return stringify(value, { lineWidth: 0 });
}
