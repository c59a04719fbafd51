import { knowledgeFolder, readFolder } from '../../src/content';
import { readYaml } from '../../src/core/yaml';
import { loadCountries } from '../../src/safety/countries';
import { readCountry, typedCountry } from '../../src/safety/read-country';

const source = readFolder(knowledgeFolder).find((f) => f.file === 'knowledge/safety/countries.yaml');
const { countries, problems } = loadCountries(readYaml(source as never));

test('the list has no problem', () => expect(problems).toEqual([]));

test.each([
  // said, the country its writer is in
  ['I live in Ireland and I want to die', 'IE'],
  ["i'm in the uk", 'GB'],
  ['im in new mexico', 'US'], // not Mexico
  ['I am calling from Northern Ireland', 'GB'], // not Ireland
  ['estoy en México y quiero morir', 'MX'],
  ['vivo en Madrid', 'ES'],
  ['escribo desde Buenos Aires', 'AR'],
  ['a therapist near Toronto', 'CA'],
  ['busco psicóloga en Bogotá', 'CO'],
  ["we're in the Netherlands", 'NL'],
  ["I'm in South Africa", 'ZA'],
  ["I'm in the US", 'US'],
  ['im in US', 'US'],
  ['I live in Turkey', 'TR'],
  // no country
  ['is there a therapist near us', undefined], // a pronoun
  ['I am in pain', undefined],
  ['I am not in Canada', undefined],
  ['no vivo en España', undefined],
  ['my friend in Spain wants to die', undefined], // somebody else's place
  ['I am in love with a Canadian', undefined],
  ['I speak Spanish', undefined],
  ['I moved out', undefined],
  ['I live in Canada but I am in Mexico', undefined], // two places: better ask
])('"%s" is written in %s', (text, code) => {
  expect(readCountry(text, countries)).toBe(code);
});

test.each([
  // typed, asked for a country before, code
  ['Canada', false, 'CA'],
  ['UK', false, 'GB'],
  ['usa', false, 'US'],
  ['U.S.', false, 'US'],
  ['EE. UU.', false, 'US'],
  ['EEUU', false, 'US'],
  ['Reino Unido', false, 'GB'],
  ['Perú', false, 'PE'],
  ['Côte d’Ivoire', false, 'CI'],
  ['türkiye', false, 'TR'],
  ['no, Germany please', false, 'DE'],
  ['en España', false, 'ES'],
  ['soy de Colombia', false, 'CO'],
  ['Irish', true, 'IE'],
  ['soy mexicana', true, 'MX'],
  ['Irish', false, undefined],
  ['español', false, undefined], // a language
  ['not Canada', false, undefined],
  ['yes', true, undefined],
  ['what does therapy cost in general', true, undefined],
])('typed "%s" (asked: %s) is %s', (text, asked, code) => {
  expect(typedCountry(text, countries, asked)).toBe(code);
});

test('every listed country can be typed by its own names, in both languages', () => {
  const lost = countries.listed.filter((c) =>
    [c.name.en, c.name.es, c.short.en, c.short.es].some((name) => typedCountry(name, countries, false) !== c.code),
  );
  expect(lost.map((c) => c.code)).toEqual([]);
});
