import { dialogsFolder, readFolder } from '../../src/content';
import type { SourceFile } from '../../src/core/problem';
import { lintBotTexts } from '../../src/dialog/lint/bot';
import { loadBotTexts } from '../../src/dialog/texts';

const [english, spanish] = readFolder(dialogsFolder).filter((f) => f.file.endsWith('bot.yaml'));
if (!english || !spanish) throw new Error('bot.yaml is missing');

const changed = (from: string | RegExp, to: string): SourceFile => ({
  file: english.file,
  text: english.text.replace(from, to),
});

const told = (file: SourceFile): string[] =>
  loadBotTexts(file, 'en').problems.map((p) => `${p.code}: ${p.message} → ${p.mend}`);

test('the shipped texts load in both languages', () => {
  expect(loadBotTexts(english, 'en').problems).toEqual([]);
  expect(loadBotTexts(spanish, 'es').problems).toEqual([]);
});

test('a command word is found however it is written', () => {
  expect(loadBotTexts(english, 'en').bot?.commands.get('menu')).toBe('menu');
});

test.each([
  [/^ {2}bye: .*$/m, '', /^shape: "bye" is missing; it must be text/],
  [/^ {2}bye:/m, '  byee:', /^shape: "byee" is no key of "texts" → write bye$/],
  [/^ {2}bye: .*$/m, '  bye: 5', /^shape: "bye" must be text.*→ put it in quotes: "5"$/],
  [/^ {2}bye: .*$/m, '  bye: Note: bye', /^bad-yaml: a ": " inside this text/],
  [/^ {2}skip: Skip$/m, '  skip: Skip this question please', /^shape: "skip" must be text of at most 20 characters/],
  [/to: "dialog:/, 'to: "dialogue:', /^shape: "to" must be dialog:<id>, answer:<id>/],
])('%s → %s is told', (from, to, want) => {
  expect(changed(from, to).text).not.toBe(english.text);
  const problems = told(changed(from, to));
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatch(want);
});

test('a phrase under two commands is told where it stands the second time', () => {
  const twice = changed(/^ {2}hello:\n\s+\[/m, '  hello:\n    [thanks,').text;
  expect(told({ file: english.file, text: twice })).toEqual([
    expect.stringMatching(/^ambiguous-choice: "thanks" stands under \w+ as well/),
  ]);
});

test('everything wrong is told in one run, each at its line', () => {
  const file = changed(/^ {2}bye: .*$/m, '  bye: 5');
  const both = { ...file, text: file.text.replace(/^ {2}skip: Skip$/m, '  skip: [a]') };
  const lines = loadBotTexts(both, 'en').problems.map((p) => both.text.split('\n')[p.line - 1]?.trim());
  expect(lines).toEqual(['bye: 5', 'skip: [a]']);
});

test('long or hard messages and menus that lead nowhere are told', () => {
  const long = `Take your time. ${'We can talk about it as long as you like. '.repeat(8)}`;
  const hard =
    'Relational psychotherapy conceptualises psychological difficulties as consequences of internalised interpersonal configurations, subsequently reenacted within contemporary relationships, including the therapeutic relationship itself.';
  const file = changed(/^ {2}bye: .*$/m, `  bye: ${long}\n`).text.replace(/^ {2}skipped: .*$/m, `  skipped: ${hard}`);
  const source = { file: english.file, text: file };
  const { bot } = loadBotTexts(source, 'en');
  if (!bot) throw new Error('the texts do not load');
  const problems = lintBotTexts(source, bot, 'en', { dialogs: new Set(['first-call']), answers: new Set() });
  expect(problems.map((p) => p.code)).toEqual(
    expect.arrayContaining(['long-message', 'hard-to-read', 'dangling-target']),
  );
  expect(problems.filter((p) => p.code !== 'dangling-target').map((p) => p.code)).toEqual([
    'long-message',
    'hard-to-read',
  ]);
});
