import { existsSync } from 'node:fs';
import path from 'node:path';
import { loadBot } from '../bot';
import { dialogsFolder, knowledgeFolder, readFolder, root } from '../content';
import { ContentError, type Problem, type SourceFile } from '../core/problem';
import { locales } from '../core/types';
import { runTests } from '../dialog/check';
import { lintDialogs } from '../dialog/lint';
import { lintBotTexts } from '../dialog/lint/bot';
import { loadDialogs } from '../dialog/load';
import { loadTranscripts } from '../dialog/tests';
import { type BotTexts, loadBotTexts } from '../dialog/texts';
import { loadKnowledge } from '../knowledge/load';
import type { ContentCheck } from './check';

/** Conversations across dialogs; they live with the project's tests. */
const transcriptsFolder = path.join(root, 'tests', 'transcripts');

function readTranscripts(): SourceFile[] {
  if (!existsSync(transcriptsFolder)) return [];
  return readFolder(transcriptsFolder).map(({ file, text }) => ({ file: `tests/${file}`, text }));
}

function wordsOf(bot: BotTexts | undefined): ReadonlyMap<string, string> {
  return bot?.commands ?? new Map();
}

/** The guides in `dialogs/`: their form, their flow, their words, and their tests played against the whole bot. */
export const checkDialogs: ContentCheck = {
  name: 'dialogs',
  async run({ dialogs: folder = dialogsFolder } = {}) {
    const shipped = folder === dialogsFolder;
    const files = readFolder(folder);
    const { dialogs, problems: unread } = loadDialogs(files);
    const transcripts = loadTranscripts(shipped ? readTranscripts() : []);
    const { sources, entries } = loadKnowledge(readFolder(knowledgeFolder));
    const destinations = {
      dialogs: new Set(dialogs.map((d) => d.id)),
      answers: new Set(entries.map((e) => e.id)),
    };
    const problems: Problem[] = [...unread, ...transcripts.problems];
    const bots = locales.flatMap((locale) => {
      const name = locale === 'en' ? /^[^/]+\/bot\.yaml$/ : new RegExp(`/${locale}/bot\\.yaml$`);
      return files.filter((f) => name.test(f.file)).map((f) => ({ locale, f, read: loadBotTexts(f, locale) }));
    });
    for (const { locale, f, read } of bots) {
      problems.push(...read.problems);
      if (read.bot) problems.push(...lintBotTexts(f, read.bot, locale, destinations));
    }
    const [en, es] = locales.map((locale) => wordsOf(bots.find((b) => b.locale === locale)?.read.bot));
    const known = { sources: new Set(Object.keys(sources)), ...(en && es && { commands: { en, es } }) };
    problems.push(...lintDialogs(dialogs, known));
    try {
      const bot = loadBot(shipped ? {} : { dialogs: folder });
      const run = runTests(dialogs, transcripts.tests, bot, new Date().toISOString());
      problems.push(...run.problems);
      const percent = run.ways ? Math.floor((100 * run.covered) / run.ways) : 100;
      const note = `${dialogs.length} dialogs, ${run.tests} tests, ${run.ways} ways, ${percent} % covered`;
      return { problems, note };
    } catch (error) {
      if (!(error instanceof ContentError)) throw error;
      return { problems, note: `${dialogs.length} dialogs; their tests wait until all content can be read` };
    }
  },
};
