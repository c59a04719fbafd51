import { knowledgeFolder, readFolder } from '../../src/content';
import { detect } from '../../src/safety/detect';
import { loadSafetyRules, patternsFolder } from '../../src/safety/load';

const rules = loadSafetyRules(readFolder(knowledgeFolder).filter(({ file }) => file.startsWith(patternsFolder)));
const long = (part: string): string => part.repeat(Math.ceil(3000 / part.length));

// A pattern that can be made slow shows here as a test that does not end; the times themselves are in `npm run bench`.
const harmless = ['a', 'k i l l ', 'my friend said that ', 'not ', '...---', 'would you ', '¿¡', 'si me '];

test.each(harmless)('nothing is heard in "%s" over and over', (part) => {
  expect(detect(rules, long(part), { locale: 'en' }).level).toBe('none');
});

test.each(harmless)('a plain sentence after "%s" over and over is still heard', (part) => {
  expect(detect(rules, `${long(part)}. Last night I decided to kill myself.`, { locale: 'en' })).toMatchObject({
    level: 'certain',
    label: 'suicide',
  });
});

test.each(harmless)('and so is one before it', (part) => {
  expect(detect(rules, `Quiero quitarme la vida. ${long(part)}`, { locale: 'es' })).toMatchObject({
    level: 'certain',
    label: 'suicide',
  });
});

test('a sentence said over and over is heard as if said once', () => {
  expect(detect(rules, long('I want to die. '), { locale: 'en' })).toMatchObject({
    level: 'certain',
    label: 'suicide',
  });
});
