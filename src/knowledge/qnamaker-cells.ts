import type { Review } from './entry';
import type { MovedEntry } from './qnamaker';

/** One follow-up button of QnA Maker. */
export interface Prompt {
  readonly displayOrder?: number;
  readonly qnaId?: number;
  readonly displayText?: string;
}

function field(prompt: object, name: string): unknown {
  return Object.entries(prompt).find(([key]) => key.toLowerCase() === name)?.[1];
}

function asList(cell: string | undefined): unknown[] {
  try {
    const value: unknown = JSON.parse(cell ?? '[]');
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}

/** The prompts of a cell in the order people see them; a cell that is no list of prompts has none. */
export function promptsOf(cell: string | undefined): Prompt[] {
  return asList(cell)
    .filter((p): p is object => p !== null && typeof p === 'object')
    .map((p) => {
      const order = Number(field(p, 'displayorder') ?? 0);
      const id = field(p, 'qnaid');
      return { displayOrder: order, ...(typeof id === 'number' ? { qnaId: id } : {}) };
    })
    .sort((a, b) => a.displayOrder - b.displayOrder);
}

/**
 * The Prompts cell for the answers an entry leads to. Prompts that were there stay as they were, unless they lead to an
 * answer of this file that the entry no longer names.
 */
export function writePrompts(to: readonly Prompt[], was: string | undefined, inFile: ReadonlySet<number>): string {
  const kept = asList(was).filter((p) => {
    const id = p !== null && typeof p === 'object' ? field(p, 'qnaid') : undefined;
    return typeof id !== 'number' || !inFile.has(id) || to.some((t) => t.qnaId === id);
  });
  const had = new Set(kept.map((p) => (p !== null && typeof p === 'object' ? field(p, 'qnaid') : undefined)));
  const added = to
    .filter((t) => !had.has(t.qnaId))
    .map((t, i) => ({ displayOrder: kept.length + i, qnaId: t.qnaId, displayText: t.displayText }));
  if (was !== undefined && !added.length && kept.length === asList(was).length) return was;
  return JSON.stringify([...kept, ...added]);
}

/** What the Metadata cell says about an entry: all fields that have no column, and which cells were its own. */
export type Fields = Pick<MovedEntry, 'id' | 'locale' | 'title' | 'sources' | 'next'> &
  Partial<Pick<MovedEntry, 'short' | 'review' | 'audience' | 'threshold'>> & {
    /** Names of the entry's `metadata`; other cells of the row were filled in for the service. */
    readonly cells: readonly string[];
    /** The cell's own text without ours. */
    readonly before: string;
  };

/** Signs that would end a value, a pair or a line; written as `%7c`. */
function writeSigns(text: string, also = ''): string {
  return [...text]
    .map((c, i, all) => {
      const edge = c === ' ' && (i === 0 || i === all.length - 1);
      const code = c.codePointAt(0) ?? 0;
      return edge || code < 32 || '%|:"\\'.includes(c) || also.includes(c)
        ? `%${code.toString(16).padStart(2, '0')}`
        : c;
    })
    .join('');
}

function readSigns(text: string): string {
  return text.replace(/%([0-9a-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

function list(values: readonly string[]): string {
  return values.map((v) => writeSigns(v, ',')).join(',');
}

function unlist(text: string): string[] {
  return text === '' ? [] : text.split(',').map(readSigns);
}

const mark = 'attune:1|';

/** A Metadata cell: the text that was there, then `attune:1|id:…|title:…`, inside the list if the cell is a JSON list. */
export function writeMetadata(entry: Fields): string {
  const pairs: [string, string][] = [
    ['id', writeSigns(entry.id)],
    ['locale', entry.locale],
    ['title', writeSigns(entry.title)],
    ['sources', list(entry.sources)],
    ['next', list(entry.next)],
  ];
  if (entry.short !== undefined) pairs.push(['short', writeSigns(entry.short)]);
  if (entry.audience !== undefined) pairs.push(['audience', writeSigns(entry.audience)]);
  if (entry.threshold !== undefined) pairs.push(['threshold', String(entry.threshold)]);
  if (entry.review)
    pairs.push(['review', list([entry.review.status, entry.review.on, ...(entry.review.by ? [entry.review.by] : [])])]);
  if (entry.cells.length) pairs.push(['cells', list(entry.cells)]);
  const ours = mark + pairs.map(([key, value]) => `${key}:${value}`).join('|');
  const { before } = entry;
  if (/^\[.*\]$/s.test(before)) {
    const open = before.slice(0, -1);
    return `${open}${open.trim() === '[' ? '' : ','}{"name":"attune","value":"${ours}"}]`;
  }
  return before === '' ? ours : `${before}|${ours}`;
}

/** undefined: the cell holds nothing of ours. */
export function readMetadata(cell: string | undefined): Fields | undefined {
  const at = cell?.lastIndexOf(mark) ?? -1;
  if (cell === undefined || at < 0) return undefined;
  const opening = '{"name":"attune","value":"';
  const inList = cell.slice(0, at).endsWith(opening) && cell.endsWith('"}]');
  const head = cell.slice(0, inList ? at - opening.length : at);
  const before = inList ? `${head.replace(/,$/, '')}]` : head.replace(/\|$/, '');
  const pairs = new Map(
    cell
      .slice(at + mark.length, inList ? -3 : undefined)
      .split('|')
      .map((pair): [string, string] => [pair.slice(0, pair.indexOf(':')), pair.slice(pair.indexOf(':') + 1)]),
  );
  const text = (key: string): string | undefined => {
    const value = pairs.get(key);
    return value === undefined ? undefined : readSigns(value);
  };
  const id = text('id');
  const title = text('title');
  if (id === undefined || title === undefined) return undefined;
  const [status, on, by] = unlist(pairs.get('review') ?? '');
  const review: Review | undefined =
    on === undefined ? undefined : { status: status === 'reviewed' ? 'reviewed' : 'draft', on, ...(by ? { by } : {}) };
  const short = text('short');
  const audience = text('audience');
  const threshold = pairs.get('threshold');
  return {
    id,
    title,
    locale: pairs.get('locale') === 'es' ? 'es' : 'en',
    sources: unlist(pairs.get('sources') ?? ''),
    next: unlist(pairs.get('next') ?? ''),
    ...(short === undefined ? {} : { short }),
    ...(audience === undefined ? {} : { audience }),
    ...(threshold === undefined ? {} : { threshold: Number(threshold) }),
    ...(review ? { review } : {}),
    cells: unlist(pairs.get('cells') ?? ''),
    before,
  };
}
