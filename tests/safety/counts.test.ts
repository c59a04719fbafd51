import { referralMonths } from '../../src/safety/counts';

test('months come newest first, classes in their order, small groups are left out and said to be', () => {
  const months = referralMonths({
    'crisis/2026-10/suicide/certain/en': 5,
    'crisis/2026-11/partner_violence/certain/es': 6,
    'crisis/2026-11/suicide/possible/en': 41,
    'crisis/2026-11/suicide/certain/en': 17,
    'crisis/2026-11/sexual_assault/certain/en': 4,
    'miss/2026-11/cost/3/en': 100,
  });
  expect(months).toEqual([
    {
      month: '2026-11',
      fewer: true,
      rows: [
        { label: 'suicide', level: 'certain', locale: 'en', count: 17 },
        { label: 'suicide', level: 'possible', locale: 'en', count: 41 },
        { label: 'partner_violence', level: 'certain', locale: 'es', count: 6 },
      ],
    },
    { month: '2026-10', fewer: false, rows: [{ label: 'suicide', level: 'certain', locale: 'en', count: 5 }] },
  ]);
});

test.each([
  ['a class nobody knows', 'crisis/2026-11/boredom/certain/en'],
  ['a name that is longer', 'crisis/2026-11/suicide/certain/en/US'],
  ['a language of another bot', 'crisis/2026-11/suicide/certain/fr'],
])('passes over %s', (_what, name) => {
  expect(referralMonths({ [name]: 50 })).toEqual([]);
});

test('a month with small groups only shows no number at all', () => {
  expect(referralMonths({ 'crisis/2026-11/suicide/certain/en': 1 })).toEqual([
    { month: '2026-11', rows: [], fewer: true },
  ]);
});
