import { loadDialogs } from '../../src/dialog/load';
import { fixtureDialogs, script } from './fixtures/read';

const report = (steps: string): string[] =>
  loadDialogs([script(steps)]).problems.map((p) => `${p.line}:${p.col} ${p.code}: ${p.message} → ${p.mend}`);

test('the fixtures load without a problem', () => {
  expect(loadDialogs(fixtureDialogs()).problems).toEqual([]);
});

test.each([
  // what a writer slips on        where and what the loader says
  ['- say: Note: bring a pen', /^5:12 bad-yaml: a ": " inside this text/],
  [
    '- ask: Ready?\n  slot: a\n  choices: {ok: {label: Yes, please}}',
    /^7:34 shape: the comma before "please" divides the text/,
  ],
  ['- ask: Ready?\n  slot: a\n  choices: {x: A, y: B}\n  reprompt: One: or two?', /^8:17 bad-yaml: a ": "/],
  ['- say: {any: [one: two, three]}', /^5:19 shape: item 1 of "any" must be text; here stands a map → ": " makes YAML/],
  ['- say: "Hi" there', /^5:17 bad-yaml: unexpected "there" after a value/],
  ['- say: *star* of the show', /^5:12 bad-yaml: a text cannot start with \*/],
  ['- say: @home', /^5:12 bad-yaml: a text cannot start with @/],
  ['- say: Come to room #4', /^5:12 bad-yaml: "#4" after this text is a remark → put the whole text in double quotes/],
  [
    '- ask: Ready?\n  slot: a\n  choices: { x: { labl: Yes }, y: B }',
    /^7:23 shape: "labl" is no key of "x" → write a label, or \{label: text/,
  ],
  ['- set: { a: true }', /^5:17 shape: "a" must be text, a number.*boolean true → write yes or no/],
  ['- end: true', /^5:7 shape: an end step must be the word end alone, as "- end"/],
  ['- say: { any: [] }', /^5:19 shape: "any" must be at least one text; here stands an empty list/],
  ['- say: 5', /^5:12 shape: "say" must be text.*; here stands number 5 → put it in quotes: "5"/],
  ['- sya: hello', /^5:7 unknown-verb: no step is called "sya" → write say/],
  ['- Just prose without a verb', /^5:7 unknown-verb: this step starts with no verb → put the verb in front/],
  ['- say: hi\n  gotoo: open', /^6:7 shape: "gotoo" is no key of a say step → write one of say/],
  ['- say: hi\n  goto: open', /^5:7 shape: one step with 2 verbs: say, goto/],
  ['- ask: Hm?\n  slott: a\n  as: yesno', /^6:7 shape: "slott" is no key of an ask step → write slot/],
  ['- ask: Hm?\n  slot: a\n  as: yes', /^7:11 shape: "as" must be one of yesno, text/],
  ['- ask: Hm?\n  slot: a', /shape: an ask step must be a question with either choices or as/],
  ['- pause: 9', /^5:14 shape: "pause" must be seconds, from 0.5 to 5; here stands number 9/],
  ['- goto: ofer', /^5:13 dangling-target: no section "ofer" in this dialog → write one of open/],
  ['- goto: opne', /dangling-target: no section "opne" in this dialog → write open/],
  ['- call: nowhere', /^5:13 dangling-target: no dialog "nowhere"/],
  [
    '- if: {a: true}\n  then: [end]',
    /^5:15 shape: "a" must be a value, a list of values.*here stands boolean true → write yes or no/,
  ],
  ['- if: {a: {belo: 3}}\n  then: [end]', /^5:15 shape: "a" must be a value/],
  [
    '- ask: A?\n  slot: a\n  as: yesno\n- ask: A?\n  slot: a\n  as: yesno',
    /^8:7 duplicate-id: the resting place "a" stands on line 5/,
  ],
  ['- say: a\n- say: a\n  say: b', /^7:7 bad-yaml: the key say stands here a second time/],
  ['- end\n- say:', /^6:11 shape: "say" must be text.*; here stands nothing → write the value/],
])('%s', (steps, want) => {
  const got = report(steps);
  expect(got.filter((line) => !want.test(line))).toEqual(got.slice(1));
  expect(got).toHaveLength(1);
});

test('a text without its quotes costs one problem, however many keys stand below it', () => {
  const text = `dialog: d
title: Note: this
triggers: [a]
sections:
  open:
    - ask: Ready: or not?
      slot: ready
      choices: { x: A, y: B }
      reprompt: "Yes" or no?
      tries: 9
    - say: @home
    - goto: opne
`;
  const { problems } = loadDialogs([{ file: 'dialogs/d.yaml', text }]);
  expect(problems.map((p) => `${p.line}:${p.col} ${p.code}`)).toEqual([
    '2:8 bad-yaml',
    '6:12 bad-yaml',
    '9:23 bad-yaml',
    '10:14 shape',
    '11:12 bad-yaml',
    '12:13 dangling-target',
  ]);
});

test('a broken bracket is told once and the other files are still read', () => {
  const broken = { file: 'dialogs/a.yaml', text: 'dialog: a\ntriggers: [x, y\ntitle: A\n' };
  const { dialogs, problems } = loadDialogs([broken, script('- say: 5')]);
  expect(problems.map((p) => [p.file, p.line])).toEqual([
    ['dialogs/a.yaml', 3],
    ['dialogs/d.yaml', 5],
  ]);
  expect(dialogs.map((d) => d.broken)).toEqual([true, true]);
});

test('the bot-wide texts are no dialog', () => {
  expect(loadDialogs([{ file: 'dialogs/bot.yaml', text: 'x: 1' }])).toEqual({ dialogs: [], problems: [] });
});

test('Spanish or tests without their dialog are told', () => {
  const { problems } = loadDialogs([
    script('- end'),
    { file: 'dialogs/es/dd.yaml', text: 'texts: []' },
    { file: 'dialogs/x.test.yaml', text: 'tests: []' },
  ]);
  expect(problems.map((p) => `${p.file} ${p.message}`)).toEqual([
    'dialogs/es/dd.yaml no dialog "dd"',
    'dialogs/x.test.yaml no dialog "x"',
  ]);
});

test('a row nobody knows is a problem, never passed by', () => {
  const text = `${script('- end').text}tests:\n  - name: t\n    talk:\n      - usr: hello\n      - user: a\n        bot: b\n`;
  const { problems } = loadDialogs([{ file: 'dialogs/d.yaml', text }]);
  expect(problems.map((p) => `${p.line}:${p.col} ${p.message} → ${p.mend}`)).toEqual([
    '9:9 no row is called "usr" → write user',
    '10:9 one row with several keys → start each with its own "- "',
  ]);
});
