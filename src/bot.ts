import { declines, readAnswer, readYesNo } from './answers';
import { readLanguage } from './answers/language';
import { cached, dialogsFolder, knowledgeFolder, readFolder } from './content';
import type { Bot } from './core/bot';
import { asks, bare } from './core/plain';
import { ContentError, type Problem, type SourceFile } from './core/problem';
import type { Programs } from './core/program';
import { type Answers, type Entry, type Locale, locales, type Safety } from './core/types';
import { readYaml, recalledYaml, type YamlReader } from './core/yaml';
import { compileDialogs } from './dialog/compile';
import { loadDialogs } from './dialog/load';
import { type BotTexts, loadBotTexts } from './dialog/texts';
import { documentOf } from './knowledge/documents';
import { citations, type KnowledgeEntry, type Sources, toEntry } from './knowledge/entry';
import { find } from './knowledge/find';
import { buildIndex, type Document, type Index } from './knowledge/index';
import { loadKnowledge } from './knowledge/load';
import { readWords, type WordKnowledge } from './knowledge/words';
import { detect } from './safety/detect';
import { compileSafety, patternsFolder, readSafetySource } from './safety/load';
import { createSafetyReplies } from './safety/replies';

/** Where a person is sent while no directory of our own is searched; a public locator of the US government. */
export const defaultDirectoryLink = 'https://findtreatment.gov/locator';

export interface BotOptions {
  /** Folder of scripts; default: the shipped `dialogs/`. */
  readonly dialogs?: string;
  /** Folder of a knowledge base; default: the shipped `knowledge/`. Another one needs only id, title, questions, answer. */
  readonly knowledge?: string;
  /** ISO 3166-1 alpha-2. */
  readonly country?: string;
  readonly directoryLink?: string;
}

/**
 * Reads all content and builds the bot. The safety content is always the shipped one.
 * @throws ContentError with every problem when a dialog, the bot's texts or the knowledge base cannot be used.
 */
export function loadBot(options: BotOptions = {}): Bot {
  return loadContent(options).bot;
}

/** The bot with the indexes its answers come from: for `explain` and for measuring. */
export function loadContent(options: BotOptions = {}): {
  readonly bot: Bot;
  readonly indexes: Readonly<Record<Locale, Index | undefined>>;
} {
  const dialogFiles = readFolder(options.dialogs ?? dialogsFolder);
  const foreign = options.knowledge !== undefined;
  const knowledgeFiles = readFolder(options.knowledge ?? knowledgeFolder, ['.yaml', '.yml', '.json']);
  const compileAll = (): CompiledDialogs => {
    const problems: Problem[] = [];
    const texts = readBotTexts(dialogFiles, problems);
    const loaded = loadDialogs(dialogFiles);
    const compiled = locales.map((l) => [l, compileDialogs(loaded.dialogs, l)]);
    const programs = Object.fromEntries(compiled) as Record<Locale, Programs>;
    return { texts, programs, problems: [...problems, ...loaded.problems] };
  };
  const dialogParts = dialogFiles.flatMap((f) => [f.file, f.text]);
  const { texts, programs, problems } =
    options.dialogs === undefined ? cached('dialogs', 'dialog', dialogParts, compileAll) : compileAll();
  const dialogsFail = problems.length > 0;

  // Someone else's knowledge base is measured as it is: the triggers of our guides are no part of it.
  const withTriggers = !foreign || options.dialogs !== undefined;
  const build = (): BuiltKnowledge =>
    buildKnowledge(knowledgeFiles, foreign, withTriggers ? programs : undefined, problems);
  const triggers = Object.values(programs.en).map((p) => [p.dialog, p.title, ...p.triggers]);
  const answering = knowledgeFiles.filter((f) => !f.file.includes('/safety/'));
  const parts = [...answering.flatMap((f) => [f.file, f.text]), JSON.stringify(triggers)];
  const { entries, sources, indexes } = foreign || dialogsFail ? build() : cached('answers', 'knowledge', parts, build);
  if (problems.length) throw new ContentError(problems);

  const bot: Bot = {
    programs: (locale) => programs[locale],
    texts: (locale) => texts[locale].texts,
    safety: readSafety(),
    answers: answersOf(entries, indexes, sources),
    command: (text, locale) => {
      const said = bare(text);
      return (
        texts[locale].commands.get(said) ?? (locale === 'es' ? texts.en.commands.get(said) : steering(texts.es, said))
      );
    },
    readAnswer,
    declines,
    yesOrNo: readYesNo,
    asks,
    language: readLanguage,
    readCriteria: () => ({}),
    directoryLink: options.directoryLink ?? defaultDirectoryLink,
    country: options.country,
  };
  return { bot, indexes };
}

/** The shipped safety content, whatever knowledge base is asked for. */
function readSafety(): Safety {
  const files = readFolder(knowledgeFolder);
  const patterns = files.filter(({ file }) => file.startsWith(patternsFolder));
  const source = cached(
    'safety',
    'safety',
    patterns.flatMap((f) => [f.file, f.text]),
    () => readSafetySource(patterns),
  );
  const rules = compileSafety(source);
  const { addressed, ...replies } = createSafetyReplies(files, safetyReader(files));
  return { ...replies, detect: (text, context) => addressed(detect(rules, text, context), text) };
}

/**
 * Reads the files of `knowledge/safety/`, those that were sound before from what was kept of them: parsing them takes
 * longer than all else at a start.
 */
export function safetyReader(files: readonly SourceFile[]): YamlReader {
  const own = files.filter(({ file }) => file.startsWith('knowledge/safety/') && !file.startsWith(patternsFolder));
  const parts = own.flatMap((f) => [f.file, f.text]);
  const values = cached('safety-texts', 'core', parts, () => {
    const read = own.map(readYaml).filter(({ problems }) => problems.length === 0);
    return new Map(read.map(({ file, value }) => [file, value]));
  });
  return (source) => (values.has(source.file) ? recalledYaml(source, values.get(source.file)) : readYaml(source));
}

/** What talking needs of the scripts; plain data, so that it can be kept between starts. */
interface CompiledDialogs {
  readonly texts: Readonly<Record<Locale, BotTexts>>;
  readonly programs: Readonly<Record<Locale, Programs>>;
  readonly problems: readonly Problem[];
}

/** What answering needs of a knowledge base; plain data, so that it can be kept between starts. */
interface BuiltKnowledge {
  readonly entries: readonly KnowledgeEntry[];
  readonly sources: Sources;
  readonly indexes: Readonly<Record<Locale, Index | undefined>>;
}

/** @throws ContentError when ours has a slip; in someone else's knowledge base a slip costs that entry. */
function buildKnowledge(
  files: readonly SourceFile[],
  foreign: boolean,
  programs: Readonly<Record<Locale, Programs>> | undefined,
  others: readonly Problem[],
): BuiltKnowledge {
  const { entries, sources, problems } = loadKnowledge(files, { foreign });
  if (!foreign && problems.length) throw new ContentError([...others, ...problems]);
  const indexes = Object.fromEntries(
    locales.map((locale) => {
      const own = entries.filter((e) => e.locale === locale);
      return [locale, own.length ? indexOf(own, programs?.[locale] ?? {}, files, locale) : undefined];
    }),
  ) as Record<Locale, Index | undefined>;
  return { entries, sources, indexes };
}

/** Someone who writes Spanish to a bot that speaks English can still switch the language, and nothing else. */
function steering(spanish: BotTexts, said: string): 'spanish' | undefined {
  return spanish.commands.get(said) === 'spanish' ? 'spanish' : undefined;
}

function readBotTexts(files: readonly SourceFile[], problems: Problem[]): Record<Locale, BotTexts> {
  const found: Partial<Record<Locale, BotTexts>> = {};
  for (const locale of locales) {
    const name = locale === 'en' ? /^[^/]+\/bot\.yaml$/ : new RegExp(`/${locale}/bot\\.yaml$`);
    const own = files.find((f) => name.test(f.file));
    // Scripts from elsewhere may come without the bot's own texts; the shipped ones then speak.
    const source = own ?? readFolder(dialogsFolder).find((f) => name.test(f.file));
    if (!source) throw new Error(`dialogs/${locale === 'en' ? '' : `${locale}/`}bot.yaml is missing`);
    const read = loadBotTexts(source, locale);
    problems.push(...read.problems);
    if (read.bot) found[locale] = read.bot;
  }
  return found as Record<Locale, BotTexts>;
}

/** Someone else's knowledge base that brings no words and no background of its own is read with the shipped ones. */
function wordKnowledge(files: readonly SourceFile[], locale: Locale): WordKnowledge {
  const own = readWords(files, locale);
  return own.empty ? readWords(readFolder(knowledgeFolder), locale) : own;
}

function indexOf(
  entries: readonly KnowledgeEntry[],
  programs: Programs,
  files: readonly SourceFile[],
  locale: Locale,
): Index {
  const documents: Document[] = entries.map(documentOf);
  for (const program of Object.values(programs)) {
    if (!program.triggers.length) continue;
    documents.push({ kind: 'dialog', id: program.dialog, title: program.title, questions: program.triggers });
  }
  return buildIndex(documents, { ...wordKnowledge(files, locale), locale });
}

function answersOf(
  entries: readonly KnowledgeEntry[],
  indexes: Readonly<Record<Locale, Index | undefined>>,
  sources: Sources,
): Answers {
  const byKey = new Map<string, Entry>(entries.map((e) => [`${e.locale} ${e.id}`, toEntry(e, sources)]));
  return {
    locales: locales.filter((l) => indexes[l]),
    find(text, locale, context) {
      const index = indexes[locale] ?? indexes.en;
      return index ? find(index, text, context) : { outcome: 'fallback', hits: [] };
    },
    entry: (id, locale) => byKey.get(`${locale} ${id}`) ?? byKey.get(`en ${id}`),
    sources: (ids) => citations(ids, sources),
  };
}
