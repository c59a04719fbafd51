import { readLanguage } from '../../src/answers/language';

test.each([
  ['what does a session cost', 'en'],
  ['I want to find someone for my mom', 'en'],
  ['¿cuánto cuesta una sesión?', 'es'],
  ['ya no quiero vivir', 'es'],
  ['busco terapeuta que hable español', 'es'],
  ['quiero matarme', undefined], // one telling word: the conversation's language stays
  ['San Juan de la Cruz', undefined], // a place
  ['cost', undefined],
  ['no', undefined],
  ['mi casa is the best', 'en'],
  ['', undefined],
])('"%s" is written in %s', (text, language) => {
  expect(readLanguage(text)).toBe(language);
});
