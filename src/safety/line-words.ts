import type { Link, Locale } from '../core/types';
import type { Country } from './countries';
import { contactsFor, type Line } from './lines';
import type { ReplyTexts } from './reply-texts';

/** Puts values into a text: `$name` becomes its value; an unknown name stays as it is. */
export function fillIn(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\$([a-z_]+)/g, (whole, name: string) => values[name] ?? whole);
}

/** A web address as people read it: `988lifeline.org`. */
export function siteName(url: string): string {
  return new URL(url).hostname.replace(/^www\./, '');
}

/** tel: keeps what a phone can dial. */
export function telLink(number: string): string {
  return `tel:${number.replace(/[^\d*#+]/g, '')}`;
}

function waysOf(line: Line, locale: Locale, words: ReplyTexts['line']): string[] {
  const { call, press, text, whatsapp, chat, site } = contactsFor(line, locale);
  const ways: string[] = [];
  if (call && text && !press && !text.word && text.to === call) ways.push(fillIn(words.call_or_text, { call }));
  else {
    if (call) ways.push(fillIn(press ? words.call_press : words.call, { call, press: press ?? '' }));
    if (text) ways.push(fillIn(text.word ? words.text_word : words.text, { text: text.to, word: text.word ?? '' }));
  }
  if (whatsapp) ways.push(fillIn(words.whatsapp, { whatsapp: whatsapp.number }));
  if (chat) ways.push(fillIn(words.chat, { site: siteName(chat) }));
  if (site) ways.push(fillIn(words.site, { site: siteName(site) }));
  return ways;
}

/** Name with its country, so that no number ever stands without the place it works in. */
function label(line: Line, country: Country, locale: Locale, words: ReplyTexts['line']): string {
  const known = line.languages.length === 0 || line.languages.includes(locale);
  const language = known
    ? ''
    : `, ${fillIn(words.in_language, { language: languageName(line.languages[0] ?? '', locale) })}`;
  return `${line.name[locale]} (${country.short[locale]}${language})`;
}

const languageNames: Readonly<Record<Locale, Intl.DisplayNames>> = {
  en: new Intl.DisplayNames('en', { type: 'language' }),
  es: new Intl.DisplayNames('es', { type: 'language' }),
};

function languageName(code: string, locale: Locale): string {
  return languageNames[locale].of(code) ?? code;
}

function join(ways: readonly string[], or: string): string {
  return ways.length < 2 ? ways.join('') : `${ways.slice(0, -1).join(', ')}${or}${ways.at(-1)}`;
}

/** A line with nothing but its shortest way to write: it stands second, for those who would rather not speak. */
export function written(line: Line): Line {
  const { call: _call, press: _press, hours: _hours, free: _free, chat, whatsapp, ...rest } = line;
  if (rest.text) return rest;
  return whatsapp ? { ...rest, whatsapp } : chat ? { ...rest, chat } : line;
}

/** One paragraph: name, place, every way to reach it, and the hours where they are known. */
export function lineParagraph(line: Line, country: Country, locale: Locale, words: ReplyTexts['line']): string {
  const hours =
    line.hours === undefined
      ? ''
      : line.hours === '24/7'
        ? words.always
        : fillIn(words.hours, { hours: line.hours[locale] });
  const ways = join(waysOf(line, locale, words), words.or);
  // A regional line stands in for the country's own; its note says where it may be missing.
  const note = line.place === country.code ? '' : (line.note?.[locale] ?? '');
  const more = [hours, line.free ? words.free : '', line.confidential ? words.confidential : '', note].filter(Boolean);
  return [`${label(line, country, locale, words)}: ${ways}.`, ...more].join(' ');
}

/** The same as one short sentence with the first two ways. */
export function lineSentence(line: Line, country: Country, locale: Locale, words: ReplyTexts['line']): string {
  return `${label(line, country, locale, words)}: ${join(waysOf(line, locale, words).slice(0, 2), words.or)}.`;
}

/** The buttons of one line, most direct first. */
export function lineLinks(line: Line, country: Country, locale: Locale, words: ReplyTexts['line']): Link[] {
  const { call, press, text, whatsapp, chat, site } = contactsFor(line, locale);
  const place = ` (${country.short[locale]})`;
  const out: Link[] = [];
  if (call) {
    const label = fillIn(press ? words.button_call_press : words.button_call, { call, press: press ?? '' });
    out.push({ label: label + place, url: telLink(call) });
  }
  if (text)
    out.push({
      label:
        fillIn(text.word ? words.button_text_word : words.button_text, { text: text.to, word: text.word ?? '' }) +
        place,
      url: `sms:${text.to.replace(/\D/g, '')}${text.word ? `?body=${encodeURIComponent(text.word)}` : ''}`,
    });
  if (whatsapp)
    out.push({ label: fillIn(words.button_whatsapp, { whatsapp: whatsapp.number }) + place, url: whatsapp.link });
  if (chat) out.push({ label: fillIn(words.button_chat, { site: siteName(chat) }), url: chat });
  if (site) out.push({ label: fillIn(words.button_site, { site: siteName(site) }), url: site });
  return out;
}
