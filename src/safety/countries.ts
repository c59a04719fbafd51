import { z } from 'zod';
import type { Problem } from '../core/problem';
import { shapeProblems } from '../core/shape';
import type { Locale } from '../core/types';
import type { Path, YamlFile } from '../core/yaml';
import { placeWords } from './place-words';

const both = z.strictObject({ en: z.string().min(1), es: z.string().min(1) });
const words = z.array(z.string().min(1));

const countrySchema = z.strictObject({
  name: both,
  short: both.optional(),
  region: z.string().optional(),
  emergency: z
    .string()
    .regex(/^\d{2,4}$/, 'write the emergency number in quotes, such as "112"')
    .optional(),
  source: z.string().optional(),
  also: words.optional(),
  people: words.optional(),
});
const code = z.string().regex(/^[A-Z]{2}$/, 'write the two capital letters of ISO 3166-1');
const schema = z.strictObject({
  regions: z.record(code, countrySchema),
  countries: z.record(code, countrySchema),
  elsewhere: z.record(code, words),
});

/** A place with its emergency number, or a country known by name only. */
export interface Country {
  /** ISO 3166-1 alpha-2, or `EU`. */
  readonly code: string;
  /** As it stands in a sentence: "the US". */
  readonly name: Readonly<Record<Locale, string>>;
  /** The label beside a number: "US". */
  readonly short: Readonly<Record<Locale, string>>;
  /** Whose lines stand in where this country has none. */
  readonly region?: string;
  /** undefined: not known here; the reply says "your local emergency number". */
  readonly emergency?: string;
  /** Where the emergency number was read. */
  readonly source?: string;
}

export interface Countries {
  /** Places with an emergency number, in the order of the file, regions last. */
  readonly listed: readonly Country[];
  /** undefined: no such country. */
  readonly of: (code: string | undefined) => Country | undefined;
  /** Every name as bare words, with its code. */
  readonly names: ReadonlyMap<string, string>;
  /** Names of the people; they say where someone comes from, so only the question "which country" may read them. */
  readonly people: ReadonlyMap<string, string>;
}

const nothing: Countries = { listed: [], of: () => undefined, names: new Map(), people: new Map() };

/** Reads `knowledge/safety/countries.yaml`. With problems of form nothing is known; the others leave a usable list. */
export function loadCountries(file: YamlFile): {
  readonly countries: Countries;
  readonly problems: readonly Problem[];
} {
  if (file.problems.length) return { countries: nothing, problems: file.problems };
  const parsed = schema.safeParse(file.value);
  if (!parsed.success) {
    const known = (path: Path) => Object.keys(path.length < 2 ? schema.shape : countrySchema.shape);
    return { countries: nothing, problems: shapeProblems(file, [], parsed.error, known) };
  }
  const problems: Problem[] = [];
  const report = (path: Path, problem: Pick<Problem, 'code' | 'message' | 'mend'>): void => {
    problems.push({ file: file.file, ...file.place(path), ...problem });
  };
  const learn = (into: Map<string, string>, word: string, of: string, path: Path): void => {
    const key = placeWords(word);
    const other = into.get(key);
    if (other === undefined || other === of) into.set(key, of);
    else
      report(path, {
        code: 'place-overlap',
        message: `"${word}" stands under ${other} and ${of}`,
        mend: 'keep it under one country, or under none where it is unclear',
      });
  };
  const listed: Country[] = [];
  const names = new Map<string, string>();
  const people = new Map<string, string>();
  for (const group of ['countries', 'regions'] as const) {
    for (const [of, entry] of Object.entries(parsed.data[group])) {
      const region = entry.region === undefined ? undefined : parsed.data.regions[entry.region];
      const emergency = entry.emergency ?? region?.emergency;
      const source = entry.source ?? region?.source;
      if (entry.region !== undefined && !region)
        report([group, of, 'region'], {
          code: 'unknown-region',
          message: `there is no region ${entry.region}`,
          mend: `write one of ${Object.keys(parsed.data.regions).join(', ')}`,
        });
      else if (emergency === undefined || source === undefined)
        report([group, of], {
          code: 'no-emergency-number',
          message: `${of} lacks an emergency number or its source`,
          mend: 'add `emergency` and `source`, or a region that has them, or take the country out',
        });
      listed.push({
        code: of,
        name: entry.name,
        short: entry.short ?? entry.name,
        ...(entry.region === undefined ? {} : { region: entry.region }),
        ...(emergency === undefined ? {} : { emergency }),
        ...(source === undefined ? {} : { source }),
      });
      for (const locale of ['en', 'es'] as const) learn(names, entry.name[locale], of, [group, of, 'name', locale]);
      for (const [i, word] of (entry.also ?? []).entries()) learn(names, word, of, [group, of, 'also', i]);
      for (const [i, word] of (entry.people ?? []).entries()) learn(people, word, of, [group, of, 'people', i]);
    }
  }
  const byCode = new Map(listed.map((c) => [c.code, c]));
  const others = platformCountries().filter((c) => !byCode.has(c.code));
  for (const other of others) byCode.set(other.code, other);
  for (const [of, more] of Object.entries(parsed.data.elsewhere)) {
    if (!byCode.has(of))
      report(['elsewhere', of], {
        code: 'unknown-country',
        message: `${of} is not the code of a country`,
        mend: 'write the two letters of ISO 3166-1',
      });
    for (const [i, word] of more.entries()) learn(names, word, of, ['elsewhere', of, i]);
  }
  // The platform's names come last and give way: they change with its version, and the file must not break by that.
  for (const { code: of, name } of others) {
    for (const key of [placeWords(name.en), placeWords(name.es)]) if (!names.has(key)) names.set(key, of);
  }
  return { countries: { listed, of: (c) => (c === undefined ? undefined : byCode.get(c)), names, people }, problems };
}

/** Codes the platform has a name for that are no country of their own. */
const noCountry = new Set('AC CP CQ DG EA EU EZ IC PR QO TA UN XA XB ZZ'.split(' '));

/** Every country the platform can name, in English and Spanish. */
function platformCountries(): Country[] {
  const en = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
  const es = new Intl.DisplayNames('es', { type: 'region', fallback: 'none' });
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  const out: Country[] = [];
  for (const of of letters.flatMap((a) => letters.map((b) => a + b))) {
    // An old code (UK, DD, SU) is written as the new one; a code without a country has no name.
    if (noCountry.has(of) || Intl.getCanonicalLocales(`und-${of}`)[0] !== `und-${of}`) continue;
    const name = { en: en.of(of) ?? '', es: es.of(of) ?? '' };
    if (name.en && name.es) out.push({ code: of, name, short: name });
  }
  return out;
}
