import { existsSync } from 'node:fs';
import { dialogsFolder, knowledgeFolder, readFolder } from '../content';
import { grade } from '../core/grade';
import { lintKnowledge } from '../knowledge/lint';
import { loadKnowledge } from '../knowledge/load';
import type { ContentCheck } from './check';

/** Rules that wait until all answers and guides are written; an unfinished base would fail them at every step. */
const later: ReadonlySet<string> = new Set(['uncovered-topic', 'unknown-next']);

/** The answers in `knowledge/`: their form, their references, their words. */
export const checkKnowledge: ContentCheck = {
  name: 'knowledge',
  async run() {
    const knowledge = loadKnowledge(readFolder(knowledgeFolder));
    const scripts = existsSync(dialogsFolder) ? readFolder(dialogsFolder) : [];
    const dialogs = scripts.map(({ file }) => file.replace(/^.*\//, '').replace(/\.yaml$/, ''));
    const today = new Date().toISOString().slice(0, 10);
    const problems = lintKnowledge({ knowledge, today, dialogs: new Set(dialogs) });
    const { entries } = knowledge;
    const phrasings = entries.reduce((sum, e) => sum + e.questions.length, 0);
    const grades = entries.reduce((sum, e) => sum + grade(e.answer, e.locale), 0) / Math.max(1, entries.length);
    const note = `${entries.length} answers, ${phrasings} phrasings, mean grade ${grades.toFixed(1)}`;
    return { problems: problems.filter((p) => !later.has(p.code)), note };
  },
};
