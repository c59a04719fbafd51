/** Edits (insert, delete, replace, swap of neighbours) between two short names. */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let best = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, (before[j - 2] ?? 0) + 1);
      next.push(best);
    }
    before = row;
    row = next;
  }
  return row[b.length] ?? 0;
}

/** The name a writer probably meant, or undefined when none is close. */
export function nearest(name: string, names: readonly string[]): string | undefined {
  const limit = Math.max(1, Math.floor(name.length / 3));
  const ranked = names.map((n) => ({ n, d: distance(name, n) })).sort((a, b) => a.d - b.d);
  const best = ranked[0];
  return best && best.d <= limit ? best.n : undefined;
}

/** A mend that names the likely target, or else all of them. */
export function writeOneOf(name: string, names: readonly string[]): string {
  const likely = nearest(name, names);
  if (likely !== undefined) return `write ${likely}`;
  return names.length ? `write one of ${names.join(', ')}` : 'there is none yet; add it first';
}
