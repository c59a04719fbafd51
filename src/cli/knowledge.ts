import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { CommandLine } from '../cli';
import { knowledgeFolder, readFolder } from '../content';
import { formatProblem } from '../core/problem';
import { locales } from '../core/types';
import { loadKnowledge } from '../knowledge/load';
import { exportTsv, groupYaml, importTsv } from '../knowledge/qnamaker';
import { readOptions } from './options';

const usage = `attune knowledge import FILE [--lang en] [--out knowledge/en/NAME.yaml]
    read a QnA Maker or Custom Question Answering TSV; without --out the YAML is printed
attune knowledge export [--lang en] [--knowledge DIR] [--out FILE]
    write the answers as such a TSV; without --out it is printed`;

/** Writes a new file, or to standard output. @throws Error when the file is there already. */
function write(text: string, out: string | undefined): void {
  if (out === undefined) {
    process.stdout.write(text);
    return;
  }
  try {
    writeFileSync(out, text, { flag: 'wx' });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
    throw new Error(`${out} is there already; name another file with --out, or move it away first`, { cause });
  }
}

function localeOf(lang = 'en'): (typeof locales)[number] {
  const locale = locales.find((l) => l === lang);
  if (!locale) throw new Error(`--lang is "${lang}"; write one of ${locales.join(', ')}`);
  return locale;
}

function moveIn(file: string, args: readonly string[]): number {
  const { lang, out } = readOptions(args, ['lang', 'out']);
  const locale = localeOf(lang);
  const { entries, problems } = importTsv({ file, text: readFileSync(file, 'utf8') }, locale);
  const group = path.basename(out ?? file).replace(/\.[^.]*$/, '');
  if (entries.length) write(groupYaml(group, entries), out);
  for (const problem of problems) console.error(formatProblem(problem));
  console.error(`${entries.length} answers, ${problems.length} rows left out; \`npm run check\` says what they lack`);
  return problems.length ? 1 : 0;
}

function moveOut(args: readonly string[]): number {
  const { lang, out, knowledge } = readOptions(args, ['lang', 'out', 'knowledge']);
  const locale = localeOf(lang);
  const folder = knowledge ?? knowledgeFolder;
  const { entries, problems } = loadKnowledge(readFolder(folder), { foreign: knowledge !== undefined });
  for (const problem of problems) console.error(formatProblem(problem));
  const chosen = entries.filter((e) => e.locale === locale);
  write(exportTsv(chosen), out);
  console.error(`${chosen.length} answers`);
  return problems.length ? 1 : 0;
}

export const command: CommandLine = {
  summary: 'move answers in from QnA Maker, or out to it: knowledge import FILE | export',
  async run([verb, ...rest]) {
    const [file, ...options] = rest;
    if (verb === 'import' && file !== undefined && !file.startsWith('--')) return moveIn(file, options);
    if (verb === 'export') return moveOut(rest);
    console.error(usage);
    return 2;
  },
};
