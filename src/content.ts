import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { SourceFile } from './core/problem';

/** The project's root: the folder that holds `dialogs/` and `knowledge/`. Works from `src/` and from `dist/`. */
export const root = path.join(__dirname, '..');

export const dialogsFolder = path.join(root, 'dialogs');
export const knowledgeFolder = path.join(root, 'knowledge');

/**
 * Reads every file below a folder whose name ends with one of `endings`, in name order.
 * The only place that reads content from disk. File names are given relative to the folder's parent
 * (`dialogs/es/bot.yaml`), which is what messages show.
 * @throws Error when the folder is missing; its message names the folder.
 */
export function readFolder(folder: string, endings: readonly string[] = ['.yaml']): SourceFile[] {
  const base = path.dirname(path.resolve(folder));
  const out: SourceFile[] = [];
  const walk = (dir: string): void => {
    for (const name of readdirSync(dir).sort()) {
      const full = path.join(dir, name);
      if (statSync(full).isDirectory()) walk(full);
      else if (endings.some((e) => name.endsWith(e))) {
        out.push({ file: path.relative(base, full).split(path.sep).join('/'), text: readFileSync(full, 'utf8') });
      }
    }
  };
  walk(path.resolve(folder));
  return out;
}
