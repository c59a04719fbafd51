import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { CommandLine } from '../cli';
import { dialogsFolder, readFolder } from '../content';
import { ContentError } from '../core/problem';
import { loadDialogs } from '../dialog/load';
import { renewSpanish } from '../dialog/strings';

/** `attune strings` renews every Spanish file there is; `attune strings <id>` also starts one. */
export const command: CommandLine = {
  summary: 'bring dialogs/es/ up to date: new texts added, dead ones dropped; with an id, start its file',
  async run(args) {
    const { dialogs, problems } = loadDialogs(readFolder(dialogsFolder));
    if (problems.length) throw new ContentError(problems);
    const unknown = args.filter((id) => !dialogs.some((d) => d.id === id));
    if (unknown.length) {
      console.error(`no dialog ${unknown.join(', ')}; there are: ${dialogs.map((d) => d.id).join(', ')}`);
      return 2;
    }
    for (const dialog of dialogs) {
      if (args.length > 0 ? !args.includes(dialog.id) : !dialog.spanish) continue;
      const { text, added, dropped, empty } = renewSpanish(dialog);
      const folder = path.join(dialogsFolder, 'es');
      mkdirSync(folder, { recursive: true });
      writeFileSync(path.join(folder, `${dialog.id}.yaml`), text);
      console.log(`dialogs/es/${dialog.id}.yaml: ${added} added, ${dropped} dropped, ${empty} to translate`);
    }
    return 0;
  },
};
