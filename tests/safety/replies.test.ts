import { knowledgeFolder, readFolder } from '../../src/content';
import { grade } from '../../src/core/grade';
import type { CrisisLabel, Locale, Option, Outgoing, SafetyFinding } from '../../src/core/types';
import { crisisLabels } from '../../src/core/types';
import { createSafetyReplies } from '../../src/safety/replies';

const safety = createSafetyReplies(readFolder(knowledgeFolder));

type Crisis = Extract<Outgoing, { type: 'crisis' }>;
type Row = Omit<SafetyFinding, 'level' | 'label' | 'rules'> & {
  readonly level: 'possible' | 'certain';
  readonly label: CrisisLabel;
  readonly locale: Locale;
  readonly country: string | undefined;
  readonly assumed: boolean;
  readonly shown: number;
};

const emergency: Readonly<Record<string, string>> = {
  US: '911',
  GB: '999',
  IE: '112',
  CA: '911',
  AU: '000',
  NZ: '111',
  ES: '112',
  MX: '911',
  DE: '112',
  IN: '112',
};
const places = [...Object.keys(emergency), 'BR', undefined];
const audiences: readonly Partial<SafetyFinding>[] = [
  {},
  { minor: true },
  { voice: 'actor' },
  { voice: 'witness' },
  { about: 'self_harm' },
  { about: 'partner_violence' },
  { about: 'harm_to_others' },
];

const rows: Row[] = [];
for (const locale of ['en', 'es'] as const)
  for (const country of places)
    for (const assumed of country === undefined ? [false] : [false, true])
      for (const label of crisisLabels)
        for (const audience of audiences) {
          if (audience.about && label !== 'third_party_concern') continue;
          if (audience.voice && label !== 'partner_violence' && label !== 'child_abuse') continue;
          for (const urgent of [false, true])
            for (const level of ['possible', 'certain'] as const)
              for (const shown of [0, 1, 2, 3])
                rows.push({ ...audience, locale, country, assumed, label, urgent, level, shown });
        }

function reply(row: Row): Crisis {
  return safety.reply({ ...row, rules: [] }, { ...row, waiting: true })[0] as Crisis;
}

const replies = new Map(rows.map((row) => [row, reply(row)]));
const textOf = (crisis: Crisis): string => crisis.paragraphs.join('\n');
const words = (text: string): number => text.split(/\s+/).filter(Boolean).length;
const named = (row: Row): string => JSON.stringify(row);
const failing = (claim: (row: Row, crisis: Crisis, text: string) => boolean, only: (row: Row) => boolean): string[] =>
  rows
    .filter(only)
    .filter((row) => {
      const crisis = replies.get(row) as Crisis;
      return !claim(row, crisis, textOf(crisis));
    })
    .map(named);

const whole = (row: Row): boolean => row.level === 'certain' && row.shown === 0;
const everywhere = (): boolean => true;

describe('every reply', () => {
  test('says all it has to in at most 110 words', () => {
    expect(failing((_row, _crisis, text) => words(text) <= 110, everywhere)).toEqual([]);
  });

  test('is at most grade 6 where it is long enough to be graded', () => {
    expect(failing((row, _c, text) => words(text) < 40 || grade(text, row.locale) <= 6, everywhere)).toEqual([]);
  });

  test('leaves no slot unfilled', () => {
    expect(failing((_row, _c, text) => !text.includes('$') && text.trim() !== '', everywhere)).toEqual([]);
  });

  test('names the emergency number of the place first when danger is now', () => {
    const urgent = (row: Row): boolean =>
      row.level === 'certain' && (row.urgent || row.label === 'medical_emergency') && row.country !== undefined;
    const leads = (row: Row, { paragraphs: [first = ''] }: Crisis): boolean => {
      const number = emergency[row.country ?? ''];
      const local = row.locale === 'es' ? 'número de emergencias de tu zona' : 'your local emergency number';
      return first.includes(number ?? local);
    };
    expect(failing(leads, urgent)).toEqual([]);
  });

  test('every whole reply and every first soft line says that a program writes and cannot alert anyone', () => {
    const says = (row: Row, _c: Crisis, text: string): boolean =>
      row.locale === 'es'
        ? /Soy un programa/.test(text) && /avisar a nadie/.test(text)
        : /I am a (?:computer )?program/.test(text) && /(?:alert|tell) anyone/.test(text);
    expect(failing(says, (row) => whole(row) || row.level === 'possible')).toEqual([]);
  });

  test('asks one question at most', () => {
    expect(failing((_r, _c, text) => (text.match(/\?/g) ?? []).length <= 1, everywhere)).toEqual([]);
  });

  test('lets the person say that they are in another country, and labels the country of each number', () => {
    const labelled = (row: Row, crisis: Crisis): boolean =>
      crisis.options.some((o) => o.value === 'country') &&
      crisis.contacts.every((c) => c.url.startsWith('https') || /\(.+\)$/.test(c.label)) &&
      (row.country !== undefined || crisis.contacts.every((c) => c.url.startsWith('https')));
    expect(failing(labelled, everywhere)).toEqual([]);
  });

  test('has findahelpline.com beside the lines', () => {
    const beside = (_r: Row, crisis: Crisis): boolean =>
      crisis.contacts.some((c) => c.url === 'https://findahelpline.com');
    expect(failing(beside, everywhere)).toEqual([]);
  });

  test('warns in a violence class that the device may be seen, and offers the way out', () => {
    const violent = (row: Row): boolean =>
      ['partner_violence', 'sexual_assault', 'child_abuse'].includes(row.label) && row.voice !== 'actor' && whole(row);
    const warns = (row: Row, crisis: Crisis, text: string): boolean =>
      (row.locale === 'es' ? /pantalla|teléfono/ : /device|phone/).test(text) &&
      crisis.options[0]?.value === 'leave' &&
      crisis.options[1]?.value === 'device';
    expect(failing(warns, violent)).toEqual([]);
  });

  test('offers the way back only while something waits', () => {
    const row = rows[0] as Row;
    const values = (waiting: boolean): string[] =>
      (safety.reply({ ...row, level: 'certain', rules: [] }, { ...row, shown: 0, waiting })[0] as Crisis).options.map(
        (o: Option) => o.value,
      );
    expect(values(true)).toContain('resume');
    expect(values(false)).not.toContain('resume');
  });

  test('the same words never come twice in a row', () => {
    const other = (row: Row, _c: Crisis, text: string): boolean =>
      text !== textOf(reply({ ...row, shown: row.shown - 1 }));
    expect(failing(other, (row) => row.shown > 0)).toEqual([]);
  });
});
