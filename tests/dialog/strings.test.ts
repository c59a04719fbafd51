import type { SourceFile } from '../../src/core/problem';
import { lintDialogs } from '../../src/dialog/lint';
import { loadDialogs } from '../../src/dialog/load';
import { renewSpanish } from '../../src/dialog/strings';
import { script } from './fixtures/read';

const steps = `- ask: What brings you here today?
  slot: reason
  choices: { pattern: { label: Same again, also: [again] }, past: It went badly }
- say: Thank you for telling me.
- end`;

function renew(spanish?: string, english = steps) {
  const es: SourceFile[] = spanish === undefined ? [] : [{ file: 'dialogs/es/d.yaml', text: spanish }];
  const { dialogs, problems } = loadDialogs([script(english), ...es]);
  expect(problems).toEqual([]);
  const [dialog] = dialogs;
  if (!dialog) throw new Error('no dialog');
  return renewSpanish(dialog);
}

const whole = `# Revisado por Ana.
triggers: [qué me trae]
texts:
  # the title
  - en: D
    es: "D"
  - { en: What brings you here today?, es: "¿Qué le trae hoy aquí?" }
  - en: Same again
    es: Lo mismo de siempre
  - en: It went badly
    es: Me fue mal
  - en: Thank you for telling me.
    es: Gracias por contármelo.
also:
  reason.pattern: [otra vez]
`;

test('a file that needs no change comes back to the letter', () => {
  expect(renew(whole)).toEqual({ text: whole, added: 0, dropped: 0, empty: 0 });
});

test('without a file, one is started with every text of the script', () => {
  const { text, added, empty } = renew();
  expect([added, empty]).toEqual([5, 5]);
  expect(text).toBe(`triggers: []
texts:
  - en: D
    es: ""
  - en: What brings you here today?
    es: ""
  - en: Same again
    es: ""
  - en: It went badly
    es: ""
  - en: Thank you for telling me.
    es: ""
`);
});

test('new texts are added where they stand, dead ones dropped, comments and the old words of a reworded text kept', () => {
  const english = steps
    .replace('Thank you for telling me.', 'Thank you for telling me this.')
    .replace('past: It went badly', 'soon: Not yet');
  const { text, ...counts } = renew(`${whole}  reason.past: [mal]\n`, english);
  expect(counts).toEqual({ added: 2, dropped: 3, empty: 2 });
  expect(text).toBe(`# Revisado por Ana.
triggers: [ qué me trae ]
texts:
  # the title
  - en: D
    es: "D"
  - { en: What brings you here today?, es: "¿Qué le trae hoy aquí?" }
  - en: Same again
    es: Lo mismo de siempre
  - en: Not yet
    es: ""
  # the English was reworded; before: Gracias por contármelo.
  - en: Thank you for telling me this.
    es: ""
also:
  reason.pattern: [ otra vez ]
`);
});

test('once translated, the renewed file has no problem left', () => {
  const text = renew().text.replaceAll('es: ""', 'es: Hola.');
  const { dialogs } = loadDialogs([script(steps), { file: 'dialogs/es/d.yaml', text }]);
  expect(lintDialogs(dialogs).filter((p) => p.code.endsWith('-translation'))).toEqual([]);
});
