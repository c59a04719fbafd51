import { edges, type Program } from '../../src/core/program';
import type { Locale } from '../../src/core/types';
import { compileDialogs } from '../../src/dialog/compile';
import { loadDialogs } from '../../src/dialog/load';
import { fixtureDialogs } from './fixtures/read';

const { dialogs } = loadDialogs(fixtureDialogs());
const en = compileDialogs(dialogs, 'en');
const es = compileDialogs(dialogs, 'es');

function program(id: string, locale: Locale = 'en'): Program {
  const found = Object.entries(locale === 'en' ? en : es).find(([key]) => key === id);
  if (!found) throw new Error(`no program ${id}`);
  return found[1];
}

/** A program as a reader would draw it: one line an instruction. */
function listing(id: string): string[] {
  return program(id).code.map((at, pc) => {
    const to = edges(program(id), pc).map(
      (e) => `${e.way ? `${e.way} ` : ''}> ${typeof e.to === 'object' ? e.to.dialog : e.to}`,
    );
    return `${pc} ${at.section} ${at.op} ${to.join(', ')}`;
  });
}

test('the worked example compiles to the flow it describes', () => {
  expect(listing('is-it-for-me')).toMatchInlineSnapshot(`
[
  "0 open say > 1",
  "1 open ask choice pattern > 2, choice past > 11, choice unsafe > 17, choice curious > 14, otherwise > 10",
  "2 open say > 3",
  "3 open ask > 4",
  "4 open test if holds > 5, if not > 7",
  "5 open say > 6",
  "6 open jump > 8",
  "7 open say > 8",
  "8 open jump > 21",
  "9 open stop > end",
  "10 open jump > 14",
  "11 past say > 12",
  "12 past jump > 21",
  "13 past stop > end",
  "14 basics call > 15",
  "15 basics jump > 21",
  "16 basics stop > end",
  "17 unsafe say > 18",
  "18 unsafe card > 19",
  "19 unsafe end > end",
  "20 unsafe stop > end",
  "21 offer ask > 22",
  "22 offer test if holds > 23, if not > 24",
  "23 offer jump > 27",
  "24 offer link > 25",
  "25 offer end > end",
  "26 offer stop > end",
  "27 search set > 28",
  "28 search ask > 29",
  "29 search ask > 30",
  "30 search handoff none > 33, handoff else > 31",
  "31 search end > end",
  "32 search stop > end",
  "33 search say > 34",
  "34 search forget > 35",
  "35 search jump > 27",
]
`);
});

test('choices keep the order they are written in, numbers included, and their lines', () => {
  const ask = program('first-call').code.find((at) => at.op === 'ask' && at.id === 'clear');
  expect(ask?.op === 'ask' && ask.choices.map((c) => [c.value, c.label])).toEqual([
    ['3', 'Very clear'],
    ['2', 'Half'],
    ['1', 'Not yet'],
  ]);
});

test('a condition on a choice compares with what the slot will hold', () => {
  const tests = program('first-call').code.flatMap((at) => (at.op === 'test' ? [at.when] : []));
  expect(tests[0]).toEqual({ clear: { is: ['1'] } });
});

test('every locale has the same resting ids at the same positions', () => {
  for (const id of Object.keys(en)) {
    expect(es[id]?.rests).toEqual(en[id]?.rests);
    expect(es[id]?.sections).toEqual(en[id]?.sections);
    expect(es[id]?.code.map((at) => at.op)).toEqual(en[id]?.code.map((at) => at.op));
  }
});

test('Spanish takes the place of English; a dialog without Spanish says that it is English', () => {
  expect(es['first-session']).toMatchObject({
    locale: 'es',
    title: 'La primera sesión',
    triggers: ['qué pasa en la primera sesión'],
  });
  expect(program('first-session', 'es').code[0]).toMatchObject({
    op: 'say',
    text: [expect.stringContaining('cuenta qué le trae')],
  });
  expect(es['first-call']).toMatchObject({ locale: 'en', title: 'The first call' });
});

test('the revision changes with the script', () => {
  const [first] = loadDialogs([{ file: 'd.yaml', text: 'dialog: d\ntitle: D\nsections: {open: [end]}' }]).dialogs;
  const [second] = loadDialogs([{ file: 'd.yaml', text: 'dialog: d\ntitle: E\nsections: {open: [end]}' }]).dialogs;
  expect(first?.revision).toMatch(/^[0-9a-f]{8}$/);
  expect(second?.revision).not.toBe(first?.revision);
});
