import { dialogsFolder, knowledgeFolder, readFolder } from '../content';
import { grade } from '../core/grade';
import { loadDialogs } from '../dialog/load';
import { lintKnowledge } from '../knowledge/lint';
import { loadKnowledge } from '../knowledge/load';
import type { ContentCheck } from './check';

/** The answers in `knowledge/`: their form, their references, their words. */
export const checkKnowledge: ContentCheck = {
  name: 'knowledge',
  async run() {
    const knowledge = loadKnowledge(readFolder(knowledgeFolder));
    const dialogs = new Map(loadDialogs(readFolder(dialogsFolder)).dialogs.map((d) => [d.id, d.triggers]));
    const today = new Date().toISOString().slice(0, 10);
    const problems = lintKnowledge({ knowledge, today, dialogs });
    const { entries } = knowledge;
    const phrasings = entries.reduce((sum, e) => sum + e.questions.length, 0);
    const mean = entries.reduce((sum, e) => sum + grade(e.answer, e.locale), 0) / Math.max(1, entries.length);
    return { problems, note: `${entries.length} answers, ${phrasings} phrasings, mean grade ${mean.toFixed(1)}` };
  },
};
