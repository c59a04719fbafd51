import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { deserialize, serialize } from 'node:v8';
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

/** Where what was built from content is kept between starts; everything in it can be deleted at any time. */
const cacheFolder = path.join(root, 'dist', 'cache');

/**
 * What `make` builds from `parts`, kept on disk so that a start with unchanged content and code does not build it again.
 * @param name file name in the cache; a newer value replaces the older one of the same name
 * @param code folder of `src/` (or `dist/`) whose code builds the value; changed code builds it anew
 */
export function cached<T>(name: string, code: string, parts: readonly string[], make: () => T): T {
  const hash = createHash('sha256').update(process.version);
  const folder = path.join(__dirname, code);
  // `bot` decides which values are kept and in what shape, so a value kept by another version of it counts for nothing.
  const keeper = readFileSync(path.join(__dirname, `bot${path.extname(__filename)}`), 'utf8');
  for (const part of [keeper, ...readFolder(folder, ['.js', '.ts']).map((f) => f.text), ...parts]) {
    hash.update(`${part.length}:`).update(part);
  }
  const key = hash.digest('hex').slice(0, 16);
  const file = path.join(cacheFolder, `${name}-${key}.bin`);
  try {
    return deserialize(readFileSync(file)) as T;
  } catch {
    // Not there, or written by a process that was stopped in the middle: built again.
  }
  const value = make();
  try {
    mkdirSync(cacheFolder, { recursive: true });
    const draft = `${file}.${process.pid}`;
    writeFileSync(draft, serialize(value));
    renameSync(draft, file);
    const stale = readdirSync(cacheFolder).filter(
      (n) => n.startsWith(`${name}-`) && n.endsWith('.bin') && !file.endsWith(n),
    );
    for (const old of stale.slice(0, -3)) rmSync(path.join(cacheFolder, old), { force: true });
  } catch {
    // A folder that can't be written to costs the next start a second, and nothing else.
  }
  return value;
}
