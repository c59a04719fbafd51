import { ContentError, type Problem, type SourceFile, sortProblems } from '../core/problem';
import type { Safety, SafetyFinding } from '../core/types';
import { readYaml, type YamlReader } from '../core/yaml';
import { answerTo } from './answer';
import { addressed, loadAudiences } from './audience';
import { loadCountries } from './countries';
import { loadLines } from './lines';
import { readCountry } from './read-country';
import { type ReplyContent, replyTo } from './reply';
import { loadReplyTexts, missingTexts } from './reply-texts';

/** Where the content of the replies stands. */
export const replyFiles = {
  en: 'knowledge/safety/replies.yaml',
  es: 'knowledge/safety/es/replies.yaml',
  lines: 'knowledge/safety/lines.yaml',
  countries: 'knowledge/safety/countries.yaml',
  audiences: 'knowledge/safety/audiences.yaml',
} as const;

/**
 * Reads the help lines and the texts of the replies.
 * @param sources the files of `knowledge/safety/`; others are passed over
 * @param today such as 2026-11-23; without it the age of a line's check is not judged (the bot must answer anyway)
 * @param read how the files are read
 */
export function loadReplyContent(
  sources: readonly SourceFile[],
  today?: string,
  read: YamlReader = readYaml,
): { readonly content: ReplyContent | undefined; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const open = (file: string) => {
    const source = sources.find((s) => s.file === file);
    if (source) return read(source);
    const mend = 'put the file back; no reply to a crisis can be written without it';
    problems.push({ file, line: 1, col: 1, code: 'missing-file', message: 'the file is missing', mend });
    return undefined;
  };
  const yaml = {
    en: open(replyFiles.en),
    es: open(replyFiles.es),
    lines: open(replyFiles.lines),
    countries: open(replyFiles.countries),
    audiences: open(replyFiles.audiences),
  };
  if (!yaml.en || !yaml.es || !yaml.lines || !yaml.countries || !yaml.audiences)
    return { content: undefined, problems };
  const countries = loadCountries(yaml.countries);
  const lines = loadLines(yaml.lines, countries.countries, today);
  const { audiences, problems: others } = loadAudiences(yaml.audiences);
  const en = loadReplyTexts(yaml.en);
  const es = loadReplyTexts(yaml.es);
  problems.push(...countries.problems, ...lines.problems, ...others, ...en.problems, ...es.problems);
  if (!en.texts || !es.texts) return { content: undefined, problems };
  problems.push(...missingTexts(en.texts, es.texts, yaml.es));
  const texts = { en: en.texts, es: es.texts };
  return { content: { texts, lines: lines.lines, countries: countries.countries, audiences }, problems };
}

export interface SafetyReplies extends Pick<Safety, 'reply' | 'answer' | 'country'> {
  /** The finding with who writes and what a worry is about. */
  readonly addressed: (finding: SafetyFinding, text: string) => SafetyFinding;
}

/**
 * The replies of the safety port: what is said when danger may be, and what its buttons lead to. Pure; needs nothing
 * but the texts it was given.
 * @throws ContentError with every problem, when a file is missing or wrong
 */
export function createSafetyReplies(sources: readonly SourceFile[], read: YamlReader = readYaml): SafetyReplies {
  const { content, problems } = loadReplyContent(sources, undefined, read);
  if (!content || problems.length) throw new ContentError(sortProblems(problems));
  return {
    reply: (finding, context) => replyTo(content, finding, context),
    answer: (event, context) => answerTo(content, event, context),
    country: (text) => readCountry(text, content.countries),
    addressed: (finding, text) => addressed(content.audiences, finding, text),
  };
}
