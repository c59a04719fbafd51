import type { Citation, Entry, Locale } from '../core/types';
import type { Place } from '../core/yaml';
import { shortCitation } from './cite';

export interface Review {
  readonly status: 'draft' | 'reviewed';
  /** Date of the last look, `2026-11-23`. */
  readonly on: string;
  /** Who read it; only with status `reviewed`. */
  readonly by?: string;
}

/** One answer of the knowledge base with the ways people ask for it. */
export interface KnowledgeEntry {
  readonly id: string;
  readonly locale: Locale;
  /** Name of the file without its ending, such as `basics`. */
  readonly group: string;
  readonly title: string;
  readonly questions: readonly string[];
  /** As written; paragraphs are parted by blank lines. */
  readonly answer: string;
  /** The answer in one sentence. */
  readonly short?: string;
  readonly sources: readonly string[];
  /** Ids of answers or dialogs. */
  readonly next: readonly string[];
  readonly review?: Review;
  /** Who the answer speaks to, such as `parents`. */
  readonly audience?: string;
  /** Confidence from which this entry answers, 0 to 1, instead of the ranker's own threshold. */
  readonly threshold?: number;
  /** What another tool kept beside the answer (QnA Maker's columns); never shown. */
  readonly metadata?: Readonly<Record<string, string>>;
  readonly file: string;
  readonly place: Place;
}

export interface Source {
  readonly citation: string;
  readonly url?: string;
  /** Date the url was last looked at. */
  readonly accessed?: string;
  readonly file: string;
  readonly place: Place;
}

export type Sources = Readonly<Record<string, Source>>;

/** A topic the knowledge base must answer. */
export interface Topic {
  readonly id: string;
  readonly group: string;
  /** One of the points the project was founded to make. */
  readonly required: boolean;
  readonly file: string;
  readonly place: Place;
}

/** Lines of one paragraph as one line of text; list items keep their own line. */
function unfold(paragraph: string): string {
  return paragraph
    .split('\n')
    .map((line) => line.trim())
    .reduce(
      (text, line) => (text === '' ? line : `${text}${/^(?:[-*•]|\d+[.)]) /.test(line) ? '\n' : ' '}${line}`),
      '',
    );
}

export function paragraphs(answer: string): string[] {
  return answer
    .replace(/\r\n?/g, '\n')
    .split(/\n[ \t]*\n\s*/)
    .map((p) => unfold(p.trim()))
    .filter((text) => text !== '');
}

/**
 * What a person sees: one bubble for one paragraph, else two. More than two paragraphs are parted where the longer of
 * the two bubbles is shortest; there is no "more" to press, so nothing of an answer stays unread behind a button.
 */
export function bubblesOf(answer: string): string[] {
  const all = paragraphs(answer);
  if (all.length <= 2) return all;
  const joined = (from: number, to: number): string => all.slice(from, to).join('\n\n');
  let best: readonly [string, string] = [joined(0, 1), joined(1, all.length)];
  for (let at = 2; at < all.length; at += 1) {
    const split: readonly [string, string] = [joined(0, at), joined(at, all.length)];
    if (Math.max(...split.map((s) => s.length)) < Math.max(...best.map((s) => s.length))) best = split;
  }
  return [...best];
}

/** Sources an id of which is unknown are left out; the lint reports them. */
export function citations(ids: readonly string[], sources: Sources): Citation[] {
  return ids.flatMap((id) => {
    const source = sources[id];
    if (!source) return [];
    return [
      {
        id,
        text: source.citation,
        label: shortCitation(source.citation),
        ...(source.url === undefined ? {} : { url: source.url }),
      },
    ];
  });
}

/** The entry as the turn shows it. */
export function toEntry(entry: KnowledgeEntry, sources: Sources): Entry {
  return {
    id: entry.id,
    title: entry.title,
    bubbles: bubblesOf(entry.answer),
    sources: citations(entry.sources, sources),
    next: entry.next,
  };
}
