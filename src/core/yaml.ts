import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  type Scalar,
  stringify,
  visit,
} from 'yaml';
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
  readonly text: string;
  /** Plain data; undefined when anything in the file cannot be read as YAML. */
  readonly value: unknown;
  /** Plain data as far as it can be read: slips that stay within a line leave the rest of the file readable. */
  readonly partial: unknown;
  /** Place of the value at a path, or of the nearest thing around it that exists. */
  readonly place: (path: Path) => Place;
  /** Place of a map's key itself. */
  readonly keyPlace: (path: Path) => Place;
  /** The keys of the map at a path in the order written; plain objects put numbers first. */
  readonly keys: (path: Path) => readonly string[];
  /** Whether the map or list at a path is written in braces or brackets, where commas divide. */
  readonly inFlow: (path: Path) => boolean;
  readonly problems: readonly Problem[];
}

/** How a file becomes data; whoever reads several files may be given a quicker way. */
export type YamlReader = (source: SourceFile) => YamlFile;

/** A sound file whose value is known from an earlier reading; it is parsed only when somebody asks for a place. */
export function recalledYaml(source: SourceFile, value: unknown): YamlFile {
  let parsed: YamlFile | undefined;
  const file = (): YamlFile => {
    parsed ??= readYaml(source);
    return parsed;
  };
  return {
    ...source,
    value,
    partial: value,
    place: (path) => file().place(path),
    keyPlace: (path) => file().keyPlace(path),
    keys: (path) => file().keys(path),
    inFlow: (path) => file().inFlow(path),
    problems: [],
  };
}

interface Slip {
  readonly message: string;
  readonly mend: string;
  /** The rest of the file is still read as it was meant. */
  readonly local: boolean;
  /** Quotes around the text of this line mend it. */
  readonly quote?: true;
}

const quotes = 'put the whole text in double quotes';

/** What a slip of the pen looks like to the YAML parser, in a writer's words. `rest` is the text from the slip on. */
function slipOf(code: string, message: string, rest: string): Slip {
  switch (code) {
    case 'BLOCK_AS_IMPLICIT_KEY':
    case 'BLOCK_IN_FLOW':
      return { message: 'a ": " inside this text makes YAML read a key', mend: quotes, local: true, quote: true };
    case 'MULTILINE_IMPLICIT_KEY':
      return {
        message: 'this text and the key below it are read as one',
        mend: 'check the indentation: keys that belong together stand exactly below each other',
        local: true,
      };
    case 'UNEXPECTED_TOKEN':
      return {
        message: `unexpected ${JSON.stringify(rest.split('\n')[0]?.slice(0, 20))} after a value that was already over`,
        mend: `${quotes}; a quotation mark inside it needs a \\ in front`,
        local: true,
        quote: true,
      };
    case 'BAD_SCALAR_START':
    case 'BAD_ALIAS':
      return {
        message: `a text cannot start with ${rest.slice(0, 1)} without quotes`,
        mend: quotes,
        local: true,
        quote: true,
      };
    case 'CUT':
      return { message, mend: `${quotes}, or put a space behind the # of a remark`, local: true };
    case 'DUPLICATE_KEY': {
      const key = /^[^\s:]+/.exec(rest)?.[0];
      return { message: `the key ${key ?? ''} stands here a second time`, mend: 'keep one of the two', local: true };
    }
    case 'TAB_AS_INDENT':
      return { message: 'a tab at the start of a line', mend: 'indent with spaces', local: false };
    case 'BAD_INDENT':
      return {
        message: 'the indentation does not fit the lines above, or a bracket is never closed',
        mend: 'line it up with its neighbours; close every [ and {',
        local: false,
      };
    case 'MISSING_CHAR':
      return {
        message,
        mend: 'look at the line above: a "- ", a quotation mark or a bracket is missing',
        local: false,
      };
    default:
      return { message, mend: 'see how the entries around it are written', local: false };
  }
}

interface Found {
  readonly key: Node | undefined;
  readonly node: Node | undefined;
}

function follow(node: Node | undefined, doc: Document): Node | undefined {
  return isAlias(node) ? follow(node.resolve(doc), doc) : node;
}

function child(within: Node | undefined, step: string | number, doc: Document): Found | undefined {
  const node = follow(within, doc);
  if (isMap(node)) {
    const pair = node.items.find((p) => isScalar(p.key) && String(p.key.value) === String(step));
    return pair && { key: pair.key as Node, node: isNode(pair.value) ? pair.value : undefined };
  }
  const item = isSeq(node) ? node.items[Number(step)] : undefined;
  return isNode(item) ? { key: undefined, node: item } : undefined;
}

/** Slips the parser itself lets pass: `*` before a word, a text cut by ` #`, a list or a map used as a key. */
function unnoticed(doc: Document): { readonly code: string; readonly offset: number; readonly message: string }[] {
  const found: { code: string; offset: number; message: string }[] = [];
  const offset = (node: unknown): number => (isNode(node) ? (node.range?.[0] ?? 0) : 0);
  visit(doc, {
    Alias(_, node: Alias) {
      if (!node.resolve(doc)) found.push({ code: 'BAD_ALIAS', offset: offset(node), message: '' });
    },
    Scalar(_, node: Scalar) {
      // "# remark" is meant as one; "Room #4" is not.
      if (node.type !== 'PLAIN' || !node.comment || /^\s/.test(node.comment)) return;
      const cut = node.comment.split('\n')[0] ?? '';
      found.push({ code: 'CUT', offset: offset(node), message: `"#${cut.slice(0, 20)}" after this text is a remark` });
    },
    Pair(_, pair) {
      if (isScalar(pair.key)) return;
      found.push({ code: 'BAD_KEY', offset: offset(pair.key), message: 'a key must be a word' });
    },
  });
  return found;
}

/** The file with quotes around the text of some lines (1-based), as a writer would mend them. */
function quoteLines(text: string, numbers: ReadonlySet<number>): string {
  return text
    .split('\n')
    .map((line, i) => {
      const [, before, value = ''] = /^(\s*(?:- +)*(?:[\w.-]+: +|- +))(\S.*?)\s*$/.exec(line) ?? [];
      return numbers.has(i + 1) && before !== undefined ? before + JSON.stringify(value) : line;
    })
    .join('\n');
}

interface Parsed {
  readonly doc: Document;
  readonly lines: LineCounter;
  readonly problems: Problem[];
  /** Whether what was read can be relied on. */
  readonly local: boolean;
}

/**
 * Parses a file and, where a line only lacks quotes, reads on as if it had them: else the keys below it would seem to
 * belong to it, and every one of them would be called wrong.
 */
function parse(source: SourceFile): Parsed {
  let problems: Problem[] = [];
  const quoted = new Set<number>();
  for (let text = source.text; ; ) {
    const lines = new LineCounter();
    const doc = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'error' });
    const reported = [...doc.errors, ...doc.warnings].map((e) => ({
      code: e.code,
      offset: e.pos[0],
      message: e.message.split('\n')[0] ?? e.message,
    }));
    let local = true;
    let again = false;
    for (const { code, offset, message } of [...unnoticed(doc), ...reported]) {
      const slip = slipOf(code, message, text.slice(offset));
      const place = placeOf(lines, offset);
      if (!slip.local) local = false;
      if (slip.quote && !quoted.has(place.line)) {
        quoted.add(place.line);
        again = true;
      }
      if (problems.some((p) => p.line === place.line)) continue; // one slip, several complaints
      problems.push({ file: source.file, ...place, code: 'bad-yaml', message: slip.message, mend: slip.mend });
    }
    if (!again) return { doc, lines, problems, local };
    // What else was found may only follow from the lines now quoted.
    problems = problems.filter((p) => quoted.has(p.line));
    text = quoteLines(source.text, quoted);
  }
}

function placeOf(lines: LineCounter, offset: number | undefined): Place {
  const { line, col } = lines.linePos(offset ?? 0);
  return { line: Math.max(line, 1), col: Math.max(col, 1) };
}

/** Reads YAML 1.2 (JSON is a part of it). Never throws: what is wrong comes back as `bad-yaml` problems, one a line. */
export function readYaml(source: SourceFile): YamlFile {
  const { doc, lines, problems, local } = parse(source);
  const at = (offset: number | undefined): Place => placeOf(lines, offset);
  let partial: unknown;
  if (local) {
    try {
      partial = doc.toJS();
    } catch (error) {
      // Aliases that grow without end; one that names nothing was told above.
      const message = error instanceof Error ? error.message : String(error);
      const mend = 'write the text out, without & and *';
      if (problems.length === 0) problems.push({ file: source.file, line: 1, col: 1, code: 'bad-yaml', message, mend });
    }
  }

  const root = isNode(doc.contents) ? doc.contents : undefined;
  const find = (path: Path): Found & { readonly exact: boolean } => {
    let found: Found = { key: undefined, node: root };
    for (const step of path) {
      const next = child(found.node, step, doc);
      if (!next) return { ...found, exact: false };
      found = next;
    }
    return { ...found, exact: true };
  };
  return {
    file: source.file,
    text: source.text,
    value: problems.length === 0 ? partial : undefined,
    partial,
    place: (path) => {
      const { key, node } = find(path);
      return at((node ?? key)?.range?.[0]);
    },
    keyPlace: (path) => {
      const { key, node, exact } = find(path);
      return at(((exact ? key : undefined) ?? node ?? key)?.range?.[0]);
    },
    keys: (path) => {
      const { node, exact } = find(path);
      const map = follow(node, doc);
      if (!exact || !isMap(map)) return [];
      return map.items.map((p) => (isScalar(p.key) ? String(p.key.value) : ''));
    },
    inFlow: (path) => {
      const { node } = find(path);
      return (isMap(node) || isSeq(node)) && node.flow === true;
    },
    problems,
  };
}

/** Writes plain data as YAML that `readYaml` reads back unchanged. Long texts keep their line breaks and are not wrapped. */
export function writeYaml(value: unknown): string {
  return stringify(value, { lineWidth: 0 });
}
