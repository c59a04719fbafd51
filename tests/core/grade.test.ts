import { fernandezHuerta, grade, wordCount } from '../../src/core/grade';
import { syllables } from '../../src/core/syllables';

describe('syllables', () => {
  test.each([
    ['help', 1],
    ['make', 1],
    ['makes', 1],
    ['changes', 2], // the e of -es is said after a hiss
    ['worked', 1],
    ['wanted', 2],
    ['settled', 2],
    ['called', 1],
    ['little', 2],
    ['centre', 2],
    ['people', 2],
    ['relationship', 4],
    ['relational', 4],
    ['therapist', 3],
    ['therapy', 3],
    ['psychoanalysis', 6],
    ['confidentiality', 7],
    ['client', 2],
    ['patient', 2], // the same letters, one vowel
    ['anxiety', 4],
    ['society', 4],
    ['experience', 4],
    ['usually', 4],
    ['quality', 3],
    ['language', 2],
    ['trying', 2],
    ['seeing', 2],
    ['doing', 2],
    ['saying', 2],
    ['feeling', 2],
    ['really', 2],
    ['reading', 2],
    ['video', 3],
    ['serious', 3],
    ['religious', 3],
    ['opinion', 3],
    ['closely', 2],
    ['lifeline', 2],
    ['autism', 3],
    ['behaviour', 3],
    ['friend', 1],
    ['isn’t', 2],
    ["don't", 1],
    ["it'll", 2],
    ['self-esteem', 3],
    ['PTSD', 4], // said letter by letter
    ['rhythm', 2],
  ])('en %s has %i', (word, want) => {
    expect(syllables(word, 'en')).toBe(want);
  });

  test.each([
    ['terapia', 3],
    ['relación', 3],
    ['psicóloga', 4],
    ['país', 2], // the accent parts the vowels
    ['día', 2],
    ['ciudad', 2],
    ['quiero', 2],
    ['guitarra', 3],
    ['pingüino', 3],
    ['ayuda', 3], // y before a vowel is a consonant
    ['muy', 1],
    ['ahora', 3],
    ['prohibir', 2], // h parts nothing
    ['rehén', 2],
    ['construido', 3],
    ['leíais', 3],
    ['y', 1],
  ])('es %s has %i', (word, want) => {
    expect(syllables(word, 'es')).toBe(want);
  });
});

describe('wordCount', () => {
  test.each([
    ['', 0],
    ['One two three.', 3],
    ['Call +44 20 7946 0958 now.', 3],
    ['Call 1-800-799-7233 or text 988.', 5],
    ['See https://example.org/a/b?c=d-e for more.', 4],
    ['I found no one near $search.place.', 6],
    ['Write to help@example.org.', 3],
    ["It's a well-known thing", 4],
    ['¿Qué es la terapia?', 4],
  ])('%s has %i', (text, want) => {
    expect(wordCount(text)).toBe(want);
  });
});

describe('grade', () => {
  test('follows the Flesch-Kincaid formula', () => {
    // 6 words, 1 sentence, 6 syllables: 0.39 * 6 + 11.8 * 1 - 15.59
    expect(grade('The cat sat on the mat.', 'en')).toBeCloseTo(-1.45, 5);
    // 12 words, 2 sentences, 15 syllables (something 2, talking 2, helps 1, people 2)
    expect(grade('When something hurts, talking helps. A lot of people find this so.', 'en')).toBeCloseTo(
      0.39 * 6 + (11.8 * 15) / 12 - 15.59,
      5,
    );
  });

  test('a long word in place of a short one is harder', () => {
    expect(grade('We look at the relational configuration.', 'en')).toBeGreaterThan(
      grade('We look at the way you two get on.', 'en'),
    );
  });

  test.each([
    [
      'an abbreviation',
      'Bring a friend, e.g. your sister, to Dr. Smith today.',
      'Bring a friend, eg your sister, to Dr Smith today.',
    ],
    ['an hour of the day', 'We meet at 5 p.m. on Monday.', 'We meet at 5 pm on Monday.'],
    ['a line break', 'We look at it\nas it happens here.', 'We look at it as it happens here.'],
    ['a long link', 'See https://example.org/therapists/relational-psychotherapy?near=me now.', 'See x now.'],
    ['a phone number', 'Call 1-800-273-8255 now.', 'Call x now.'],
    ['a slot', 'We found one near $search.place today.', 'We found one near x today.'],
    ['a decimal', 'It takes 2.5 hours.', 'It takes x hours.'],
  ])('%s makes a text no harder', (_, text, same) => {
    expect(grade(text, 'en')).toBeCloseTo(grade(same, 'en'), 10);
  });

  test('a list item ends a sentence without a full stop', () => {
    expect(grade('You can:\n- ask a friend\n- ask your doctor', 'en')).toBeCloseTo(
      grade('You can. Ask a friend. Ask your doctor.', 'en'),
      10,
    );
  });

  test('an empty text is grade 0 and does not divide by nothing', () => {
    expect(grade('', 'en')).toBe(0);
    expect(grade(' \n ', 'es')).toBeLessThanOrEqual(4);
  });
});

describe('fernandezHuerta', () => {
  test('follows the formula', () => {
    // 4 words, 1 sentence, 6 syllables
    expect(fernandezHuerta('El gato come pan.')).toBeCloseTo(206.84 - (60 * 6) / 4 - 1.02 * 4, 5);
  });

  test('is read through the table of school years', () => {
    const easy = 'Hablar ayuda. No tienes que ir a solas. Una persona te oye y no te juzga.';
    const hard =
      'La psicoterapia psicodinámica contemporánea conceptualiza la sintomatología como consecuencia de configuraciones relacionales internalizadas tempranamente.';
    expect(fernandezHuerta(easy)).toBeGreaterThan(80);
    expect(grade(easy, 'es')).toBeLessThan(6);
    expect(fernandezHuerta(hard)).toBeLessThan(30);
    expect(grade(hard, 'es')).toBeGreaterThan(15);
  });
});
