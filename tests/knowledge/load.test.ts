import { formatProblem, type SourceFile } from '../../src/core/problem';
import { bubblesOf, toEntry } from '../../src/knowledge/entry';
import { loadKnowledge } from '../../src/knowledge/load';

const sources: SourceFile = {
  file: 'knowledge/sources.yaml',
  text: `sources:
  aron-1996:
    citation: "Aron, L. (1996). A Meeting of Minds."
    url: https://example.org/aron
`,
};

function group(text: string, file = 'knowledge/en/basics.yaml'): SourceFile {
  return { file, text };
}

const good = group(`group: basics
title: The basics
entries:
  - id: what-is-it
    title: What is it?
    questions:
      - what is relational therapy
      - "relational therapy: what is it"
    answer: |
      A talk therapy that looks
      at how people get on.

      It takes time.
    short: A talk therapy about how people get on.
    sources: [aron-1996]
    next: [how-it-works]
    review: {status: draft, on: 2026-11-23}
    threshold: 0.4
`);

describe('loadKnowledge', () => {
  test('reads entries and sources, whatever the order of the files', () => {
    const knowledge = loadKnowledge([good, sources]);
    expect(knowledge.problems).toEqual([]);
    expect(knowledge.entries).toEqual([
      {
        id: 'what-is-it',
        locale: 'en',
        group: 'basics',
        title: 'What is it?',
        questions: ['what is relational therapy', 'relational therapy: what is it'],
        answer: 'A talk therapy that looks\nat how people get on.\n\nIt takes time.',
        short: 'A talk therapy about how people get on.',
        sources: ['aron-1996'],
        next: ['how-it-works'],
        review: { status: 'draft', on: '2026-11-23' },
        threshold: 0.4,
        file: 'knowledge/en/basics.yaml',
        place: { line: 4, col: 5 },
      },
    ]);
    const [entry] = knowledge.entries;
    expect(entry && toEntry(entry, knowledge.sources)).toEqual({
      id: 'what-is-it',
      title: 'What is it?',
      bubbles: ['A talk therapy that looks at how people get on.', 'It takes time.'],
      sources: [
        {
          id: 'aron-1996',
          text: 'Aron, L. (1996). A Meeting of Minds.',
          label: 'Aron (1996)',
          url: 'https://example.org/aron',
        },
      ],
      next: ['how-it-works'],
    });
    expect(entry && knowledge.placeOf(entry, ['questions', 1])).toEqual({ line: 8, col: 9 });
  });

  test('passes over the files that hold no answers', () => {
    const others = ['en/words.yaml', 'en/background.yaml', 'safety/en.yaml', 'knowledge.schema.json'];
    const knowledge = loadKnowledge([good, ...others.map((f) => ({ file: `knowledge/${f}`, text: 'a: 1' }))]);
    expect(knowledge.problems).toEqual([]);
    expect(knowledge.entries).toHaveLength(1);
  });

  test('tells every fault of form with its line, and keeps the sound entries', () => {
    const knowledge = loadKnowledge([
      group(`group: basic
title: The basics
entries:
  - id: What is it
    title: What is it?
    questions: what is it
    anwser: text
    threshold: 3
    review: {status: done, on: 2026-02-30}
  - id: sound
    title: Sound
    questions: [is it sound]
    answer: It is.
  - id: four
    title:
    questions: [q]
    answer: So.
  - id: five
    title: Five: a slip
    questions: [q]
    answer: Yes.
  - id: six
    title: Six
    questions: [q]
    answer: Yes.
    next: [five]
`),
    ]);
    expect(knowledge.entries.map((e) => e.id)).toEqual(['sound', 'six']);
    expect([...knowledge.unread]).toEqual(['four', 'five']);
    expect(knowledge.problems.map(formatProblem)).toEqual([
      'knowledge/en/basics.yaml:19:12 bad-yaml: a ": " inside this text makes YAML read a key\n    mend: put the whole text in double quotes',
      'knowledge/en/basics.yaml:1:8 shape: the group is called "basic" and the file "basics"\n    mend: group: basics',
      'knowledge/en/basics.yaml:4:9 shape: `id` is "What is it"\n    mend: write small letters, digits and single hyphens',
      'knowledge/en/basics.yaml:6:16 shape: `questions` must be a list, found "what is it"\n    mend: change the value',
      'knowledge/en/basics.yaml:9:22 shape: `status` is "done"\n    mend: write one of draft, reviewed',
      'knowledge/en/basics.yaml:9:32 shape: `on` is "2026-02-30"\n    mend: write a day that exists',
      'knowledge/en/basics.yaml:8:16 shape: `threshold` is 3\n    mend: write a number up to 1',
      'knowledge/en/basics.yaml:7:5 shape: unknown key `anwser`\n    mend: write `answer`',
      'knowledge/en/basics.yaml:15:11 shape: `title` must be a text, found nothing\n    mend: change the value',
    ]);
  });

  test('an id may stand once in a language', () => {
    const again = group(good.text.replaceAll('basics', 'again'), 'knowledge/en/again.yaml');
    const spanish = group(good.text, 'knowledge/es/basics.yaml');
    const knowledge = loadKnowledge([good, again, spanish]);
    expect(knowledge.entries.map((e) => [e.locale, e.id])).toEqual([
      ['en', 'what-is-it'],
      ['es', 'what-is-it'],
    ]);
    expect(knowledge.problems.map((p) => [p.file, p.line, p.code])).toEqual([
      ['knowledge/en/again.yaml', 4, 'duplicate-id'],
    ]);
  });

  test('a reviewed answer says who read it', () => {
    const claimed = group(good.text.replace('status: draft', 'status: reviewed'));
    expect(loadKnowledge([claimed]).problems.map((p) => p.message)).toEqual(['`by` is missing']);
    const named = group(good.text.replace('status: draft', 'status: reviewed, by: Dr. A. Name'));
    expect(loadKnowledge([named]).problems).toEqual([]);
  });
});

describe('a foreign knowledge base', () => {
  test.each([
    ['a list', 'faq.yaml', '- id: a\n  title: A\n  questions: [how]\n  answer: So.\n'],
    [
      'a map with entries',
      'de/faq.yml',
      'version: 3\nentries:\n- {id: a, title: A, questions: [how], answer: So., extra: 1}\n',
    ],
    ['JSON', 'faq.json', '[{"id": "a", "title": "A", "questions": ["how"], "answer": "So."}]'],
    ['one question', 'en/faq.yaml', '- {id: a, title: A, question: how, answer: So.}'],
  ])('may be %s', (_, name, text) => {
    const knowledge = loadKnowledge([{ file: `theirs/${name}`, text }], { foreign: true });
    expect(knowledge.problems).toEqual([]);
    expect(knowledge.entries).toMatchObject([
      { id: 'a', title: 'A', questions: ['how'], answer: 'So.', locale: 'en', next: [] },
    ]);
  });

  test('may call a file as we call ours', () => {
    const text = '- {id: a, title: A, questions: [how], answer: So.}';
    const files = ['theirs/topics.yaml', 'theirs/sources.yaml', 'theirs/words.yaml'];
    for (const file of files) {
      expect(loadKnowledge([{ file, text }], { foreign: true }).entries.map((e) => e.id)).toEqual(['a']);
    }
  });

  test('may be ours under another name', () => {
    const files = [
      { ...good, file: 'copy/en/basics.yaml' },
      { ...sources, file: 'copy/sources.yaml' },
      { file: 'copy/topics.yaml', text: 'groups: []' },
      { file: 'copy/en/words.yaml', text: 'synonyms: []' },
    ];
    const knowledge = loadKnowledge(files, { foreign: true });
    expect(knowledge.problems).toEqual([]);
    expect(knowledge.entries.map((e) => [e.id, e.sources])).toEqual([['what-is-it', ['aron-1996']]]);
    expect(Object.keys(knowledge.sources)).toEqual(['aron-1996']);
  });

  test('takes ids as they come and joins the phrasings of one id', () => {
    const text =
      '- {id: 7, questions: [one], answer: A}\n- {id: Card Lost, title: Lost, questions: [two], answer: B}\n- {id: "7", questions: [three], answer: C}';
    const knowledge = loadKnowledge([{ file: 'theirs/a.yaml', text }], { foreign: true });
    expect(knowledge.entries.map((e) => [e.id, e.title, e.questions, e.answer])).toEqual([
      ['7', '7', ['one', 'three'], 'A'],
      ['Card Lost', 'Lost', ['two'], 'B'],
    ]);
    expect(knowledge.problems.map((p) => p.code)).toEqual(['duplicate-id']);
  });

  test('reports what it cannot use and goes on', () => {
    const files = [
      {
        file: 'theirs/a.yaml',
        text: '- {id: a, questions: [one]}\n- just text\n- {id: b, questions: [two], answer: B}',
      },
      { file: 'theirs/b.yaml', text: 'settings: {a: 1}' },
    ];
    const knowledge = loadKnowledge(files, { foreign: true });
    expect(knowledge.entries.map((e) => e.id)).toEqual(['b']);
    expect(knowledge.problems.map((p) => `${p.file}:${p.line} ${p.message}`)).toEqual([
      'theirs/a.yaml:1 the entry has no `answer`',
      'theirs/a.yaml:2 an entry must be a map of keys',
      'theirs/b.yaml:1 no entries here',
    ]);
  });
});

describe('bubbles', () => {
  test.each([
    ['one paragraph', 'One.', ['One.']],
    ['wrapped lines', 'One line\nand its rest.', ['One line and its rest.']],
    ['two paragraphs', 'One.\n\nTwo.', ['One.', 'Two.']],
    ['a list keeps its lines', 'You can:\n- ask\n- wait\n  a while', ['You can:\n- ask\n- wait a while']],
    [
      'three, the long one alone',
      'A long first paragraph here.\n\nTwo.\n\nThree.',
      ['A long first paragraph here.', 'Two.\n\nThree.'],
    ],
    [
      'three, the long one last',
      'One.\n\nTwo.\n\nA long last paragraph here.',
      ['One.\n\nTwo.', 'A long last paragraph here.'],
    ],
    ['blank lines with spaces', 'One.\n  \n\nTwo.\n', ['One.', 'Two.']],
  ])('%s', (_, answer, want) => {
    expect(bubblesOf(answer)).toEqual(want);
  });
});
