import { z } from 'zod';
import type { Problem } from '../core/problem';
import { shapeProblems } from '../core/shape';
import { type CrisisLabel, crisisLabels, type Locale } from '../core/types';
import type { Path, YamlFile } from '../core/yaml';
import type { Countries } from './countries';

/** A line somebody checked is good for this many days; then somebody has to check it again. */
export const verifiedDays = 90;

const text = z.string().min(1);
const both = z.strictObject({ en: text, es: text });
const dialled = z.string().regex(/^[\d*][\d -]*$/, 'write the number in quotes, as people dial it');
const message = z.strictObject({ to: dialled, word: text.optional() });
const https = z.string().regex(/^https:\/\/[^\s]+$/, 'write an address that begins with https://');
const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'write a date such as 2026-11-23');

const state = { source: text, verified_on: date.optional(), unverified: z.literal(true).optional() };
const lineSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'write small letters, digits and single hyphens'),
  place: z.string(),
  name: both,
  serves: z.array(z.enum([...crisisLabels, 'any'])).min(1),
  languages: z.array(text),
  call: dialled.optional(),
  press: z.string().regex(/^\d$/, 'write the key to press in quotes').optional(),
  text: message.optional(),
  whatsapp: z.strictObject({ number: dialled, link: https }).optional(),
  chat: https.optional(),
  site: https.optional(),
  email: text.optional(),
  tty: dialled.optional(),
  spanish: z.strictObject({ press: text.optional(), text: message.optional() }).optional(),
  hours: z.union([z.literal('24/7'), both]).optional(),
  free: z.boolean().optional(),
  confidential: z.boolean().optional(),
  young: z.boolean().optional(),
  beside: z.boolean().optional(),
  group: both.optional(),
  note: both.optional(),
  ...state,
});
const siteSchema = z.strictObject({
  id: text,
  site: https,
  young: z.boolean().optional(),
  ...state,
});
const schema = z.strictObject({ lines: z.array(lineSchema), elsewhere: z.array(siteSchema).min(1) });

/** One help line. Numbers are as people dial them, with spaces or hyphens. */
export type Line = z.infer<typeof lineSchema>;
/** A list of help lines for every country. */
export type LineSite = z.infer<typeof siteSchema>;

export interface Lines {
  readonly lines: readonly Line[];
  readonly elsewhere: readonly LineSite[];
}

/** How far the numbers can be trusted. */
export interface LineStates {
  readonly total: number;
  readonly unverified: number;
}

export function lineStates({ lines, elsewhere }: Lines): LineStates {
  const all = [...lines, ...elsewhere];
  return { total: all.length, unverified: all.filter((line) => line.unverified).length };
}

/**
 * Reads `knowledge/safety/lines.yaml`.
 * @param today the day to judge `verified_on` by, such as 2026-11-23; without it the age is not judged
 */
export function loadLines(
  file: YamlFile,
  countries: Countries,
  today?: string,
): { readonly lines: Lines; readonly problems: readonly Problem[] } {
  const none: Lines = { lines: [], elsewhere: [] };
  if (file.problems.length) return { lines: none, problems: file.problems };
  const parsed = schema.safeParse(file.value);
  if (!parsed.success) {
    const known = (path: Path) =>
      Object.keys(path[0] === 'lines' ? lineSchema.shape : path[0] === 'elsewhere' ? siteSchema.shape : schema.shape);
    return { lines: none, problems: shapeProblems(file, [], parsed.error, known) };
  }
  const problems: Problem[] = [];
  const report = (path: Path, problem: Pick<Problem, 'code' | 'message' | 'mend'>): void => {
    problems.push({ file: file.file, ...file.place(path), ...problem });
  };
  const ids = new Set<string>();
  for (const group of ['lines', 'elsewhere'] as const) {
    for (const [i, line] of parsed.data[group].entries()) {
      const path = [group, i];
      if (ids.has(line.id))
        report([...path, 'id'], {
          code: 'duplicate-id',
          message: `two lines are called ${line.id}`,
          mend: 'give one of them another id',
        });
      ids.add(line.id);
      judgeState(line, path, report, today);
    }
  }
  for (const [i, line] of parsed.data.lines.entries()) {
    if (!countries.listed.some((c) => c.code === line.place))
      report(['lines', i, 'place'], {
        code: 'unknown-place',
        message: `${line.id} stands in ${line.place}, which countries.yaml does not list`,
        mend: 'add the place with its emergency number to countries.yaml first',
      });
    if (!line.call && !line.text && !line.whatsapp && !line.chat && !line.site)
      report(['lines', i], {
        code: 'no-contact',
        message: `${line.id} cannot be reached`,
        mend: 'add one of call, text, whatsapp, chat or site',
      });
    // It ended on 17 July 2025 and lives on in many lists.
    if (line.call === '988' && line.press === '3')
      report(['lines', i, 'press'], {
        code: 'closed-line',
        message: '988, option 3, no longer exists',
        mend: 'take the line out',
      });
  }
  return { lines: parsed.data, problems };
}

function judgeState(
  line: Pick<Line, 'id' | 'verified_on' | 'unverified'>,
  path: Path,
  report: (path: Path, problem: Pick<Problem, 'code' | 'message' | 'mend'>) => void,
  today: string | undefined,
): void {
  if ((line.verified_on === undefined) === (line.unverified === undefined)) {
    report(path, {
      code: 'verification',
      message: `${line.id} needs either verified_on or unverified: true`,
      mend: 'write verified_on with the day a person checked it, or unverified: true',
    });
    return;
  }
  if (line.verified_on === undefined || today === undefined) return;
  const days = Math.floor((Date.parse(today) - Date.parse(line.verified_on)) / 86_400_000);
  if (Number.isNaN(days) || days < 0)
    report([...path, 'verified_on'], {
      code: 'verification',
      message: `${line.id} was checked on ${line.verified_on}, which is no day up to ${today}`,
      mend: 'write the day the line was checked',
    });
  else if (days > verifiedDays)
    report([...path, 'verified_on'], {
      code: 'stale-line',
      message: `${line.id} was checked ${days} days ago; ${verifiedDays} is the most`,
      mend: "check it against the operator's own site and write that day, or write unverified: true instead",
    });
}

/** What a reply knows about the person when it looks for a line. */
export interface LineQuery {
  readonly label: CrisisLabel;
  readonly place: string | undefined;
  /** A child or teenager writes. */
  readonly minor: boolean;
  /** Lines for young people may be shown to an adult, who writes about a child. */
  readonly aboutChild: boolean;
}

/** The lines of a place for a class, best first; those of its region, and then those for any crisis, where it has none. */
export function linesFor({ lines }: Lines, countries: Countries, query: LineQuery): readonly Line[] {
  const { label, minor, aboutChild } = query;
  const country = countries.of(query.place);
  const places = country ? [country.code, ...(country.region === undefined ? [] : [country.region])] : [];
  const fits = (line: Line): boolean => !line.group && (!line.young || minor || aboutChild);
  for (const serves of [label, 'any'] as const) {
    if (serves === 'any' && label === 'medical_emergency') continue;
    for (const place of places) {
      const found = lines.filter((line) => line.place === place && fits(line) && line.serves.includes(serves));
      if (!found.length) continue;
      return minor ? [...found.filter((l) => l.young), ...found.filter((l) => !l.young)] : found;
    }
  }
  return [];
}

/** Whether a line can be written to, by whatever way. */
export function takesMessages(line: Line, locale: Locale): boolean {
  const { text, whatsapp, chat } = contactsFor(line, locale);
  return Boolean(text ?? whatsapp ?? chat);
}

/** The line for any crisis in a place that takes messages: for people who cannot speak where the class's own lines only ring. */
export function messageLine({ lines }: Lines, place: string | undefined, locale: Locale): Line | undefined {
  return lines.find(
    (line) =>
      line.place === place && !line.group && !line.young && line.serves.includes('any') && takesMessages(line, locale),
  );
}

/** A line's contacts for one language: Spanish may have its own key or word. */
export function contactsFor(
  line: Line,
  locale: Locale,
): Pick<Line, 'call' | 'press' | 'text' | 'whatsapp' | 'chat' | 'site'> {
  const { call, whatsapp, chat, site } = line;
  const spanish = locale === 'es' ? line.spanish : undefined;
  const press = spanish?.press ?? line.press;
  const text = spanish?.text ?? line.text;
  return {
    ...(call ? { call } : {}),
    ...(press ? { press } : {}),
    ...(text ? { text } : {}),
    ...(whatsapp ? { whatsapp } : {}),
    ...(chat ? { chat } : {}),
    ...(site ? { site } : {}),
  };
}
