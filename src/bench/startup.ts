import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startChild } from './child';
import { quantile } from './quantiles';

const starts = 5;
/** Idle time before memory is read, in milliseconds. */
const idleMs = 3000;

/** From `node dist/main.js` to an answering `/readyz`, and resident memory of the idle server. */
export async function bench(args: readonly string[]): Promise<void> {
  const smoke = args.includes('--smoke');
  const folder = mkdtempSync(path.join(tmpdir(), 'attune-bench-'));
  const took: number[] = [];
  let residentMb: number | undefined;
  try {
    const count = smoke ? 1 : starts;
    for (let i = 0; i < count; i += 1) {
      const began = performance.now();
      const env = { PORT: '0', ATTUNE_DATA_DIR: folder, ATTUNE_LOG: 'error', NODE_ENV: 'development' };
      const server = await startChild('main.js', [], env);
      const ready = await fetch(new URL('/readyz', server.url));
      if (!ready.ok) throw new Error(`/readyz answers ${ready.status}`);
      took.push(performance.now() - began);
      if (i === count - 1) {
        await new Promise((resolve) => setTimeout(resolve, idleMs));
        residentMb = server.residentMb();
      }
      await server.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  console.log(`Start-up to ready: median ${quantile(took, 0.5).toFixed(0)} ms of ${took.length} (goal: under 1,000)`);
  console.log(`Resident memory, idle: ${residentMb?.toFixed(0) ?? 'unknown'} MB (goal: under 170)\n`);
}
