import { loadContent } from '../bot';
import type { CommandLine } from '../cli';
import { explain } from '../knowledge/explain';
import { thresholds } from '../knowledge/thresholds';

const figure = (value: number): string => value.toFixed(2).padStart(5);

/** For writers: how a question is read, what was compared, and why it was answered so. Nothing is stored. */
export const command: CommandLine = {
  summary: 'explain "question": how it is read, the candidates with their scores, and the decision',
  async run(args) {
    if (!args.length) {
      console.error('write the question after it: npm run attune -- explain "what does it cost"');
      return 2;
    }
    const index = loadContent().indexes.en;
    if (!index) throw new Error('there are no English answers in knowledge/en');
    for (const text of args) {
      const { tokens, corrections, candidates, background, known, margin, needed, understood, outcome } = explain(
        index,
        text,
      );
      console.log(`\n"${text}"\n\nread as`);
      for (const { word, stem, known, content, synonyms } of tokens) {
        const notes = [
          known ? 'known' : 'unknown',
          ...(content ? [] : ['stop word']),
          ...(synonyms ? ['has synonyms'] : []),
        ];
        console.log(`  ${word.padEnd(18)} ${stem.padEnd(16)} ${notes.join(', ')}`);
      }
      for (const { from, to } of corrections) console.log(`  mended: ${from} -> ${to}`);
      console.log('\ncandidates                        confidence  margin  share  alike  cover');
      for (const { kind, id, confidence, signals } of candidates.slice(0, 5)) {
        const parts = [signals.margin, signals.share, signals.similarity, signals.coverage].map(figure).join('  ');
        console.log(`  ${`${kind === 'dialog' ? 'guide ' : ''}${id}`.padEnd(32)} ${figure(confidence)}       ${parts}`);
      }
      console.log(
        `\nbackground ${figure(background)}, known ${figure(known)}, ahead by ${figure(margin)}, content words understood ${understood}`,
      );
      console.log(
        `decision: ${outcome} (answers from ${needed}, ahead by ${thresholds.margin}; offers from ${thresholds.suggest})`,
      );
    }
    return 0;
  },
};
