import { existsSync } from 'node:fs';
import path from 'node:path';
import { loadBot } from '../bot';
import { dialogsFolder, knowledgeFolder, readFolder, root } from '../content';
import { ContentError, type Problem } from '../core/problem';
import { locales } from '../core/types';
import { runTests } from '../dialog/check';
import { lintDialogs } from '../dialog/lint';
import { loadDialogs } from '../dialog/load';
import { loadTranscripts } from '../dialog/tests';
import { loadBotTexts } from '../dialog/texts';
import { loadKnowledge } from '../knowledge/load';
import type { ContentCheck } from './check';

/** Conversations across dialogs; they live with the project's tests. */
export const transcriptsFolder = path.join(root, 'tests', 'transcripts');

/** The guides in `dialogs/`: their form, their flow, their words, and their tests played against the whole bot. */
export const checkDialogs: ContentCheck = {
  name: 'dialogs',
  async run() {
    const files = readFolder(dialogsFolder);
    const { dialogs, problems: unread } = loadDialogs(files);
    const transcripts = loadTranscripts(existsSync(transcriptsFolder) ? readFolder(transcriptsFolder) : []);
    const botTexts = locales.flatMap((locale) => {
      const name = locale === 'en' ? /^[^/]+\/bot\.yaml$/ : new RegExp(`/${locale}/bot\\.yaml$`);
      return files.filter((f) => name.test(f.file)).flatMap((f) => loadBotTexts(f, locale).problems);
    });
    const sources = new Set(Object.keys(loadKnowledge(readFolder(knowledgeFolder)).sources));
    const problems: Problem[] = [...unread, ...transcripts.problems, ...botTexts, ...lintDialogs(dialogs, sources)];
    try {
      const run = runTests(dialogs, transcripts.tests, loadBot(), new Date().toISOString());
      problems.push(...run.problems);
      const percent = run.ways ? Math.floor((100 * run.covered) / run.ways) : 100;
      const note = `${dialogs.length} dialogs, ${run.tests} tests, ${run.ways} ways, ${percent} % covered`;
      return { problems, note };
    } catch (error) {
      if (!(error instanceof ContentError)) throw error;
      return { problems, note: `${dialogs.length} dialogs; tests wait until the content can be read` };
    }
  },
};
