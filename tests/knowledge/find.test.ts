import { find } from '../../src/knowledge/find';
import { buildIndex, type Document } from '../../src/knowledge/index';
import { suggest } from '../../src/knowledge/suggest';

/** A corpus small enough to say why each result stands where it does. */
const documents: readonly Document[] = [
  {
    kind: 'answer',
    id: 'cost',
    title: 'What a session costs',
    questions: ['how much does it cost', 'price per session', 'is therapy expensive', 'what do therapists charge'],
  },
  {
    kind: 'answer',
    id: 'length',
    title: 'How long it takes',
    questions: ['how long does it last', 'how many sessions do people need', 'how many months until it works'],
  },
  {
    kind: 'answer',
    id: 'couples',
    title: 'Work with couples',
    questions: ['can we come as a couple', 'do you see partners together', 'relational therapy with my wife'],
  },
  {
    kind: 'dialog',
    id: 'find-a-therapist',
    title: 'Find a therapist',
    questions: ['find a therapist', 'help me look for someone', 'search therapists near me'],
  },
];
const background = [
  'what is the weather tomorrow',
  'tell me a joke',
  'book me a flight to rome',
  'who won the game last night',
  'how do i reset my router',
  'play some music',
];
const words = { synonyms: [['cost', 'price', 'fee']], spellings: { counselling: 'counseling' } };
const index = buildIndex(documents, { words, background, locale: 'en' });

describe('find', () => {
  test.each([
    // asked                                  outcome     first
    ['how much does it cost', 'answer', 'cost'],
    ['How much does it COST???', 'answer', 'cost'],
    ['what is the fee', undefined, 'cost'], // only the synonym group knows "fee"
    ['how mcuh does it csot', 'answer', 'cost'], // two swapped pairs of letters
    ['howmuch does it cost', 'answer', 'cost'], // glued words
    ['how long will it last', 'answer', 'length'],
    ['can me and my partner come as a couple', undefined, 'couples'],
    ['find me a therapist', 'answer', 'find-a-therapist'],
    ['tell me a joke', 'fallback', undefined],
    ['is it', 'fallback', undefined], // no content word
    ['', 'fallback', undefined],
    ['🙂🙂🙂', 'fallback', undefined],
  ] as const)('%s', (asked, outcome, first) => {
    const found = find(index, asked);
    if (outcome) expect(found.outcome).toBe(outcome);
    if (first) expect(found.hits[0]?.id).toBe(first);
  });

  test('the same content gives the same figures, to the last bit', () => {
    const again = buildIndex(documents, { words, background, locale: 'en' });
    for (const asked of ['what do you charge', 'how many sesions', 'my wife and me']) {
      expect(find(again, asked)).toEqual(find(index, asked));
    }
    expect(again.model).toEqual(index.model);
  });
});

describe('suggest', () => {
  test.each([
    ['how mu', 'cost'],
    ['pric', 'cost'],
    ['serch ther', 'find-a-therapist'],
    ['how lo', 'length'],
  ])('%s … leads to %s', (typed, id) => {
    expect(suggest(index, typed)[0]?.id).toBe(id);
  });

  test('one letter suggests nothing yet', () => {
    expect(suggest(index, 'h')).toEqual([]);
  });
});
