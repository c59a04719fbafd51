import { knowledgeFolder, readFolder } from '../../src/content';
import { detect } from '../../src/safety/detect';
import { loadSafetyRules, patternsFolder } from '../../src/safety/load';

const rules = loadSafetyRules(readFolder(knowledgeFolder).filter(({ file }) => file.startsWith(patternsFolder)));

test.each([
  // said                                      level      label
  ['I want to die', 'certain', 'suicide'],
  ['i w a n t t o d i e', 'certain', 'suicide'],
  ['I’m  d y i n g to see that film', 'none', 'none'],
  ['how many sessions do people have', 'none', 'none'],
])('%s', (said, level, label) => {
  expect(detect(rules, said, { locale: 'en' })).toMatchObject({ level, label });
});
