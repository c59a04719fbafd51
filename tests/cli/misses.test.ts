import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { command, report } from '../../src/cli/misses';
import type { KeptMiss } from '../../src/core/miss';
import { memoryStore } from '../../src/store/memory';

const now = '2026-11-23T18:00:00.000Z';
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'attune-'));
  mkdirSync(path.join(folder, 'knowledge', 'en'), { recursive: true });
  writeFileSync(
    path.join(folder, 'knowledge', 'en', 'money.yaml'),
    'group: money\ntitle: Cost\nentries:\n  - id: cost\n    title: Cost\n    questions:\n      - what does it cost\n    answer: It differs.\n',
  );
});
afterEach(() => rmSync(folder, { recursive: true }));

function miss(text: string, nearest?: string): KeptMiss {
  const expires = '2026-12-23T00:00:00.000Z';
  return { text, locale: 'en', ...(nearest ? { nearest } : {}), tenth: 3, on: '2026-11-23', expires };
}

test('counts by topic and confidence, groups, and the phrasings as a diff', async () => {
  const store = memoryStore();
  await store.counters.add(['miss/2026-10/cost/2/en', 'miss/2026-11/cost/4/en', 'miss/2026-11/cost/4/en']);
  await store.counters.add([
    'miss/2026-11/none/0/es',
    'unhelpful/2026-11/cost/-/en',
    'crisis/2026-11/suicide/certain/en',
  ]);
  for (const text of ['do you take bitcoin', 'is bitcoin ok to take', 'what does it cost?']) {
    await store.misses.add(miss(text, 'cost'));
  }
  await store.misses.add(miss('is there parking'));
  expect(
    await report(store, now, path.join(folder, 'knowledge')),
  ).toBe(`Questions without a good answer, by nearest topic and confidence

nearest topic          far        near       close not helpful
cost                     1           2           0           1
(nothing near)           1           0           0           0

4 kept, in 3 groups

2 × near cost (en)
    do you take bitcoin
    is bitcoin ok to take
1 × near nothing: perhaps a new answer (en)
    is there parking
1 × near cost (en), all of it is there already
    what does it cost?

Proposed phrasings. Read them, then: attune misses | git apply

--- a/knowledge/en/money.yaml
+++ b/knowledge/en/money.yaml
@@ -5,4 +5,6 @@
     title: Cost
     questions:
       - what does it cost
+      - do you take bitcoin
+      - is bitcoin ok to take
     answer: It differs.
`);
});

test('without kept questions it says how to keep them', async () => {
  const store = memoryStore();
  await store.counters.add(['miss/2026-11/cost/4/en']);
  expect(await report(store, now, path.join(folder, 'knowledge'))).toContain('ATTUNE_KEEP_MISSES=true');
  expect(await report(memoryStore(), now, folder)).toBe('No question has gone unanswered so far.\n');
});

test('a data folder that is not there is named', async () => {
  const errors = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  expect(await command.run(['--data', path.join(folder, 'nowhere')])).toBe(2);
  expect(errors.mock.calls.join()).toContain('nowhere is not there');
  errors.mockRestore();
});
