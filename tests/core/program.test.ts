import { edges, type Program } from '../../src/core/program';

const program: Program = {
  dialog: 'd',
  title: 'D',
  locale: 'en',
  file: 'dialogs/d.yaml',
  revision: '00000000',
  triggers: [],
  sources: [],
  start: 'open',
  sections: { open: 0 },
  rests: {},
  moved: {},
  code: [
    { line: 3, section: 'open', op: 'test', when: { where: { is: ['work'] } }, otherwise: 2 },
    { line: 4, section: 'open', op: 'end' },
    { line: 5, section: 'open', op: 'switch', dialog: 'other' },
  ],
};

test('a condition leads to two named ways, an end to one place without a name', () => {
  expect(edges(program, 0).map((e) => [e.to, e.way])).toEqual([
    [1, 'if holds'],
    [2, 'if not'],
  ]);
  expect(edges(program, 1)).toEqual([{ to: 'end', line: 4 }]);
  expect(edges(program, 2)).toEqual([{ to: { dialog: 'other' }, line: 5 }]);
});
