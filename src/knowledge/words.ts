import { z } from 'zod';
import type { Problem, SourceFile } from '../core/problem';
import { shapeProblems } from '../core/shape';
import type { Locale } from '../core/types';
import { readYaml } from '../core/yaml';
import type { Words } from './reading';

const text = z.string().trim().min(1);

const wordsSchema = z.strictObject({
  synonyms: z.array(z.array(text).min(2, 'a group needs two words or more')).default([]),
  spellings: z.record(text, text).default({}),
});

const backgroundSchema = z.strictObject({ background: z.array(text) });

/** What `words.yaml` and `background.yaml` of one locale say; a missing file says nothing. */
export interface WordKnowledge {
  readonly words: Words;
  /** Ordinary sentences that nothing here answers. */
  readonly background: readonly string[];
  readonly problems: readonly Problem[];
  /** Neither file is there. */
  readonly empty: boolean;
}

/** Reads the two files of a locale out of all files of a knowledge base. Never throws; a faulty file counts as empty. */
export function readWords(files: readonly SourceFile[], locale: Locale): WordKnowledge {
  const problems: Problem[] = [];
  const find = (name: string): SourceFile | undefined =>
    files.find(({ file }) => new RegExp(`(?:^|/)${locale}/${name}\\.ya?ml$`).test(file));
  const read = <T>(name: string, schema: z.ZodType<T>, empty: T, keys: readonly string[]): T => {
    const source = find(name);
    if (!source) return empty;
    const file = readYaml(source);
    problems.push(...file.problems);
    if (file.problems.length) return empty;
    const parsed = schema.safeParse(file.value);
    if (parsed.success) return parsed.data;
    problems.push(...shapeProblems(file, [], parsed.error, () => keys));
    return empty;
  };
  const words = read('words', wordsSchema, { synonyms: [], spellings: {} }, ['synonyms', 'spellings']);
  const { background } = read('background', backgroundSchema, { background: [] }, ['background']);
  return { words, background, problems, empty: !find('words') && !find('background') };
}
