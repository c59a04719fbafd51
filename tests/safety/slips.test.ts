import { knowledgeFolder, readFolder } from '../../src/content';
import { detect } from '../../src/safety/detect';
import { loadSafetyRules, patternsFolder } from '../../src/safety/load';

const rules = loadSafetyRules(readFolder(knowledgeFolder).filter(({ file }) => file.startsWith(patternsFolder)));

test.each([
  ['nobdoy would miss me', 'certain'], // two letters changed places
  ['nobody woud miss me if i was gone', 'certain'], // a letter missing
  ['my coach touhced me and told me not to tell', 'certain'],
  ['i want to die lol', 'possible'], // a joke, perhaps: the line is shown, and the turn goes on
  ['this queue makes me want to die laughing', 'none'],
])('%s: %s', (text, level) => {
  expect(detect(rules, text, { locale: 'en' }).level).toBe(level);
});

test.each([
  ['quiero morir', 'es'],
  ['me corto los brazos', 'es'],
  ['i want to die', 'en'],
])('the rules that hear "%s" are %s, so the help is too', (text, language) => {
  expect(detect(rules, text, { locale: 'en' }).language).toBe(language);
});
