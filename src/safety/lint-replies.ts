import { fernandezHuerta, grade } from '../core/grade';
import type { Problem } from '../core/problem';
import { type CrisisLabel, crisisLabels, type Locale, locales, type Outgoing, type SafetyFinding } from '../core/types';
import type { Path, YamlFile } from '../core/yaml';
import { type ReplyContent, replyTo } from './reply';
import type { Audience, CardKind } from './reply-texts';

/** Most words of one crisis reply, everywhere and for everybody. */
export const mostWords = 110;

/** School grade a crisis reply may have in English; see `core/grade.ts`. */
export const hardestGrade = 6;

/** Least Fernández-Huerta index of a Spanish crisis reply; 70 is "fairly easy". */
export const leastIndex = 70;

/** Shorter replies are graded together with their variants: below this many words a grade is chance. */
const gradedWords = 40;

const kinds: readonly CardKind[] = ['first', 'urgent', 'later', 'urgent_later', 'soft'];

/** Words as a reader counts them: what stands between spaces. */
export function wordsIn(text: string): number {
  return text.split(/\s+/).filter(Boolean).length;
}

interface Told {
  readonly text: string;
  readonly place: string;
  readonly words: number;
}

interface Written {
  readonly label: CrisisLabel;
  readonly audience: Audience | undefined;
  readonly kind: CardKind;
  readonly path: Path;
  readonly count: number;
}

/** Places whose replies differ: those with lines of their own, the longest name of each region, and nowhere. */
function tellingPlaces({ countries, lines }: ReplyContent, locale: Locale): (string | undefined)[] {
  const own = countries.listed.filter((c) => lines.lines.some((line) => line.place === c.code));
  const longest = new Map<string, (typeof own)[number]>();
  for (const country of countries.listed) {
    if (country.region === undefined || own.includes(country)) continue;
    const before = longest.get(country.region);
    if (!before || wordsIn(country.short[locale]) > wordsIn(before.short[locale])) longest.set(country.region, country);
  }
  return [...own, ...longest.values()].map((c): string | undefined => c.code).concat(undefined);
}

/** Every card of one language that has a text of its own. */
function writtenCards(content: ReplyContent, locale: Locale): Written[] {
  const { replies } = content.texts[locale];
  return crisisLabels.flatMap((label) => {
    const own = replies[label];
    const audiences = Object.entries(own).flatMap(([key, card]) =>
      typeof card === 'object' && !Array.isArray(card) ? [key as Audience] : [],
    );
    return [undefined, ...audiences].flatMap((audience) =>
      kinds.flatMap((kind) => {
        const texts = (audience === undefined ? own : own[audience])?.[kind];
        const path = ['replies', label, ...(audience === undefined ? [] : [audience]), kind];
        return texts ? [{ label, audience, kind, path, count: texts.length }] : [];
      }),
    );
  });
}

function findingOf({ label, audience, kind }: Written): SafetyFinding {
  const urgent = kind === 'urgent' || kind === 'urgent_later';
  const level = kind === 'soft' ? 'possible' : 'certain';
  const base = { level, label, urgent, rules: [] } as const;
  switch (audience) {
    case undefined:
      return base;
    case 'minor':
      return { ...base, minor: true };
    case 'witness':
    case 'actor':
      return { ...base, voice: audience };
    default:
      return { ...base, about: audience };
  }
}

/** Judges every reply as the person would see it, in every place that makes a difference. */
export function lintReplies(content: ReplyContent, files: Readonly<Record<Locale, YamlFile>>): Problem[] {
  const problems: Problem[] = [];
  for (const locale of locales) {
    const places = tellingPlaces(content, locale);
    for (const card of writtenCards(content, locale)) {
      const file = files[locale];
      const report = (code: string, message: string, mend: string): void => {
        problems.push({ file: file.file, ...file.place(card.path), code, message, mend });
      };
      const texts: Told[] = [];
      for (const country of places)
        for (const shown of shownOf(card)) {
          // A country that is only assumed has the longest reply: it also says where else to look.
          const context = { locale, country, assumed: country !== undefined, shown, waiting: true };
          const text = textOf(replyTo(content, findingOf(card), context));
          texts.push({ text, place: country ?? 'a place that is not known', words: wordsIn(text) });
        }
      judge(texts, locale, report);
      judgeParts(content, locale, card, report);
    }
  }
  return problems;
}

/** Which replies of a conversation bring a card's variants out. */
function shownOf({ kind, count }: Written): number[] {
  if (kind === 'first' || kind === 'urgent') return [0];
  return Array.from({ length: count }, (_, i) => (kind === 'soft' ? i : i + 1));
}

function textOf(out: readonly Outgoing[]): string {
  return out.flatMap((o) => (o.type === 'crisis' ? o.paragraphs : [])).join('\n');
}

type Report = (code: string, message: string, mend: string) => void;

function judge(texts: readonly Told[], locale: Locale, report: Report): void {
  const longest = texts.reduce((a, b) => (b.words > a.words ? b : a));
  if (longest.words > mostWords)
    report(
      'too-long',
      `in ${longest.place} the reply has ${longest.words} words; ${mostWords} is the most`,
      'take a sentence out; the line, the program and the person to trust have to stay',
    );
  // A place changes names and numbers, not the sentences: two of them tell how hard the text is.
  const long = [longest, texts.at(-1) ?? longest].filter((t) => t.words >= gradedWords);
  const graded = long.length ? long : [{ text: texts.map((t) => t.text).join('\n'), place: 'all places together' }];
  const hard = graded.find(({ text }) =>
    locale === 'es' ? fernandezHuerta(text) < leastIndex : grade(text, locale) > hardestGrade,
  );
  if (hard) {
    const found =
      locale === 'es'
        ? `has the Fernández-Huerta index ${fernandezHuerta(hard.text).toFixed(0)}; ${leastIndex} is the least`
        : `reads at grade ${grade(hard.text, locale).toFixed(1)}; the limit is ${hardestGrade}`;
    report('too-hard', `in ${hard.place} the reply ${found}`, 'shorter sentences and shorter words');
  }
  if (texts.some(({ text }) => (text.match(/\?/g) ?? []).length > 1))
    report('many-questions', 'the reply asks more than once', 'keep one question, and let it be skipped');
}

/** What a whole card may not lack. */
function judgeParts(content: ReplyContent, locale: Locale, card: Written, report: Report): void {
  if (card.kind !== 'first' && card.kind !== 'urgent') return;
  const own = content.texts[locale].replies[card.label];
  const texts = (card.audience === undefined ? own : own[card.audience])?.[card.kind] ?? [];
  const needed = ['$program', '$emergency', ...(card.label === 'medical_emergency' ? [] : ['$lines'])];
  for (const part of needed) {
    if (texts.some((text) => text.includes(part))) continue;
    report('missing-part', `the reply lacks ${part}`, `add ${part}`);
  }
}
