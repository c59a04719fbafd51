import { knowledgeFolder, readFolder } from '../content';
import { ContentError } from '../core/problem';
import { checkExamples } from '../safety/examples';
import { loadSafetyRules, patternsFolder } from '../safety/load';
import type { ContentCheck } from './check';

/** The crisis rules: their notation, and every example written beside them. */
export const checkCrisisRules: ContentCheck = {
  name: 'crisis rules',
  async run() {
    const files = readFolder(knowledgeFolder).filter(({ file }) => file.startsWith(patternsFolder));
    try {
      const safety = loadSafetyRules(files);
      const note = `${safety.rules.length} rules, ${safety.examples.length} examples, ${safety.vocabulary.size} words`;
      return { problems: checkExamples(safety), note };
    } catch (error) {
      if (!(error instanceof ContentError)) throw error;
      return { problems: error.problems, note: 'cannot be read' };
    }
  },
};
