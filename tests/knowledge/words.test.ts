import { readWords } from '../../src/knowledge/words';

const file = (name: string, text: string) => ({ file: `knowledge/en/${name}.yaml`, text });

describe('readWords', () => {
  test('reads both files of a locale and leaves other locales alone', () => {
    const files = [
      file('words', 'synonyms:\n  - [cost, price]\nspellings:\n  licence: license\n'),
      file('background', 'background:\n  - tell me a joke\n'),
      { file: 'knowledge/es/words.yaml', text: 'synonyms: [[precio, costo]]' },
    ];
    expect(readWords(files, 'en')).toEqual({
      words: { synonyms: [['cost', 'price']], spellings: { licence: 'license' } },
      background: ['tell me a joke'],
      problems: [],
      empty: false,
    });
  });

  test('missing files say nothing', () => {
    expect(readWords([], 'en')).toEqual({
      words: { synonyms: [], spellings: {} },
      background: [],
      problems: [],
      empty: true,
    });
  });

  test.each([
    ['words', 'synonyms:\n  - [cost]\n', 2],
    ['words', 'synonyms:\n  - [cost, 988]\n', 2],
    ['words', 'synonims: []\n', 1],
    ['background', 'background: joke\n', 1],
    ['background', 'background: [joke\n', 2],
  ])('a fault in %s (%j) is named with its line and a mend', (name, text, line) => {
    const { problems } = readWords([file(name, text)], 'en');
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ file: `knowledge/en/${name}.yaml`, line });
    expect(problems[0]?.mend).not.toBe('');
  });
});
