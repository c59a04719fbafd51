import type { CrisisLabel, CrisisMemory, Link, Locale, Option, Outgoing, SafetyFinding } from '../core/types';
import type { Audiences } from './audience';
import type { Countries, Country } from './countries';
import { fillIn, lineLinks, lineParagraph, lineSentence, siteName, telLink, written } from './line-words';
import { contactsFor, type Line, type Lines, linesFor, messageLine, takesMessages } from './lines';
import { type Audience, cardFor, type ReplyTexts, type TextsByLocale } from './reply-texts';

/** Everything a reply is put together from. */
export interface ReplyContent {
  readonly texts: TextsByLocale;
  readonly lines: Lines;
  readonly countries: Countries;
  readonly audiences: Audiences;
}

/** Most buttons of one reply that lead to a person; Teams shows six on a card. */
export const mostContacts = 6;

/** The place of every button of a crisis reply. */
export const crisisPlace = 'crisis';

/** Whom the reply speaks to and about what: the finding, or the memory of it. */
export type Person = Pick<SafetyFinding, 'minor' | 'voice' | 'about'> & { readonly label: CrisisLabel };

export interface ReplyContext {
  readonly locale: Locale;
  readonly country: string | undefined;
  readonly assumed?: boolean;
  readonly waiting: boolean;
}

/** Classes in which somebody else may read along. */
const violence: ReadonlySet<CrisisLabel> = new Set(['partner_violence', 'sexual_assault', 'child_abuse']);

function audienceOf({ minor, voice, about }: Person): readonly Audience[] {
  return [...(minor ? (['minor'] as const) : []), ...(about ? [about] : []), ...(voice ? [voice] : [])];
}

function readAlong({ label, about, voice }: Person): boolean {
  return voice !== 'actor' && violence.has(label === 'third_party_concern' ? (about ?? label) : label);
}

/** The help a place has for one person: the words, the links and the emergency number. */
export interface Help {
  readonly country: Country | undefined;
  readonly lines: readonly Line[];
  readonly values: Readonly<Record<string, string>>;
  /** One paragraph a line; empty only where a class has no line and needs none. */
  readonly paragraphs: readonly string[];
  readonly contacts: readonly Link[];
  readonly emergency: Link | undefined;
}

export function helpFor(content: ReplyContent, person: Person, context: ReplyContext): Help {
  const { locale } = context;
  const texts = content.texts[locale];
  const country = content.countries.of(context.country);
  const minor = person.minor === true && person.voice === undefined;
  const label = person.about ?? person.label;
  const all = linesFor(content.lines, content.countries, {
    label,
    place: country?.code,
    minor,
    aboutChild: label === 'child_abuse' && person.voice !== 'actor' && person.label !== 'harm_to_others',
  });
  const medical = label === 'medical_emergency';
  const messages = medical ? undefined : messageLine(content.lines, country?.code, locale);
  const lines = shownLines(all, messages, locale);
  const paragraphs = country ? lines.map((line) => lineParagraph(line, country, locale, texts.line)) : [];
  const [first] = lines;
  if (paragraphs[0] && !medical && first?.call && contactsFor(first, locale).text)
    paragraphs[0] += ` ${texts.say.texting}`;
  const none = medical ? '' : minor ? texts.say.no_line_child : texts.say.no_line;
  const line = country && first ? lineSentence(first, country, locale, texts.line) : none;
  if (!first && none) paragraphs.push(none);
  else if (context.assumed && country) paragraphs.push(fillIn(texts.say.elsewhere, { country: country.name[locale] }));
  const number = country?.emergency;
  const place = country ? ` (${country.short[locale]})` : '';
  const emergency = number
    ? { label: fillIn(texts.line.button_call, { call: number }) + place, url: telLink(number) }
    : undefined;
  const links = country ? lines.flatMap((one) => lineLinks(one, country, locale, texts.line)) : [];
  const sites = content.lines.elsewhere
    .filter((site) => (minor && !lines.length ? true : !site.young))
    .map((site) => ({ label: fillIn(texts.line.button_site, { site: siteName(site.site) }), url: site.site }));
  return {
    country,
    lines,
    values: {
      emergency: number ? number + place : texts.say.emergency,
      line,
      number: number ?? texts.say.emergency,
      country: country?.name[locale] ?? '',
      program: minor ? texts.say.program_child : texts.say.program,
    },
    paragraphs,
    contacts: [...links, ...sites],
    emergency,
  };
}

/**
 * The first line; with it the one that stands beside it, or one that takes messages where the first takes only calls.
 * @param messages the place's line for any crisis that takes messages, if there is one
 */
function shownLines(lines: readonly Line[], messages: Line | undefined, locale: Locale): readonly Line[] {
  const [first, next] = lines;
  if (!first) return [];
  const more = next?.beside ? [next] : [];
  if (!first.call) {
    const called = lines.find((line) => line.call);
    return called ? [first, called] : [first, ...more];
  }
  if (takesMessages(first, locale)) return [first, ...more];
  const second = lines.find((line) => takesMessages(line, locale)) ?? messages;
  return second ? [first, ...more, written(second)] : [first, ...more];
}

/** Which buttons stand under a reply. */
interface Buttons {
  readonly check: boolean;
  readonly safe: boolean;
  readonly device: boolean;
  readonly waiting: boolean;
}

export function optionsFor(texts: ReplyTexts, { check, safe, device, waiting }: Buttons): Option[] {
  const { options } = texts;
  const keys: (keyof typeof options)[] = [
    ...(device ? (['leave', 'device'] as const) : []),
    ...(check ? (['yes', 'no', 'unsure', 'skip'] as const) : safe ? (['safe'] as const) : []),
    'country',
    ...(waiting ? (['resume'] as const) : []),
  ];
  // "I'm not in danger" says the same with and without the check.
  return keys.map((key) => ({ label: options[key], at: crisisPlace, value: key === 'safe' ? 'no' : key }));
}

/** The reply to a finding. `shown` counts earlier replies of this class and level: the first is whole, the others short. */
export function replyTo(
  content: ReplyContent,
  finding: SafetyFinding,
  context: ReplyContext & { readonly shown: number },
): readonly Outgoing[] {
  const { level, label } = finding;
  if (level === 'none' || label === 'none') return [];
  const person: Person = { ...finding, label };
  const texts = content.texts[context.locale];
  const help = helpFor(content, person, context);
  const audience = audienceOf(person);
  const { shown, waiting } = context;
  const urgent = finding.urgent || label === 'medical_emergency';
  const device = readAlong(person);
  const take = (kind: 'later' | 'urgent_later' | 'soft', n: number): string => {
    const variants = cardFor(texts, label, audience, kind) ?? [];
    return variants[n % Math.max(1, variants.length)] ?? '';
  };
  let texted: readonly string[];
  let check = false;
  if (level === 'possible') texted = [take('soft', shown)];
  else if (shown > 0) texted = [take(urgent ? 'urgent_later' : 'later', shown - 1)];
  else {
    texted = cardFor(texts, label, audience, urgent ? 'urgent' : 'first') ?? [];
    check = texted.includes('$check');
  }
  const question = cardFor(texts, label, audience, 'check') ?? '';
  const paragraphs = spell(texted, help, question);
  return [
    {
      type: 'crisis',
      label,
      level,
      urgent,
      paragraphs,
      contacts: contactsOf(help, urgent),
      options:
        level === 'possible'
          ? optionsFor(texts, { check: false, safe: false, device, waiting: false })
          : optionsFor(texts, { check, safe: true, device, waiting }),
    },
  ];
}

/** Fills the texts of a card. A paragraph that speaks of a line is left out where there is none. */
export function spell(written: readonly string[], help: Help, check = ''): string[] {
  return written.flatMap((text) => {
    if (text === '$lines') return help.paragraphs;
    if (text === '$check' && !check) return [];
    if (text.includes('$line') && !help.values['line']) return [];
    return [fillIn(text, { ...help.values, check })];
  });
}

/** The emergency number first when danger is now, else after the first line's own ways; a site for every country last. */
export function contactsOf(help: Help, urgent: boolean): Link[] {
  const emergency = help.emergency ? [help.emergency] : [];
  const sites = help.contacts.filter(
    (c) =>
      c.url.startsWith('https') &&
      help.lines.every((l) => l.chat !== c.url && l.site !== c.url && l.whatsapp?.link !== c.url),
  );
  const own = help.contacts.filter((c) => !sites.includes(c));
  const room = mostContacts - emergency.length - sites.length;
  const lines = own.slice(0, Math.max(1, room));
  return urgent ? [...emergency, ...lines, ...sites] : [...lines, ...emergency, ...sites];
}

export function personOf(memory: CrisisMemory | undefined): Person {
  if (!memory) return { label: 'suicide' };
  const { label, minor, voice, about } = memory;
  return { label, ...(minor ? { minor } : {}), ...(voice ? { voice } : {}), ...(about ? { about } : {}) };
}

export { audienceOf, readAlong };
