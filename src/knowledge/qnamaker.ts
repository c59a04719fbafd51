import type { Problem } from '../core/problem';
import type { Locale } from '../core/types';
import { writeYaml } from '../core/yaml';
import type { KnowledgeEntry } from './entry';
import { type Fields, type Prompt, promptsOf, readMetadata, writeMetadata, writePrompts } from './qnamaker-cells';
import { readTable, writeTable } from './tsv';

/**
 * Answers from and to the TSV of QnA Maker and of Custom Question Answering: one row for each question, all other cells
 * the same for the questions of one answer. Nothing is lost either way:
 *
 * - What comes from there and has no word here lives on in the entry's `metadata`, under the name of its column.
 * - What is written here and has no column there goes into the Metadata cell (`qnamaker-cells.ts`). Answers that came
 *   from there and were not changed go back without it, cell for cell.
 */
const standard = [
  'Question',
  'Answer',
  'Source',
  'Metadata',
  'SuggestedQuestions',
  'IsContextOnly',
  'Prompts',
  'QnaId',
  'SourceDisplayName',
] as const;

/** What those services call an answer typed in by hand. */
const byHand = 'Editorial';

/** An entry without its place in our files. */
export type MovedEntry = Omit<KnowledgeEntry, 'file' | 'place' | 'group'>;

/** Most entries of `next`; more prompts stay in `metadata.Prompts`. */
const mostNext = 3;

interface Answer {
  readonly questions: string[];
  readonly cells: ReadonlyMap<string, string>;
}

/** A name for an entry: its words in small letters, joined by hyphens. */
function slug(text: string): string {
  const words = text
    .normalize('NFKD')
    .replace(/\p{M}|['’]/gu, '')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((w) => w !== '');
  let out = '';
  for (const word of words) {
    if (out.length + word.length > 50 && out !== '') break;
    out = out === '' ? word.slice(0, 50) : `${out}-${word}`;
  }
  return out;
}

/** Rows of one answer, in the order of its first; `metadata` of an entry is made from `cells`. */
function answersOf(text: string, file: string): { answers: Answer[]; problems: Problem[] } {
  const problems: Problem[] = [];
  const bad = (line: number, message: string, mend: string): void => {
    problems.push({ file, line, col: 1, code: 'shape', message, mend });
  };
  const table = readTable(text);
  const names = table.columns.map((name, i) => {
    const known = standard.find((s) => s.toLowerCase() === name.trim().toLowerCase());
    const own = known ?? name;
    return table.columns.indexOf(name) === i ? own : `${own} (${i + 1})`;
  });
  if (!names.includes('Question') || !names.includes('Answer')) {
    bad(1, 'no columns "Question" and "Answer" in the first row', 'export the knowledge base as TSV once more');
    return { answers: [], problems };
  }
  const answers = new Map<string, Answer>();
  for (const row of table.rows) {
    const cells = new Map<string, string>();
    for (const [i, cell] of row.cells.entries()) {
      if (cell !== '') cells.set(names[i] ?? `Column ${i + 1}`, cell);
    }
    const question = cells.get('Question') ?? '';
    cells.delete('Question');
    if (question.trim() === '' || (cells.get('Answer') ?? '').trim() === '') {
      bad(row.line, 'a row without question or answer is left out', 'fill in both cells');
      continue;
    }
    const key = JSON.stringify([...cells]);
    const answer = answers.get(key) ?? { questions: [], cells };
    answer.questions.push(question);
    answers.set(key, answer);
  }
  return { answers: [...answers.values()], problems };
}

/** A text without the spaces around it; what was there is kept in `metadata` under `key`. */
function trimmed(text: string, key: string, metadata: Map<string, string>): string {
  if (text.trim() !== text) metadata.set(key, text);
  return text.trim();
}

function restored(text: string, kept: string | undefined): string {
  return kept !== undefined && kept.trim() === text ? kept : text;
}

/**
 * Reads a TSV. Rows that cannot be used come back as problems, with their line; all others become entries. Ids are
 * made from the first question and are unique.
 */
export function importTsv(
  source: { readonly file: string; readonly text: string },
  locale: Locale = 'en',
): { readonly entries: readonly MovedEntry[]; readonly problems: readonly Problem[] } {
  const { answers, problems } = answersOf(source.text, source.file);
  const read = answers.map((answer) => ({ ...answer, fields: readMetadata(answer.cells.get('Metadata')) }));
  const taken = new Set(read.flatMap(({ fields }) => fields?.id ?? []));
  const idOf = (wish: string): string => {
    let id = wish;
    for (let n = 2; taken.has(id); n += 1) id = `${wish}-${n}`;
    taken.add(id);
    return id;
  };
  const made = read.map(({ questions, cells, fields }) => {
    const metadata = new Map<string, string>();
    const asked = questions.map((q, i) => trimmed(q, `Question ${i + 1}`, metadata));
    const answer = trimmed(cells.get('Answer') ?? '', 'Answer', metadata);
    const kept = fields?.cells;
    for (const [name, cell] of cells) {
      if (name === 'Answer' || (kept && (standard as readonly string[]).includes(name) && !kept.includes(name)))
        continue;
      metadata.set(name, name === 'Metadata' && fields ? fields.before : cell);
    }
    for (const name of kept ?? []) if (!metadata.has(name)) metadata.set(name, '');
    const first = asked[0] ?? '';
    const id = fields?.id ?? idOf(slug(first) || `qna-${slug(cells.get('QnaId') ?? '') || 1}`);
    return { asked, answer, cells, fields, metadata, id, title: fields?.title ?? first };
  });
  const byQnaId = new Map<string, string>();
  for (const m of made) {
    const qnaId = m.cells.get('QnaId')?.trim();
    if (qnaId !== undefined && !byQnaId.has(qnaId)) byQnaId.set(qnaId, m.id);
  }
  const entries = made.map((m): MovedEntry => {
    const { before: _, cells: __, ...fields }: Partial<Fields> = m.fields ?? {};
    const next = fields.next ?? targets(promptsOf(m.cells.get('Prompts')), byQnaId, m.id).slice(0, mostNext);
    return {
      locale,
      sources: [],
      ...fields,
      id: m.id,
      title: m.title,
      questions: m.asked,
      answer: m.answer,
      next,
      ...(m.metadata.size ? { metadata: Object.fromEntries(m.metadata) } : {}),
    };
  });
  return { entries, problems };
}

/** Ids the prompts of an answer lead to, each once; prompts to answers outside the file lead nowhere. */
function targets(prompts: readonly Prompt[], byQnaId: ReadonlyMap<string, string>, self: string): string[] {
  const ids = prompts.flatMap((p) => (p.qnaId === undefined ? [] : (byQnaId.get(String(p.qnaId)) ?? [])));
  return [...new Set(ids)].filter((id) => id !== self);
}

/** The table as it came: the cells of `metadata`, nothing added. */
function plainTable(entries: readonly MovedEntry[]): string {
  const own = (name: string): boolean => !/^Question \d+$/.test(name) && name !== 'Answer' && name !== 'Question';
  const seen = new Set(entries.flatMap((e) => Object.keys(e.metadata ?? {})).filter(own));
  const names = ['Question', 'Answer', ...standard.filter((s) => seen.has(s)), ...[...seen].filter(isExtra)];
  return writeTable(
    names,
    rowsOf(entries, names, (entry, name) => entry.metadata?.[name] ?? ''),
  );
}

function isExtra(name: string): boolean {
  return !(standard as readonly string[]).includes(name);
}

function rowsOf(
  entries: readonly MovedEntry[],
  names: readonly string[],
  cell: (entry: MovedEntry, name: string) => string,
): string[][] {
  return entries.flatMap((entry) => {
    const answer = restored(entry.answer, entry.metadata?.['Answer']);
    return entry.questions.map((question, i) =>
      names.map((name) => {
        if (name === 'Question') return restored(question, entry.metadata?.[`Question ${i + 1}`]);
        return name === 'Answer' ? answer : cell(entry, name);
      }),
    );
  });
}

/** The table with everything we know beside what those services need. */
function fullTable(entries: readonly MovedEntry[]): string {
  const qnaIds = new Map<MovedEntry, string>();
  const used = new Set(entries.flatMap((e) => e.metadata?.['QnaId'] ?? []));
  let free = 1;
  for (const entry of entries) {
    const had = entry.metadata?.['QnaId'];
    while (had === undefined && used.has(String(free))) free += 1;
    if (had === undefined) used.add(String(free));
    qnaIds.set(entry, had ?? String(free));
  }
  const byId = new Map(entries.map((e) => [e.id, e]));
  const prompts = (entry: MovedEntry): string => {
    const to = entry.next.flatMap((id) => {
      const other = byId.get(id);
      return other ? [{ qnaId: Number(qnaIds.get(other)), displayText: other.title }] : [];
    });
    return writePrompts(to, entry.metadata?.['Prompts'], new Set([...qnaIds.values()].map(Number)));
  };
  const cell = (entry: MovedEntry, name: string): string => {
    const kept = entry.metadata?.[name];
    if (name === 'Metadata')
      return writeMetadata({ ...entry, cells: Object.keys(entry.metadata ?? {}), before: kept ?? '' });
    if (name === 'Prompts') return prompts(entry);
    if (kept !== undefined) return kept;
    const fallbacks: Readonly<Record<string, string | undefined>> = {
      Source: byHand,
      SuggestedQuestions: '[]',
      IsContextOnly: 'False',
      QnaId: qnaIds.get(entry),
      SourceDisplayName: entry.metadata?.['Source'] ?? byHand,
    };
    return fallbacks[name] ?? '';
  };
  const extra = new Set(entries.flatMap((e) => Object.keys(e.metadata ?? {})).filter(isExtra));
  const names = [...standard, ...[...extra].filter((n) => n !== 'Answer' && !/^Question \d+$/.test(n))];
  return writeTable(names, rowsOf(entries, names, cell));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([k, v]) => [k, sorted(v)]),
  );
}

/** Writes entries as TSV; reading it again gives the same entries. */
export function exportTsv(entries: readonly MovedEntry[]): string {
  const moved = entries.map(withoutPlace);
  const plain = plainTable(moved);
  const back = importTsv({ file: '', text: plain }, moved[0]?.locale ?? 'en');
  const same = JSON.stringify(sorted(back.entries)) === JSON.stringify(sorted(moved));
  return same ? plain : fullTable(moved);
}

/** Only what an entry says, not where it stands. */
function withoutPlace(entry: MovedEntry | KnowledgeEntry): MovedEntry {
  const { file: _f, place: _p, group: _g, ...rest } = entry as KnowledgeEntry;
  return rest;
}

/** Entries as a file of `knowledge/<locale>/`, under the name the file will have. */
export function groupYaml(group: string, entries: readonly MovedEntry[]): string {
  const name = slug(group) || 'imported';
  const list = entries.map((entry) => {
    const { locale: _, sources, next, metadata, ...rest } = withoutPlace(entry);
    return {
      ...rest,
      ...(sources.length ? { sources } : {}),
      ...(next.length ? { next } : {}),
      ...(metadata ? { metadata } : {}),
    };
  });
  const schema = '# yaml-language-server: $schema=../knowledge.schema.json\n';
  return schema + writeYaml({ group: name, title: group, entries: list });
}
