import path from 'node:path';
import { readFolder } from '../../src/content';
import { formatProblem, type Problem, type SourceFile } from '../../src/core/problem';
import { runTests } from '../../src/dialog/check';
import { codes, lintDialogs } from '../../src/dialog/lint';
import { loadDialogs } from '../../src/dialog/load';
import { botOf, monday } from './fixtures/bot';
import { fixtureDialogs, script } from './fixtures/read';

const bad = readFolder(path.join(__dirname, '..', 'bad-dialogs'));
const codeOf = (file: SourceFile): string => path.basename(file.file, '.yaml');

/** Everything wrong with some files: read, linted, and the tests played when they can be. */
function everything(files: readonly SourceFile[]): readonly Problem[] {
  const { dialogs, problems } = loadDialogs(files);
  const linted = lintDialogs(dialogs, { sources: new Set(['perlman-frankel-2009']) });
  const played = problems.length ? [] : runTests(dialogs, [], botOf(dialogs), monday).problems;
  return [...problems, ...linted, ...played];
}

test('every code has a bad dialog, and every bad dialog a code', () => {
  const files = new Set(bad.map(codeOf));
  expect(files).toEqual(new Set(codes.map((c) => c.code)));
});

test.each(codes.map((c) => [c.code]))('%s is told about its bad dialog, and nothing else is', (code) => {
  const found = everything(bad.filter((f) => codeOf(f) === code));
  expect(found.map((p) => p.code)).toEqual([code]);
});

test.each(codes.map((c) => [c.code, c]))('%s says what is wrong and how to mend it in whole words', (_, rule) => {
  expect(rule.sentence).toMatch(/^[A-Z].{15,}\.$/);
  expect(rule.mend).toMatch(/^[^A-Z].{10,}[^.]$/);
});

test('the fixtures have no problem at all', () => {
  expect(everything(fixtureDialogs())).toEqual([]);
});

test('ten different mistakes in one dialog are all told in one run', () => {
  const file = {
    file: 'dialogs/ten.yaml',
    text: `dialog: ten
title: Ten mistakes
triggers: [ten mistakes, "Ten mistakes!"]
review: { status: draft, on: 2026-01-05 }
sections:
  open:
    - sya: Hello.
    - say: Note: this is not quoted.
    - ask: What matters most to you today?
      slot: topic
      choices:
        cost: { label: What a session will cost me, also: [money] }
        time: { label: Time, also: [Money] }
    - say: You said $topci.
    - if: { topic: nothing }
      then: [goto: lats]
    - link: http://example.org
      label: How it works
    - pause: 60
    - end
  last:
    - say: Goodbye for now.
    - end
    - say: Nobody reads this.
`,
  };
  expect(everything([file]).map((p) => `${p.line}:${p.col} ${p.code}`)).toEqual([
    '7:7 unknown-verb',
    '8:12 bad-yaml',
    '16:20 dangling-target',
    '19:14 shape',
    '1:1 missing-source',
    '3:26 trigger-overlap',
    '12:24 long-label',
    '13:37 ambiguous-choice',
    '14:12 unknown-slot',
    '15:20 unknown-value',
    '17:13 insecure-link',
    '24:7 unreachable-step',
  ]);
});

test('a problem reads as where, what and how to mend it', () => {
  const [first] = everything([script('- goto: opne')]);
  expect(first && formatProblem(first)).toBe(
    'dialogs/d.yaml:5:13 dangling-target: no section "opne" in this dialog\n    mend: write open',
  );
});

/** What the rules about the flow say of some steps, with lines; step one stands on line 5. */
function flow(steps: string, more = ''): string[] {
  const { file, text } = script(steps);
  const head = text.replace('sections:', 'sources: []\nreview: {status: draft, on: 2026-01-05}\nsections:');
  const { dialogs, problems } = loadDialogs([{ file, text: head + more }, ...fixtureDialogs()]);
  const about = [...problems, ...lintDialogs(dialogs)].filter((p) => p.file === file);
  return about.map((p) => `${p.line - 2} ${p.code}`);
}

const askPlace = '- ask: Where?\n  slot: search.place\n  as: place\n  known: skip\n';

test.each([
  // a search that goes round and forgets the place waits for a new one
  [`${askPlace}- forget: [search.place]\n- goto: open`, []],
  // without forget, or with the wrong slot, it does not
  [`${askPlace}- goto: open`, ['9 endless-loop']],
  [`${askPlace}- forget: [search.feeMax]\n- goto: open`, ['10 endless-loop']],
  // forgetting after the last question is too late for nobody: the next round asks
  [`- forget: [search.place]\n${askPlace}- goto: open`, []],
  // a set fills what the question would ask
  [`- set: {search.place: York}\n${askPlace}- goto: open`, ['10 endless-loop']],
  // a question without known: skip always waits
  ['- ask: More?\n  slot: more\n  as: yesno\n- if: {more: yes}\n  then: [goto: open]\n- say: Bye.\n- end', []],
  // a condition that cannot hold any more breaks the circle
  [
    '- if: {search.place: {set: true}}\n  then:\n    - say: One.\n    - forget: [search.place]\n    - goto: open\n- say: Bye.\n- end',
    [],
  ],
  [
    '- if: {search.place: {set: true}}\n  then:\n    - say: One.\n    - goto: open\n- say: Bye.\n- end',
    ['8 endless-loop'],
  ],
  // a dialog that calls or switches to itself
  ['- say: Round.\n- call: d\n- end', ['6 endless-loop']],
  ['- say: Round.\n- switch: d', ['6 endless-loop']],
  // a called dialog that never asks lets the circle pass
  ['- call: first-session\n- goto: open', ['6 endless-loop']],
  ['- call: first-call\n- goto: open', []],
])('circles: %j', (steps, want) => {
  expect(flow(steps)).toEqual(want);
});

const askName = '- ask: Name?\n  slot: name\n  as: text\n';

test.each([
  ['- say: Hello.', ['5 dead-end']],
  ['- end', ['5 dead-end']],
  [`${askName}- end`, ['8 dead-end']],
  [`${askName}- pause: 1\n- set: {x: 1}\n- end`, ['10 dead-end']],
  [`${askName}- say: Thank you.\n- end`, []],
  [`${askName}- return`, []],
  // what a called dialog says counts, but only if it says something on every way
  [`${askName}- call: first-session\n- end`, []],
  [`- handoff: directory\n- end`, []],
  // only the way without a word is told
  [`${askName}- if: {name: Ann}\n  then: [say: Hello Ann.]\n- end`, ['10 dead-end']],
])('dead ends: %j', (steps, want) => {
  expect(flow(steps)).toEqual(want);
});

test('a call that may come back without a word keeps the silence', () => {
  const quiet = `dialog: quiet\ntitle: Quiet\nsections: {open: [{ask: Ok?, slot: ok, as: yesno}, return]}\n`;
  const { file, text } = script('- call: quiet\n- end');
  const { dialogs } = loadDialogs([
    { file, text },
    { file: 'dialogs/quiet.yaml', text: quiet },
  ]);
  const found = lintDialogs(dialogs).filter((p) => p.code === 'dead-end');
  expect(found.map((p) => `${p.file}:${p.line}`)).toEqual(['dialogs/d.yaml:6']);
});

test('slots of one kind in every dialog: a shared search slot is compared across files', () => {
  const found = flow('- ask: How much?\n  slot: search.feeMax\n  as: number\n- say: Thank you.\n- end');
  expect(found).toEqual([]); // d.yaml comes first here; the other file is told
  const { dialogs } = loadDialogs([
    ...fixtureDialogs(),
    script('- ask: How much?\n  slot: search.feeMax\n  as: number\n- say: Thanks.\n- end'),
  ]);
  expect(
    lintDialogs(dialogs)
      .filter((p) => p.code === 'slot-type-conflict')
      .map((p) => `${p.file}:${p.line} ${p.message}`),
  ).toEqual([
    expect.stringMatching(
      /^dialogs\/d\.yaml:6 "search\.feeMax" holds a number here and an amount such as 60 GBP at dialogs\/is-it-for-me\.yaml:\d+$/,
    ),
  ]);
});

test('words that are a command of the bot start nothing and pick nothing, which is told in both languages', () => {
  const { file, text } = script(`- ask: Ready?
  slot: ready
  choices: { now: { label: Now, also: [stop] }, later: Later }
- say: Thank you.
- end`);
  const spanish = 'triggers: [menú]\ntexts:\n  - { en: Later, es: Parar }\n';
  const { dialogs } = loadDialogs([
    { file, text: text.replace('sections:', 'triggers: [Menu!]\nsections:') },
    { file: 'dialogs/es/d.yaml', text: spanish },
  ]);
  const commands = {
    en: new Map([
      ['stop', 'stop'],
      ['menu', 'menu'],
    ]),
    es: new Map([['parar', 'stop']]),
  };
  const found = lintDialogs(dialogs, { commands }).filter((p) => /ambiguous|overlap/.test(p.code));
  expect(found.map((p) => `${p.file}:${p.line}:${p.col} ${p.code}: ${p.message}`)).toEqual([
    'dialogs/d.yaml:3:12 trigger-overlap: this phrase is the command menu already',
    'dialogs/d.yaml:8:44 ambiguous-choice: "stop" is the command stop',
    'dialogs/es/d.yaml:1:12 trigger-overlap: this phrase is the command menu already',
    'dialogs/es/d.yaml:3:22 ambiguous-choice: "parar" is the command stop',
  ]);
});

test('numbers as labels stand at their own place', () => {
  const order = (choices: string) =>
    flow(`- ask: How clear?\n  slot: clear\n  choices: ${choices}\n- say: Good.\n- end`);
  expect(order('{ a: "1", b: "2" }')).toEqual([]);
  expect(order('{ a: "2", b: "1" }')).toEqual(['7 ambiguous-choice', '7 ambiguous-choice']);
});
