import { shortCitation } from '../../src/knowledge/cite';

test.each([
  ['Frey, L. L. (2013). Relational-cultural therapy: Theory. Journal, 44(3).', 'Frey (2013)'],
  ['Perlman, F., & Frankel, J. (2009). Relational psychoanalysis: A review.', 'Perlman & Frankel (2009)'],
  ['Muran, J. C., Safran, J. D., Samstag, L. W., & Winston, A. (2005). Evaluating.', 'Muran et al. (2005)'],
  ["D'Angelo-Ruiz, M., & O'Neil, P. (2011). Title.", "D'Angelo-Ruiz & O'Neil (2011)"],
  ['NHS (UK). Get help with loneliness.', 'NHS (UK)'],
  [
    'National Institute for Health and Care Excellence (2018). Post-traumatic stress disorder.',
    'National Institute for Health and Care Excellence (2018)',
  ],
  ["Attune's own editorial note: common practice among therapists.", "Attune's own editorial note"],
  ['SimplePractice (2024). How much does therapy cost? Average.', 'SimplePractice (2024)'],
  ['RAINN', 'RAINN'],
  ['Leichsenring, F., Abbass, A., and colleagues. Comment on the guidelines.', 'Leichsenring et al.'],
  ['Oakley, A., Piran, N., and colleagues (2013). Outcome study.', 'Oakley et al. (2013)'],
])('%s is shown as %s', (citation, label) => {
  expect(shortCitation(citation)).toBe(label);
});
