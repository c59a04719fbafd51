import { checkDialogs } from '../../src/cli/check-dialogs';
import { formatProblem } from '../../src/core/problem';

test('the shipped guides have no problem, and their tests take every way', async () => {
  const { problems, note } = await checkDialogs.run();
  expect(problems.map(formatProblem)).toEqual([]);
  expect(note).toMatch(/^\d+ dialogs, \d+ tests, \d+ ways, 100 % covered$/);
});
