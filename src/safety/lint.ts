import type { Problem, SourceFile } from '../core/problem';
import { readYaml } from '../core/yaml';
import type { Audiences } from './audience';
import { type LineStates, lineStates } from './lines';
import { lintReplies } from './lint-replies';
import { patternsFolder } from './load';
import { loadProtocol } from './protocol';
import { loadReplyContent, replyFiles } from './replies';
import { lintWording, loadWording, type Wording, wordingFile } from './wording';

/** What the check found in the replies, the help lines and all wording. */
export interface SafetyLint {
  readonly problems: readonly Problem[];
  readonly lines: LineStates;
  /** Whether a person has read the replies, by what the files say. */
  readonly reviewed: boolean;
}

/**
 * Every rule about replies, help lines and wording.
 * @param safety the files of `knowledge/safety/`
 * @param texts all files whose wording is read: dialogs and knowledge, those of `safety` among them
 * @param today such as 2026-11-23
 */
export function lintSafety(safety: readonly SourceFile[], texts: readonly SourceFile[], today: string): SafetyLint {
  const { content, problems } = loadReplyContent(safety, today);
  const found: Problem[] = [...problems];
  const source = (file: string) => readYaml(safety.find((s) => s.file === file) ?? { file, text: '' });
  if (content) found.push(...lintReplies(content, { en: source(replyFiles.en), es: source(replyFiles.es) }));
  if (content) found.push(...unknownRules(safety, content.audiences));
  found.push(...loadProtocol(safety).problems);
  const words = readWording(safety);
  found.push(...words.problems);
  if (words.wording) found.push(...lintWording(words.wording, texts));
  return {
    problems: found,
    lines: content ? lineStates(content.lines) : { total: 0, unverified: 0 },
    reviewed: content !== undefined && content.texts.en.review === 'reviewed' && content.texts.es.review === 'reviewed',
  };
}

/** Rules that audiences.yaml waits for and no pattern file has. */
function unknownRules(safety: readonly SourceFile[], audiences: Audiences): Problem[] {
  const source = safety.find((s) => s.file === replyFiles.audiences);
  if (!source) return [];
  const file = readYaml(source);
  const known = new Set(
    safety
      .filter((s) => s.file.startsWith(patternsFolder))
      .flatMap((s) => [...s.text.matchAll(/^\s*- id: ([\w-]+)/gm)].map((m) => m[1])),
  );
  return audiences.flatMap(({ rules }, i) =>
    rules.flatMap((id, n): Problem[] =>
      known.has(id)
        ? []
        : [
            {
              file: file.file,
              ...file.place(['audiences', i, 'rules', n]),
              code: 'unknown-rule',
              message: `no pattern file has a rule ${id}`,
              mend: 'write the id of a rule that hears something',
            },
          ],
    ),
  );
}

function readWording(safety: readonly SourceFile[]): {
  readonly wording: Wording | undefined;
  readonly problems: readonly Problem[];
} {
  const source = safety.find((s) => s.file === wordingFile);
  if (source) return loadWording(readYaml(source));
  const mend = 'put the file back; without it nobody reads the wording of the texts';
  const problem = { file: wordingFile, line: 1, col: 1, code: 'missing-file', message: 'the file is missing', mend };
  return { wording: undefined, problems: [problem] };
}
