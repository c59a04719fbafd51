import type { CommandLine } from '../cli';
import { dialogsFolder, readFolder } from '../content';
import { ContentError } from '../core/problem';
import { compileDialogs } from '../dialog/compile';
import { graph } from '../dialog/graph';
import { loadDialogs } from '../dialog/load';

/** Prints one dialog as a Mermaid flowchart. */
export const command: CommandLine = {
  summary: 'draw a dialog as a Mermaid flowchart: graph <id>',
  async run([id, ...more]) {
    const { dialogs, problems } = loadDialogs(readFolder(dialogsFolder));
    if (problems.length) throw new ContentError(problems);
    const program = Object.entries(compileDialogs(dialogs, 'en')).find(([key]) => key === id)?.[1];
    if (!program || more.length > 0) {
      console.error(`write graph <id>; the dialogs are: ${dialogs.map((d) => d.id).join(', ')}`);
      return 2;
    }
    process.stdout.write(graph(program));
    return 0;
  },
};
