import { ContentError, type Problem, type SourceFile, sortProblems } from '../core/problem';
import type { Protocol, ProtocolBlock, ProtocolLine, ProtocolPlace } from '../core/protocol';
import { crisisLabels, type Link, type Locale, locales } from '../core/types';
import { readYaml, type YamlReader } from '../core/yaml';
import type { Country } from './countries';
import { leastShown, type ReferralMonth, referralMonths } from './counts';
import { fillIn, lineLinks, siteName, telLink } from './line-words';
import { type Line, lineStates } from './lines';
import { loadProtocolTexts, type ProtocolTexts } from './protocol-texts';
import { loadReplyContent } from './replies';
import type { ReplyContent } from './reply';

/** Months of counts the page shows. */
const monthsShown = 12;

export const protocolFiles: Readonly<Record<Locale, string>> = {
  en: 'knowledge/safety/protocol.yaml',
  es: 'knowledge/safety/es/protocol.yaml',
};

interface Page {
  readonly texts: ProtocolTexts;
  readonly content: ReplyContent;
  readonly locale: Locale;
}

/** Reads the words of the public page in both languages. */
export function loadProtocol(
  sources: readonly SourceFile[],
  readFile: YamlReader = readYaml,
): {
  readonly texts: Readonly<Record<Locale, ProtocolTexts>> | undefined;
  readonly problems: readonly Problem[];
} {
  const problems: Problem[] = [];
  const read = (locale: Locale): ProtocolTexts | undefined => {
    const file = protocolFiles[locale];
    const source = sources.find((s) => s.file === file);
    const mend = 'put the file back; the page /safety is made of it';
    if (!source) problems.push({ file, line: 1, col: 1, code: 'missing-file', message: 'the file is missing', mend });
    const loaded = source && loadProtocolTexts(readFile(source));
    problems.push(...(loaded?.problems ?? []));
    return loaded?.texts;
  };
  const [en, es] = [read('en'), read('es')];
  return { texts: en && es ? { en, es } : undefined, problems };
}

/**
 * The public page, made from the same files the replies are made from.
 * @returns a function of language, default country and counters (`crisis/…`, see `counts.ts`; undefined: they cannot be read)
 * @throws ContentError with every problem, when a file is missing or wrong
 */
export function createProtocol(
  sources: readonly SourceFile[],
  read: YamlReader = readYaml,
): (locale: Locale, country: string | undefined, counters: Readonly<Record<string, number>> | undefined) => Protocol {
  const { content, problems } = loadReplyContent(sources, undefined, read);
  const words = loadProtocol(sources, read);
  const all = [...problems, ...words.problems];
  const { texts } = words;
  if (!content || !texts || all.length) throw new ContentError(sortProblems(all));
  return (locale, country, counters) =>
    protocol(
      { texts: texts[locale], content, locale },
      content.countries.of(country),
      counters && referralMonths(counters),
    );
}

function protocol(page: Page, country: Country | undefined, months: readonly ReferralMonth[] | undefined): Protocol {
  const { texts, locale, content } = page;
  const { total, unverified } = lineStates(content.lines);
  const other = locales.find((l) => l !== locale) ?? locale;
  const text = (value: string): ProtocolBlock => ({ type: 'text', text: value });
  const list = (items: readonly string[], ordered: boolean): ProtocolBlock => ({ type: 'list', items, ordered });
  const { hears, classes, does, cannot, lines, counts, state } = texts;
  const numbers = { total: String(total), unverified: String(unverified), least: String(leastShown) };
  return {
    locale,
    title: texts.title,
    lead: texts.lead,
    other: { locale: other, ...texts.language },
    help: { title: texts.help.title, text: texts.help.text, links: helpLinks(page, country) },
    contents: texts.contents,
    skip: texts.skip,
    sections: [
      { id: 'hears', title: hears.title, blocks: hears.text.map(text) },
      {
        id: 'classes',
        title: classes.title,
        blocks: [{ type: 'terms', terms: crisisLabels.map((l) => ({ term: classes[l].name, text: classes[l].does })) }],
      },
      { id: 'does', title: does.title, blocks: [list(does.list, true)] },
      { id: 'cannot', title: cannot.title, blocks: [list(cannot.list, false)] },
      {
        id: 'lines',
        title: lines.title,
        blocks: [...lines.text.map((t) => text(fillIn(t, numbers))), { type: 'places', places: places(page, country) }],
      },
      {
        id: 'counts',
        title: counts.title,
        blocks: [...counts.text.map((t) => text(fillIn(t, numbers))), countBlock(page, months)],
      },
      {
        id: 'state',
        title: state.title,
        blocks: [text(content.texts[locale].review === 'reviewed' ? state.reviewed : state.draft), text(state.report)],
      },
    ],
  };
}

function helpLinks({ texts, content, locale }: Page, country: Country | undefined): Link[] {
  const sites = content.lines.elsewhere.filter((s) => !s.young).map((s) => ({ label: siteName(s.site), url: s.site }));
  if (!country?.emergency) return sites;
  const first = content.lines.lines.find((l) => l.place === country.code && l.serves.includes('any'));
  return [
    {
      label: `${country.emergency} · ${fillIn(texts.help.emergency, { country: country.name[locale] })}`,
      url: telLink(country.emergency),
    },
    ...(first ? lineLinks(first, country, locale, content.texts[locale].line) : []),
    ...sites,
  ];
}

/** Every place with lines of its own, the default country first, then the EU, then everywhere. */
function places(page: Page, first: Country | undefined): ProtocolPlace[] {
  const { texts, content, locale } = page;
  const { listed } = content.countries;
  const linesOf = (code: string): Line[] => content.lines.lines.filter((line) => line.place === code);
  const own = listed.filter((c) => linesOf(c.code).length);
  const sorted = [...own].sort((a, b) => Number(b.code === first?.code) - Number(a.code === first?.code));
  const regions = new Intl.DisplayNames(locale, { type: 'region' });
  const made = sorted.map((country): ProtocolPlace => {
    const members = listed.filter((c) => c.region === country.code && !linesOf(c.code).length);
    const names = members.map((c) => c.short[locale]).sort((a, b) => a.localeCompare(b, locale));
    return {
      id: `place-${country.code.toLowerCase()}`,
      name: regions.of(country.code) ?? country.name[locale],
      open: country.code === first?.code,
      ...(country.emergency
        ? {
            emergency: {
              short: `${texts.lines.emergency}: ${country.emergency}`,
              label: fillIn(texts.lines.call_emergency, { number: country.emergency }),
              url: telLink(country.emergency),
            },
          }
        : {}),
      ...(names.length ? { note: fillIn(texts.lines.region_note, { countries: names.join(', ') }) } : {}),
      lines: linesOf(country.code).map((line) => lineBlock(page, line, country)),
    };
  });
  const sites = content.lines.elsewhere.map(
    (site): ProtocolLine => ({
      name: siteName(site.site),
      links: [{ label: siteName(site.site), url: site.site }],
      facts: site.young ? [texts.lines.for_young] : [],
      ...stateOf(page, site),
    }),
  );
  return [...made, { id: 'place-elsewhere', name: texts.lines.everywhere, open: false, lines: sites }];
}

function lineBlock(page: Page, line: Line, country: Country): ProtocolLine {
  const { texts, content, locale } = page;
  const words = content.texts[locale].line;
  const languages = new Intl.DisplayNames(locale, { type: 'language' });
  const spoken = new Intl.ListFormat(locale).format(line.languages.map((code) => languages.of(code) ?? code));
  const place = ` (${country.short[locale]})`;
  return {
    name: line.name[locale],
    // The place is the heading above; on every button it would only be in the way.
    links: lineLinks(line, country, locale, words).map((l) => ({ ...l, label: l.label.replace(place, '') })),
    facts: [
      ...servesFact(page, line),
      ...(line.group ? [fillIn(texts.lines.for_group, { group: line.group[locale] })] : []),
      ...(line.young ? [texts.lines.for_young] : []),
      ...(line.hours === undefined ? [] : [hoursOf(line.hours, locale, words)]),
      ...(line.free ? [words.free] : []),
      ...(line.confidential ? [words.confidential] : []),
      ...(spoken ? [fillIn(texts.lines.languages, { languages: spoken })] : []),
      ...(line.tty ? [fillIn(texts.lines.tty, { tty: line.tty })] : []),
      ...(line.email ? [line.email] : []),
      ...(line.note ? [line.note[locale]] : []),
    ].map((fact) => fact.replace(/\.$/, '')),
    ...stateOf(page, line),
  };
}

/** What a line is for, unless it is for everything a young person may bring. */
function servesFact({ texts, locale }: Page, { serves, young }: Line): string[] {
  if (young && serves.length > 3) return [];
  const any = serves.includes('any');
  const names = serves.flatMap((label) =>
    label === 'any' ? [] : [texts.classes[label].name.toLocaleLowerCase(locale)],
  );
  return [
    fillIn(texts.lines.for_classes, { classes: any ? texts.lines.any : new Intl.ListFormat(locale).format(names) }),
  ];
}

function hoursOf(
  hours: NonNullable<Line['hours']>,
  locale: Locale,
  words: ReplyContent['texts']['en']['line'],
): string {
  return hours === '24/7' ? words.always : fillIn(words.hours, { hours: hours[locale] });
}

function stateOf(
  { texts, locale }: Page,
  line: Pick<Line, 'source' | 'verified_on'>,
): Pick<ProtocolLine, 'state' | 'checked' | 'source'> {
  const { lines } = texts;
  const source =
    line.source === 'from memory'
      ? lines.from_memory
      : line.source === 'other public software'
        ? lines.other_software
        : fillIn(lines.read_at, { source: line.source });
  const date =
    line.verified_on === undefined
      ? undefined
      : new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(Date.parse(line.verified_on));
  const state = date === undefined ? lines.no_state : fillIn(lines.checked, { date });
  return { state, checked: date !== undefined, source };
}

function countBlock({ texts, locale }: Page, months: readonly ReferralMonth[] | undefined): ProtocolBlock {
  const { counts, classes } = texts;
  if (!months?.length) return { type: 'text', text: months ? counts.none : counts.unknown };
  const name = new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' });
  const languages = new Intl.DisplayNames(locale, { type: 'language' });
  const rows = months.slice(0, monthsShown).flatMap(({ month, rows: shown, fewer }) => {
    const when = name.format(Date.parse(`${month}-01T00:00:00Z`));
    return [
      ...shown.map((r) => [
        when,
        classes[r.label].name,
        counts.level[r.level],
        languages.of(r.locale) ?? r.locale,
        String(r.count),
      ]),
      ...(fewer ? [[when, fillIn(counts.fewer, { least: String(leastShown) }), '', '', '']] : []),
    ];
  });
  const { month, class: kind, level, language, count } = counts.columns;
  return { type: 'table', caption: counts.caption, columns: [month, kind, level, language, count], rows };
}
