import { existsSync } from 'node:fs';
import { dialogsFolder, knowledgeFolder, readFolder } from '../content';
import { lintSafety } from '../safety/lint';
import type { ContentCheck } from './check';

/** Replies to a crisis and help lines, and the wording of everything the bot says. */
export const checkSafety: ContentCheck = {
  name: 'safety',
  async run() {
    const knowledge = readFolder(knowledgeFolder);
    const dialogs = existsSync(dialogsFolder) ? readFolder(dialogsFolder) : [];
    const today = new Date().toISOString().slice(0, 10);
    const { problems, lines, reviewed } = lintSafety(knowledge, [...knowledge, ...dialogs], today);
    const unverified = lines.unverified ? `, ${lines.unverified} of them not verified by a person` : '';
    const texts = reviewed ? 'replies reviewed' : 'replies are a draft no clinician has read';
    return { problems, note: `${lines.total} help lines${unverified}; ${texts}` };
  },
};
