import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse, parseDocument } from 'yaml';
import { dialogsFolder, knowledgeFolder, readFolder } from '../../src/content';
import type { Problem, SourceFile } from '../../src/core/problem';
import { type Locale, locales } from '../../src/core/types';
import { readYaml } from '../../src/core/yaml';
import { lintSafety } from '../../src/safety/lint';
import { loadReplyContent, replyFiles } from '../../src/safety/replies';
import { lintWording, loadWording, type Wording, wordingFile, wordingHits } from '../../src/safety/wording';

const today = '2026-11-23';
const shipped = readFolder(knowledgeFolder).filter((f) => f.file.startsWith('knowledge/safety/'));
const without = (file: string): SourceFile[] => shipped.filter((f) => f.file !== file);
const bad = path.join(__dirname, '..', 'bad-safety');

interface BadFile {
  readonly code: string;
  readonly text: string;
}
function badFiles(folder: string): BadFile[] {
  return readdirSync(path.join(bad, folder)).map((name) => ({
    code: name.replace('.yaml', ''),
    text: readFileSync(path.join(bad, folder, name), 'utf8'),
  }));
}
const codesOf = (problems: readonly Problem[]): string[] => [...new Set(problems.map((p) => p.code))];

test('the shipped content has no problem, and the operator is told what nobody has verified', () => {
  const all = [...readFolder(knowledgeFolder), ...readFolder(dialogsFolder)];
  const { problems, lines, reviewed } = lintSafety(readFolder(knowledgeFolder), all, today);
  expect(problems).toEqual([]);
  expect(lines.total).toBeGreaterThan(40);
  expect(lines.unverified).toBe(lines.total);
  expect(reviewed).toBe(false);
});

describe('a bad file is found by its own code', () => {
  const codes = (file: string, text: string): string[] =>
    codesOf(loadReplyContent([...without(file), { file, text }], today).problems);

  test.each(badFiles('countries'))('countries: $code', ({ code, text }) => {
    // Lines of places the small list lacks are a consequence, not the fault.
    expect(codes(replyFiles.countries, text).filter((c) => c !== 'unknown-place')).toEqual([code]);
  });

  test.each(badFiles('lines'))('lines: $code', ({ code, text }) => {
    expect(codes(replyFiles.lines, text)).toEqual([code]);
  });

  test.each(badFiles('audiences'))('audiences: $code', ({ code, text }) => {
    if (code !== 'unknown-rule') expect(codes(replyFiles.audiences, text)).toEqual([code]);
    else {
      const changed = [...without(replyFiles.audiences), { file: replyFiles.audiences, text }];
      expect(codesOf(lintSafety(changed, [], today).problems)).toEqual([code]);
    }
  });

  test.each(badFiles('replies'))('replies: $code', ({ code, text }) => {
    const change = parse(text) as { in: Locale; at: (string | number)[]; text?: unknown };
    const file = `knowledge/safety/${change.in === 'es' ? 'es/' : ''}replies.yaml`;
    const original = parseDocument(shipped.find((f) => f.file === file)?.text ?? '');
    if (change.text === undefined) original.deleteIn(change.at);
    else original.setIn(change.at, original.createNode(change.text));
    const changed = change.at.length ? [...without(file), { file, text: original.toString() }] : without(file);
    expect(codesOf(lintSafety(changed, [], today).problems)).toEqual([code]);
  });
});

describe('the wording of everything the bot says', () => {
  const source = shipped.find((f) => f.file === wordingFile) as SourceFile;
  const wording = loadWording(readYaml(source)).wording as Wording;
  const rules = badFiles('wording').filter(({ code }) => code !== 'bad-phrase');
  const hits = (said: string, locale: Locale): string[] =>
    wordingHits(wording, said, locale, { crisis: true }).map((h) => h.code);

  test.each(rules)('$code', ({ code, text }) => {
    const { never, fine } = parse(text) as Record<'never' | 'fine', Record<Locale, string[]>>;
    const missed = locales.flatMap((locale) => never[locale].filter((said) => !hits(said, locale).includes(code)));
    const alarms = locales.flatMap((locale) => fine[locale].filter((said) => hits(said, locale).length));
    expect({ missed, alarms }).toEqual({ missed: [], alarms: [] });
  });

  test('what a person says on a button is theirs', () => {
    expect(wordingHits(wording, 'I feel far away', 'en', { person: true })).toEqual([]);
    expect(wordingHits(wording, 'I feel far away', 'en')).toHaveLength(1);
  });

  test('a phrase that cannot be read is reported at its line', () => {
    const { rule } = parse(badFiles('wording').find((f) => f.code === 'bad-phrase')?.text ?? '') as { rule: unknown };
    const document = parseDocument(source.text);
    document.setIn(['rules', 'broken'], document.createNode(rule));
    const { problems } = loadWording(readYaml({ ...source, text: document.toString() }));
    expect(problems.map((p) => p.code)).toEqual(['bad-phrase']);
    expect(problems[0]?.line).toBeGreaterThan(100);
  });

  test('every rule has a bad file, and every bad file a rule', () => {
    const files = badFiles('wording').map((f) => f.code);
    expect(new Set([...wording.rules.map((r) => r.code), 'bad-phrase'])).toEqual(new Set(files));
  });

  test('a text stands where the problem says', () => {
    const file = {
      file: 'dialogs/x.yaml',
      text: 'dialog: x\nsections:\n  open:\n    - say: I am always here for you.\n',
    };
    const problems = lintWording(wording, [file]);
    expect(problems).toMatchObject([{ file: 'dialogs/x.yaml', line: 4, col: 12, code: 'dependence' }]);
  });
});
