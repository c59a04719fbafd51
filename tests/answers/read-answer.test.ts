import { readAnswer } from '../../src/answers';
import type { Ask } from '../../src/core/program';
import type { Locale } from '../../src/core/types';

const monday = '2026-01-05T12:00:00Z';
const base = {
  op: 'ask',
  id: 'q',
  slot: 'q',
  text: ['?'],
  choices: [],
  optional: false,
  known: false,
  tries: 2,
} as const;
const choices = [
  { value: 'partner', label: 'With a partner', also: ['my husband', 'my wife'], line: 1 },
  { value: 'family', label: 'With family', also: ['parents', 'mi familia'], line: 2 },
  { value: 'work', label: 'At work or study', also: ['my boss', 'trabajo'], line: 3 },
];
const ask = (kind: Ask['kind'], more: Partial<Ask> = {}): Ask => ({ ...base, kind, ...more });
const questions = {
  choice: ask('choice', { choices }),
  yesno: ask('yesno'),
  text: ask('text'),
  number: ask('number', { min: 1, max: 99 }),
  money: ask('money', { max: 1000 }),
  date: ask('date'),
  place: ask('place'),
} as const;

test.each<[said: string, kind: keyof typeof questions, want: unknown, locale?: Locale]>([
  ['With family', 'choice', 'family'],
  ['  with FAMILY!! ', 'choice', 'family'],
  ['2', 'choice', 'family'],
  ['option 3', 'choice', 'work'],
  ['the second one', 'choice', 'family'],
  ['the last one please', 'choice', 'work'],
  ['it is mostly my boss', 'choice', 'work'], // one choice's phrase inside the sentence
  ['my husband and my boss', 'choice', undefined], // two choices fit: no match
  ['what is it like with family?', 'choice', undefined], // a question is left to the knowledge base
  ['with fam', 'choice', 'family'], // half-typed
  ['with', 'choice', undefined], // the start of two
  ['9', 'choice', undefined],
  ['la segunda', 'choice', 'family', 'es'],
  ['con mi familia', 'choice', 'family', 'es'],
  ['yes please', 'yesno', 'yes'],
  ['Yep.', 'yesno', 'yes'],
  ['👍', 'yesno', 'yes'],
  ['not really', 'yesno', 'no'], // recognizers do not know this one
  ["I don't think so", 'yesno', 'no'],
  ['no, thank you', 'yesno', 'no'],
  ['no I already have one', 'yesno', 'no'],
  ['it depends', 'yesno', undefined],
  ['yes but what does it cost', 'yesno', undefined],
  ['1', 'yesno', 'yes'],
  ['sí', 'yesno', 'yes', 'es'],
  ['claro que sí', 'yesno', 'yes', 'es'],
  ['la verdad no', 'yesno', 'no', 'es'],
  ['3', 'number', 3],
  ['about twelve', 'number', 12],
  ['veinte', 'number', 20, 'es'],
  ['150', 'number', undefined], // above max
  ['is 3 a lot?', 'number', undefined],
  ['soon', 'number', undefined],
  ['80', 'money', { amount: 80, currency: 'USD' }], // recognizers see a number here, not money
  ['about 60 pounds', 'money', { amount: 60, currency: 'GBP' }],
  ['$1,000 max', 'money', { amount: 1000, currency: 'USD' }],
  ['up to 90 €', 'money', { amount: 90, currency: 'EUR' }],
  ['eighty dollars', 'money', { amount: 80, currency: 'USD' }],
  ['5000', 'money', undefined],
  ['tomorrow', 'date', '2026-01-06'],
  ['whenever', 'date', undefined],
  ['Leeds', 'place', { name: 'Leeds' }],
  ['i live in new york', 'place', { name: 'New York' }],
  ['near 02139', 'place', { name: '02139' }],
  ['where do you search?', 'place', undefined],
  ['??', 'place', undefined],
  ['anything at all', 'text', 'anything at all'],
])('"%s" answers a %s question with %j', (said, kind, want, locale = 'en') => {
  expect(readAnswer(questions[kind], said, locale, monday)).toEqual(want);
});

test('what the recognizers can not read in time never reaches them', () => {
  // Handed on, the first of these holds the process for seconds; here it is simply no date.
  for (const said of ['mañana '.repeat(8), '1st '.repeat(500), 'a'.repeat(100_000), '🙂'.repeat(1000)]) {
    expect(readAnswer(questions.date, said, 'es', monday)).toBeUndefined();
    expect(readAnswer(questions.date, said, 'en', monday)).toBeUndefined();
  }
});
