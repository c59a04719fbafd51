import type { CommandLine } from '../cli';
import { knowledgeFolder, readFolder } from '../content';
import { detect } from '../safety/detect';
import { loadSafetyRules, patternsFolder } from '../safety/load';
import { fixedIds, normalise } from '../safety/normalise';

/** For those who write crisis rules: how a sentence is read, and which rules speak. Nothing is stored. */
export const command: CommandLine = {
  summary: 'hear "sentence": how the crisis detector reads it, and which rules speak',
  async run(args) {
    const safety = loadSafetyRules(readFolder(knowledgeFolder).filter(({ file }) => file.startsWith(patternsFolder)));
    const names = new Map([...safety.vocabulary].map(([word, id]) => [id, word]));
    for (const said of args) {
      const stream = normalise(said, safety.speller, safety.vocabulary);
      const word = (id: number): string => names.get(id) ?? (id === fixedIds.stop ? '/' : id ? '#' : '_');
      console.log(`\n${said}\n  read as  ${stream.ids.map(word).join(' ')}`);
      for (const span of safety.grammar.find(stream)) {
        const rule = safety.rules[span.index];
        if (!rule) continue;
        const words = stream.ids.slice(span.start, span.end).map(word).join(' ');
        console.log(`  ${rule.kind.padEnd(6)} ${rule.id.padEnd(26)} ${words}`);
      }
      const { level, label, urgent, minor } = detect(safety, said, { locale: 'en' });
      console.log(`  found    ${level} ${label}${urgent ? ', urgent' : ''}${minor ? ', a minor' : ''}`);
    }
    return 0;
  },
};
