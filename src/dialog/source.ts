import {
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
  type YAMLError,
} from 'yaml';
import type { Problem, SourceFile } from '../core/problem';

/** The way to a value inside a file, such as `['sections', 'open', 0, 'ask']`. */
export type Path = readonly (string | number)[];

export interface Position {
  /** 1-based. */
  readonly line: number;
  /** 1-based. */
  readonly col: number;
}

/** One YAML file as plain values that still know where they stand. The only place where dialogs meet the `yaml` library. */
export interface Source {
  readonly file: string;
  readonly text: string;
  readonly value: unknown;
  /** Where the value at a path starts; a path that leads nowhere yields the last value on the way that exists. */
  readonly at: (path: Path) => Position;
  /** Where a key is written. */
  readonly atKey: (path: Path) => Position;
  /** The keys of the map at a path in the order written; plain objects put numbers first. */
  readonly keys: (path: Path) => readonly string[];
  /** Whether the value at a path is written in brackets or braces, where commas divide. */
  readonly inFlow: (path: Path) => boolean;
}

export interface Parsed {
  readonly source: Source;
  readonly problems: readonly Problem[];
  /** False when the text is broken so badly that its value says nothing. */
  readonly usable: boolean;
}

interface Found {
  readonly key: Node | undefined;
  readonly node: Node | undefined;
}

function step(node: Node | undefined, segment: string | number): Found | undefined {
  if (isMap(node)) {
    const pair = node.items.find((p) => isScalar(p.key) && String(p.key.value) === String(segment));
    return pair && { key: pair.key as Node, node: isNode(pair.value) ? pair.value : undefined };
  }
  if (isSeq(node)) {
    const item = node.items[Number(segment)];
    return isNode(item) ? { key: undefined, node: item } : undefined;
  }
  return undefined;
}

/** What a slip of the pen looks like to the YAML parser, in a writer's words. */
function syntax(error: YAMLError, rest: string): { message: string; mend: string; fatal: boolean } {
  const quote = 'put the whole text in double quotes';
  switch (error.code) {
    case 'BLOCK_AS_IMPLICIT_KEY':
    case 'BLOCK_IN_FLOW':
      return { message: 'a ": " inside this text makes YAML read a key', mend: quote, fatal: false };
    case 'MULTILINE_IMPLICIT_KEY':
      return {
        message: 'this text and the key below it are read as one',
        mend: 'check the indentation: the keys of one step stand exactly below each other',
        fatal: false,
      };
    case 'UNEXPECTED_TOKEN':
      return {
        message: `unexpected ${JSON.stringify(rest.split('\n')[0]?.slice(0, 20))} after a value that was already over`,
        mend: `${quote}; a quotation mark or an apostrophe inside it is written twice or stands between the other kind`,
        fatal: false,
      };
    case 'BAD_SCALAR_START':
    case 'BAD_ALIAS':
      return {
        message: `a text cannot start with ${rest.slice(0, 1)} without quotes`,
        mend: quote,
        fatal: false,
      };
    case 'DUPLICATE_KEY':
      return {
        message: `the key ${rest.match(/^[^\s:]+/)?.[0] ?? ''} stands here a second time`.replace('  ', ' '),
        mend: 'keep one of the two',
        fatal: false,
      };
    case 'TAB_AS_INDENT':
      return { message: 'a tab at the start of a line', mend: 'indent with spaces', fatal: true };
    case 'BAD_INDENT':
      return {
        message: 'the indentation does not fit the lines above, or a bracket is never closed',
        mend: 'line it up with its neighbours; close every [ and {',
        fatal: true,
      };
    case 'MISSING_CHAR':
      return {
        message: `${error.message}`,
        mend: 'check the line above: a missing "- ", quotation mark or bracket',
        fatal: true,
      };
    default:
      return { message: error.message, mend: 'correct the YAML here', fatal: true };
  }
}

/** Reads YAML 1.2 (core schema: `yes` and `no` are text). Never throws. */
export function parseSource(file: SourceFile): Parsed {
  const lines = new LineCounter();
  const doc = parseDocument(file.text, { lineCounter: lines, prettyErrors: false, version: '1.2' });
  const place = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), col: Math.max(col, 1) };
  };
  const problems: Problem[] = [];
  let usable = true;
  const marked = new Set<number>();
  visit(doc, {
    Alias(_, node) {
      const at = place(node.range?.[0] ?? 0);
      if (marked.has(at.line)) return;
      marked.add(at.line);
      problems.push({
        file: file.file,
        ...at,
        code: 'bad-yaml',
        message: 'a text cannot start with * without quotes',
        mend: 'put the whole text in double quotes',
      });
    },
  });
  for (const error of doc.errors) {
    const { message, mend, fatal } = syntax(error, file.text.slice(error.pos[0]));
    if (fatal) usable = false;
    const at = place(error.pos[0]);
    if (marked.has(at.line)) continue; // one slip, several complaints
    marked.add(at.line);
    problems.push({ file: file.file, ...at, code: 'bad-yaml', message, mend });
  }
  let value: unknown;
  try {
    value = doc.toJS({ maxAliasCount: 0 });
  } catch {
    usable = false; // an alias; reported above
  }
  const rootNode = isNode(doc.contents) ? doc.contents : undefined;
  const find = (path: Path): { found: Found; exact: boolean } => {
    let found: Found = { key: undefined, node: rootNode };
    for (const segment of path) {
      const next = isAlias(found.node) ? undefined : step(found.node, segment);
      if (!next) return { found, exact: false };
      found = next;
    }
    return { found, exact: true };
  };
  const start = (node: Node | undefined): Position => place(node?.range?.[0] ?? 0);
  const source: Source = {
    file: file.file,
    text: file.text,
    value,
    at: (path) => {
      const { found } = find(path);
      return start(found.node ?? found.key);
    },
    atKey: (path) => {
      const { found, exact } = find(path);
      return start(exact ? (found.key ?? found.node) : found.node);
    },
    keys: (path) => {
      const { found, exact } = find(path);
      if (!exact || !isMap(found.node)) return [];
      return found.node.items.map((p) => (isScalar(p.key) ? String(p.key.value) : ''));
    },
    inFlow: (path) => {
      const { found } = find(path);
      return (isMap(found.node) || isSeq(found.node)) && found.node.flow === true;
    },
  };
  return { source, problems, usable };
}
