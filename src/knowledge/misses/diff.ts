/** Lines to put into a file, below a line that is there. */
export interface Insertion {
  /** 1-based; 0 puts them at the top. */
  readonly after: number;
  readonly lines: readonly string[];
}

/** Unchanged lines shown around a change, as `diff -u` does. */
const context = 3;

/** A unified diff that `git apply` and `patch -p1` take. No insertions give an empty text. */
export function insertionDiff(file: string, text: string, insertions: readonly Insertion[]): string {
  const lines = text.split('\n');
  // A final line break ends the last line; it does not begin another.
  if (lines.at(-1) === '') lines.pop();
  const ordered = [...insertions].filter((i) => i.lines.length).sort((a, b) => a.after - b.after);
  const hunks: Insertion[][] = [];
  for (const insertion of ordered) {
    const open = hunks.at(-1);
    const last = open?.at(-1);
    if (open && last && insertion.after - last.after <= 2 * context) open.push(insertion);
    else hunks.push([insertion]);
  }
  const out: string[] = [];
  let added = 0;
  for (const hunk of hunks) {
    const first = hunk[0]?.after ?? 0;
    const last = hunk.at(-1)?.after ?? 0;
    const from = Math.max(0, first - context);
    const to = Math.min(lines.length, last + context);
    const body: string[] = [];
    for (let at = from; at <= to; at += 1) {
      if (at > from) body.push(` ${lines[at - 1] ?? ''}`);
      for (const insertion of hunk) if (insertion.after === at) body.push(...insertion.lines.map((l) => `+${l}`));
    }
    const more = hunk.reduce((sum, i) => sum + i.lines.length, 0);
    const old = to - from;
    out.push(`@@ -${old ? from + 1 : from},${old} +${from + 1 + added},${old + more} @@`, ...body);
    if (!text.endsWith('\n') && to === lines.length) out.push('\\ No newline at end of file');
    added += more;
  }
  return out.length ? `--- a/${file}\n+++ b/${file}\n${out.join('\n')}\n` : '';
}
