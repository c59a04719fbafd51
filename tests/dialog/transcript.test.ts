import { runTests } from '../../src/dialog/check';
import { coverage, waysOf } from '../../src/dialog/coverage';
import { loadDialogs } from '../../src/dialog/load';
import { loadTranscripts } from '../../src/dialog/tests';
import { botOf, monday } from './fixtures/bot';
import { fixtureDialogs } from './fixtures/read';

const { dialogs } = loadDialogs(fixtureDialogs());
const bot = botOf(dialogs);

/** Plays one test written as YAML rows; row one stands on line 4. */
function play(rows: string, head = ''): string[] {
  const indented = rows.split('\n').map((r) => `      ${r}`);
  const text = `tests:\n  - name: t\n${head}    talk:\n${indented.join('\n')}\n`;
  const { tests, problems } = loadTranscripts([{ file: 'tests/transcripts/t.yaml', text }]);
  expect(problems).toEqual([]);
  const run = runTests([], tests, bot, monday);
  return run.problems
    .filter((p) => p.code !== 'uncovered')
    .map((p) => `${p.line}:${p.col} ${p.code}: ${p.message} → ${p.mend}`);
}

test('the fixtures go as written and take every way', () => {
  expect(runTests(dialogs, [], bot, monday)).toMatchObject({ problems: [], ways: 18, covered: 18 });
});

test.each([
  // a conversation that goes as written
  [
    '- user: is relational therapy for me\n- bot: What brings you\n- user: what does it cost\n- bot: differs\n- bot: Back to where we were\n- bot: what brings you',
    [],
  ],
  ['- user: is relational therapy for me\n- picks: unsafe\n- bot: Thank you\n- bot: Find a helpline\n- ends: true', []],
  ['- user: help me prepare the first call\n- picks: skip\n- bot: how many weeks\n- slots: {budget: null}', []],
  [
    '- user: help me prepare the first call\n- user: 60 euros\n- slots: {budget: 60 EUR}\n- user: 3\n- slots: {weeks: 3}',
    [],
  ],
  // rows that do not hold
  [
    '- user: is relational therapy for me\n- bot: Goodbye',
    [/^5:9 test-failed: t: "Goodbye" is said not in this turn; the bot says: /],
  ],
  [
    '- user: is relational therapy for me\n- bot: What brings you\n- bot: I am',
    [/^6:9 .*"I am" is said only earlier in this turn/],
  ],
  ['- user: is relational therapy for me\n- ends: true', [/^5:9 .*the dialog has not ended: is-it-for-me at reason/]],
  ['- user: is relational therapy for me\n- picks: unsafe\n- ends: false', [/^6:9 .*the dialog has ended/]],
  [
    '- user: is relational therapy for me\n- picks: nobody',
    [/^5:9 .*no button "nobody" is open → the buttons are pattern, past, unsafe, curious/],
  ],
  ['- user: is relational therapy for me\n- directory: failed', [/^5:9 .*the bot is not searching here/]],
  [
    '- user: is relational therapy for me\n- picks: pattern\n- slots: {reason: past, raeson: x}',
    [/^6:9 .*the slot reason holds "pattern"/, /^6:9 .*the slot raeson is empty; there is reason/],
  ],
  // what cannot be played ends the test: the rows after it would only confuse
  ['- user: is relational therapy for me\n- picks: nobody\n- bot: Never said\n- ends: true', [/no button/]],
])('%s', (rows, want) => {
  const found = play(rows);
  expect(found).toHaveLength(want.length);
  for (const [i, pattern] of want.entries()) expect(found[i]).toMatch(pattern);
});

test('a search waits for the directory row', () => {
  const rows = `- user: would this therapy help me
- picks: past
- user: yes
- user: Leeds
- user: 50 pounds
- user: hello?`;
  expect(play(rows)).toEqual([
    '9:9 test-failed: t: the bot is searching here → write directory: {found: n} or failed first',
  ]);
});

test('a test may be in Spanish', () => {
  const rows = '- user: Qué pasa en la primera sesión?\n- bot: cuenta qué le trae\n- ends: true';
  expect(play(rows, '    locale: es\n').map((p) => p.replace(/^5:9/, ''))).toEqual([]);
});

test('ways are the named edges, and choices that lead to one place are one way', () => {
  const program = bot.programs('en')['is-it-for-me'];
  const names = program ? waysOf(program).map((w) => `${w.line} ${w.name}`) : [];
  expect(names).toEqual([
    '16 choice pattern',
    '17 choice past',
    '18 choice unsafe',
    '19 choice curious',
    '13 otherwise',
    '26 if holds',
    '26 if not',
    '49 if holds',
    '49 if not',
    '65 none',
    '65 handoff else',
  ]);
});

test('a way nobody takes is told with file and line', () => {
  const few = dialogs.map((d) => ({ ...d, tests: d.tests.slice(0, 1) }));
  const told = runTests(few, [], bot, monday).problems.map((p) => `${p.file}:${p.line} ${p.code}: ${p.message}`);
  expect(told).toContain('dialogs/is-it-for-me.yaml:17 uncovered: no test takes the way of the choice "past"');
  expect(told).toContain('dialogs/is-it-for-me.yaml:13 uncovered: no test takes the way where no answer is understood');
  expect(told).toContain(
    'dialogs/is-it-for-me.yaml:26 uncovered: no test takes the way where the condition does not hold',
  );
});

test('lines of a trace that are no ways change nothing', () => {
  const none = coverage(bot.programs('en'), []);
  expect(
    coverage(bot.programs('en'), ['stage dialog', 'nobody:3 choice x', 'is-it-for-me ends', 'constructor:1 x']),
  ).toEqual(none);
  expect(none.missed).toEqual(none.ways);
});
