/** One thing wrong in the content, with its place and how to mend it. All problems of a run are reported together. */
export interface Problem {
  /** Path from the project's root, such as `dialogs/first-call.yaml`. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based. */
  readonly col: number;
  /** A word, such as `dangling-target`. */
  readonly code: string;
  readonly message: string;
  readonly mend: string;
}

/** One file of content as read: its path from the root and its text. */
export interface SourceFile {
  readonly file: string;
  readonly text: string;
}

/** `file:line:col code: what` and the mend below it. */
export function formatProblem(p: Problem): string {
  return `${p.file}:${p.line}:${p.col} ${p.code}: ${p.message}\n    mend: ${p.mend}`;
}

/** In the order a reader meets them. */
export function sortProblems(problems: readonly Problem[]): Problem[] {
  return [...problems].sort(
    (a, b) => a.file.localeCompare(b.file) || a.line - b.line || a.col - b.col || a.code.localeCompare(b.code),
  );
}

/** Content that cannot be used; carries every problem found, not only the first. */
export class ContentError extends Error {
  constructor(readonly problems: readonly Problem[]) {
    super(
      `${problems.length} problem${problems.length === 1 ? '' : 's'} in the content\n${problems.map(formatProblem).join('\n')}`,
    );
    this.name = 'ContentError';
  }
}
