import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { knowledgeFolder, readFolder } from '../../src/content';
import { type KeptMiss, missCounter, missOf, readMissCounter } from '../../src/core/miss';
import { freshConversation } from '../../src/core/turn';
import type { Turn } from '../../src/core/types';
import { loadKnowledge } from '../../src/knowledge/load';
import { clusterMisses } from '../../src/knowledge/misses/cluster';
import { insertionDiff } from '../../src/knowledge/misses/diff';
import { missToKeep } from '../../src/knowledge/misses/keep';
import { withoutPersonal, wordsOf } from '../../src/knowledge/misses/personal';
import { proposalDiff, proposalsOf } from '../../src/knowledge/misses/propose';

const now = '2026-11-23T18:00:00.000Z';
// As in main.ts: the words of the answers, not those of crisis rules.
const answers = readFolder(knowledgeFolder).filter((f) => /^knowledge\/(?:en|es)\//.test(f.file));
const vocabulary = wordsOf(answers.map((f) => f.text));
const known = (word: string): boolean => vocabulary.has(word);

describe('what is personal is taken out', () => {
  test.each([
    ['my name is kevin and i want to know the cost', 'my name is [name] and i want to know the cost'],
    ['My name is Hope Grace, do you do tarot', 'My name is [name], do you do tarot'],
    ["i'm Ludmila what can you do", "i'm [name] what can you do"],
    ["i'm anxious what can you do", "i'm anxious what can you do"],
    ['my boyfriend kevin never talks', 'my boyfriend [name] never talks'],
    ['my husband never talks', 'my husband never talks'],
    ['do you know dr. smithers', 'do you know dr. [name]'],
    ['is Priyanka a good therapist', 'is [name] a good therapist'],
    ['does maria work here', 'does [name] work here'],
    ['write to jo.bloggs+x@mail.example.com please', 'write to [contact] please'],
    ['my insta is @sunny_jo', 'my [contact]'],
    ['call me on (617) 555-0142 or +44 20 7946 0958', 'call me on [number] or [number]'],
    ['my ssn is 078-05-1120', 'my ssn is [number]'],
    ['i was born on 3 March 1989', 'i was born on [date]'],
    ['dob 03/07/1989', 'dob [date]'],
    ['March 3rd, 1989 is my birthday', '[date] is my birthday'],
    ["i'm thirty-four and lonely", "i'm [number] and lonely"],
    ['i live at 12 Oak Tree Lane', 'i live at [address]'],
    ['i live in wolverton heights and need help', 'i live in [place] and need help'],
    ['therapists near SW1A 1AA', 'therapists near [place]'],
    ['therapists near me', 'therapists near me'],
    ['i work at Initech', 'i work at [place]'],
    ['see https://example.org/me?id=4 or myblog.com/jo', 'see [link] or [link]'],
    ['me llamo Ximena y busco ayuda', 'me llamo [name] y busco ayuda'],
    ['mi novio javier no habla', 'mi novio [name] no habla'],
    ['vivo en la calle Mayor 5', 'vivo en la [address]'],
    ['DO YOU DO TAROT', 'DO YOU DO TAROT'], // shouting is no name
    ['What about couples?', 'What about couples?'],
  ])('%s → %s', (text, want) => {
    expect(withoutPersonal(text, known)).toBe(want);
  });

  test('planted addresses and numbers never come through, whatever stands around them', () => {
    const around = fc
      .array(fc.constantFrom('what', 'is', 'it', 'therapy', 'my', 'and', 'me', 'i', 'call', '?', ','), { maxLength: 5 })
      .map((w) => w.join(' '));
    const planted = fc.oneof(
      fc.emailAddress(),
      fc.webUrl(),
      fc.stringMatching(/^\+?\d{3}[ -]?\d{3}[ -]?\d{4}$/),
      fc.stringMatching(/^\d{5}(-\d{4})?$/),
      fc.stringMatching(/^\d{1,2}\/\d{1,2}\/(19|20)\d{2}$/),
    );
    fc.assert(
      fc.property(around, planted, around, (before, secret, after) => {
        const kept = withoutPersonal(`${before} ${secret} ${after}`, known);
        expect(kept).not.toContain(secret);
        expect(kept).not.toMatch(/[\d@]/);
      }),
      { seed: 3, numRuns: 300 },
    );
  });
});

const hello = { ...freshConversation('en', 'US'), welcomed: true, disclosed: now };

function asked(
  text: string,
  decision: Partial<Turn['decision']> = {},
  state: Partial<Turn['state']> = {},
): KeptMiss | undefined {
  const fallback: Turn = {
    state: { ...hello, ...state },
    out: [],
    decision: {
      outcome: 'fallback',
      candidates: [{ kind: 'answer', id: 'cost', title: 'Cost', score: 0.21 }],
      ...decision,
    },
    trace: [],
  };
  return missToKeep(text, fallback, now, known);
}

describe('what may be kept', () => {
  test('an unanswered question, with its day and its end', () => {
    expect(asked('do you take crypto')).toEqual({
      text: 'do you take crypto',
      locale: 'en',
      nearest: 'cost',
      tenth: 2,
      on: '2026-11-23',
      expires: '2026-12-23T00:00:00.000Z',
    });
  });

  test.each([
    ['answered', asked('do you take crypto', { outcome: 'answer' })],
    ['said to a guide', asked('do you take crypto', { outcome: 'dialog' })],
    [
      'with a possible crisis',
      asked('do you take crypto', { crisis: { level: 'possible', label: 'suicide', urgent: false, rules: [] } }),
    ],
    [
      'after a crisis in the same conversation',
      asked(
        'do you take crypto',
        {},
        { crisis: { since: now, label: 'suicide', level: 'certain', urgent: false, turns: 4, shown: 1 } },
      ),
    ],
    ['near danger', asked('what if he hits')],
    ['but a story', asked('my sister went to tarot and my mother did not like it')],
    ['long', asked(`do you take crypto ${'and another thing '.repeat(12)}`)],
    ['with nothing left', asked('kevin smithers 555-0142')],
    ['with more taken out than left', asked('did kevin see dr. who at 12 Oak Lane on 3 March')],
  ])('not a question %s', (_, kept) => {
    expect(kept).toBeUndefined();
  });

  test('no crisis message of the labelled set, even if the crisis rules had missed it', () => {
    const rows = readFileSync(path.join(__dirname, '..', 'sets', 'crisis.dev.jsonl'), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as { text: string; label: string; lang: 'en' | 'es' });
    const crises = rows.filter((r) => r.label !== 'none');
    expect(crises.length).toBeGreaterThan(100);
    expect(crises.flatMap(({ text, lang }) => asked(text, {}, { locale: lang })?.text ?? [])).toEqual([]);
  });
});

describe('counts', () => {
  test.each([
    [{ kind: 'miss', month: '2026-11', topic: 'cost', tenth: 4, locale: 'en' }, 'miss/2026-11/cost/4/en'],
    [{ kind: 'miss', month: '2026-11', tenth: 0, locale: 'es' }, 'miss/2026-11/none/0/es'],
    [{ kind: 'unhelpful', month: '2026-11', topic: 'cost', locale: 'en' }, 'unhelpful/2026-11/cost/-/en'],
  ] as const)('%j is %s and back', (count, name) => {
    expect(missCounter(count)).toBe(name);
    expect(readMissCounter(name)).toEqual(count);
  });

  test('a counter of something else is none', () => {
    expect(readMissCounter('crisis/2026-11/suicide/certain/en')).toBeUndefined();
  });

  test('an answered question is not counted', () => {
    expect(missOf({ outcome: 'answer', topic: 'cost', candidates: [] }, 'en', now)).toBeUndefined();
  });
});

function miss(text: string, nearest?: string, locale: 'en' | 'es' = 'en'): KeptMiss {
  return {
    text,
    locale,
    ...(nearest ? { nearest } : {}),
    tenth: 2,
    on: '2026-11-23',
    expires: '2026-12-23T00:00:00.000Z',
  };
}

const misses = [
  miss('do you take bitcoin', 'cost'),
  miss('can I pay with bitcoin', 'cost'),
  miss('paying in bitcoin?', 'cost'),
  miss('Paying in Bitcoin', 'insurance'),
  miss('is there parking at the office'),
  miss('parking?'),
  miss('pagar con bitcoin', 'cost', 'es'),
];

describe('clusters', () => {
  test('group what shares its stems, the most asked first', () => {
    expect(clusterMisses(misses).map((c) => [c.locale, c.nearest, c.asked, c.texts])).toEqual([
      ['en', 'cost', 3, ['Paying in Bitcoin', 'can I pay with bitcoin']],
      ['en', undefined, 2, ['parking?', 'is there parking at the office']],
      ['en', 'cost', 1, ['do you take bitcoin']],
      ['es', 'cost', 1, ['pagar con bitcoin']],
    ]);
  });

  test('do not depend on the order in which people asked', () => {
    const want = clusterMisses(misses);
    fc.assert(
      fc.property(fc.shuffledSubarray(misses, { minLength: misses.length }), (shuffled) => {
        expect(clusterMisses(shuffled)).toEqual(want);
      }),
      { seed: 5, numRuns: 50 },
    );
  });
});

const file = 'knowledge/en/money.yaml';
const money = `group: money
title: Cost
entries:
  - id: cost
    title: What does it cost?
    questions:
      - what does it cost
      - "is it dear: tell me"
      - a question that goes on
        for another line
    answer: It differs.
  - id: insurance
    title: Is it insured?
    questions: [insurance, am i covered]
    answer: Ask them.
`;

describe('the diff', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'attune-'));
    mkdirSync(path.join(folder, 'knowledge', 'en'), { recursive: true });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function applied(text: string, diff: string): string {
    writeFileSync(path.join(folder, file), text);
    execFileSync('git', ['apply', '-p1', '-'], {
      cwd: folder,
      input: diff,
      env: { PATH: process.env['PATH'] ?? '', GIT_CEILING_DIRECTORIES: tmpdir() },
    });
    return readFileSync(path.join(folder, file), 'utf8');
  }

  test('adds the phrasings below the last question of the nearest entry', () => {
    const files = [{ file, text: money }];
    const knowledge = loadKnowledge(files);
    const clusters = clusterMisses([...misses, miss('what does it cost', 'cost'), miss('refunds: for [name]', 'cost')]);
    const diff = proposalDiff(proposalsOf(clusters, knowledge), knowledge, files);
    expect(diff).toBe(`--- a/knowledge/en/money.yaml
+++ b/knowledge/en/money.yaml
@@ -8,6 +8,10 @@
       - "is it dear: tell me"
       - a question that goes on
         for another line
+      - Paying in Bitcoin
+      - can I pay with bitcoin
+      - do you take bitcoin
+      - "refunds: for someone"
     answer: It differs.
   - id: insurance
     title: Is it insured?
`);
    const after = loadKnowledge([{ file, text: applied(money, diff) }]);
    expect(after.problems).toEqual([]);
    expect(after.entries[0]?.questions.slice(3)).toEqual([
      'Paying in Bitcoin',
      'can I pay with bitcoin',
      'do you take bitcoin',
      'refunds: for someone',
    ]);
  });

  test('any insertions stand where they were put', () => {
    const lines = fc.array(fc.constantFrom('a', 'b', '', ' c', '+d', '-e'), { minLength: 1, maxLength: 30 });
    const where = fc.array(
      fc.record({ after: fc.nat(30), lines: fc.array(fc.constantFrom('x', 'y'), { maxLength: 3 }) }),
      { maxLength: 4 },
    );
    fc.assert(
      fc.property(lines, where, (before, places) => {
        const insertions = places.map((i) => ({ ...i, after: Math.min(i.after, before.length) }));
        const want: string[] = [];
        for (let at = 0; at <= before.length; at += 1) {
          if (at > 0) want.push(before[at - 1] ?? '');
          for (const i of insertions) if (i.after === at) want.push(...i.lines);
        }
        const text = `${before.join('\n')}\n`;
        expect(patched(text, insertionDiff(file, text, insertions))).toBe(`${want.join('\n')}\n`);
      }),
      { seed: 9, numRuns: 300 },
    );
  });
});

/** The plainest reading of a unified diff: every line of every hunk must be where the hunk says. */
function patched(text: string, diff: string): string {
  const old = text.split('\n');
  const out: string[] = [];
  let at = 0;
  let left = { old: 0, new: 0 };
  for (const line of diff.split('\n').slice(2)) {
    const head = /^@@ -(\d+),(\d+) \+(\d+),(\d+) @@$/.exec(line)?.slice(1).map(Number);
    if (head && left.old === 0 && left.new === 0) {
      const [from = 0, n = 0, to = 0, m = 0] = head;
      while (at < (n ? from - 1 : from)) out.push(old[at++] ?? '');
      expect(out.length).toBe(to - 1);
      left = { old: n, new: m };
    } else if (line.startsWith(' ')) {
      expect(old[at]).toBe(line.slice(1));
      out.push(old[at++] ?? '');
      left = { old: left.old - 1, new: left.new - 1 };
    } else if (line.startsWith('+')) {
      out.push(line.slice(1));
      left = { ...left, new: left.new - 1 };
    }
  }
  expect(left).toEqual({ old: 0, new: 0 });
  return [...out, ...old.slice(at)].join('\n');
}
