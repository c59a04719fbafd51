import { loadContent } from '../../src/bot';
import { find } from '../../src/knowledge/find';
import { leansBack } from '../../src/knowledge/follow-up';
import type { Index } from '../../src/knowledge/index';

const index = loadContent().indexes.en as Index;
const scoreOf = (text: string, id: string, last?: string): number =>
  find(index, text, last ? { last: { kind: 'answer', id: last } } : {}).hits.find((h) => h.id === id)?.score ?? 0;

test.each([
  ['and how long?', true],
  ['what about couples?', true],
  ['how much', true],
  ['y cuánto dura', true],
  ['my husband and I have been fighting since we moved here', false],
])('"%s" leans on the last answer: %s', (text, leans) => {
  expect(leansBack(text)).toBe(leans);
});

test('a follow-up lifts what the last answer names as next, and nothing far away', () => {
  const next = index.documents.find((d) => d.id === 'cost')?.next?.[0] as string;
  const question = `and ${index.documents.find((d) => d.id === next)?.questions[0]}`;
  expect(scoreOf(question, next, 'cost')).toBeGreaterThan(scoreOf(question, next));
  expect(scoreOf(question, 'origins-and-history', 'cost')).toBe(scoreOf(question, 'origins-and-history'));
});

test('a long question of its own is read as without the last answer', () => {
  const question = 'my husband and I have been fighting since we moved here and I wonder about therapy for two';
  expect(find(index, question, { last: { kind: 'answer', id: 'cost' } })).toEqual(find(index, question));
});
