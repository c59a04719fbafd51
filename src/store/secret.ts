import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * A secret for development, made once and kept, so that tokens outlive a restart.
 * @param directory is made when missing; the file can be read by its owner alone.
 * @throws Error when the directory cannot be written.
 */
export function keptSecret(directory: string): string {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const file = path.join(directory, 'directline-secret');
  try {
    // Whoever is first makes it; everybody reads what is there then.
    writeFileSync(file, randomBytes(32).toString('base64url'), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return readFileSync(file, 'utf8').trim();
}
