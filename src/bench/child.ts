import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

export interface ChildServer {
  readonly url: URL;
  /** From the start of the process to its first line with an address, in milliseconds. */
  readonly startMs: number;
  /** Resident memory in MB; undefined where /proc is not to be had. */
  readonly residentMb: () => number | undefined;
  /** Processor time used so far, in milliseconds; undefined where /proc is not to be had. */
  readonly cpuMs: () => number | undefined;
  readonly stop: () => Promise<void>;
  /** Ends the process without a word of warning. */
  readonly kill: () => Promise<void>;
}

/** Starts one of our scripts as a process of its own and waits until it names its address. */
export function startChild(
  script: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<ChildServer> {
  const began = performance.now();
  const child = spawn(process.execPath, [path.join(__dirname, '..', script), ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    let said = '';
    child.once('exit', (code) => reject(new Error(`${script} ended with ${code} before it was ready`)));
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const address = said.match(/http:\/\/\S+/)?.[0];
      if (!address) return;
      child.stdout.removeAllListeners('data');
      child.stdout.resume();
      child.removeAllListeners('exit');
      resolve({
        url: new URL(address.replace('localhost', '127.0.0.1')),
        startMs: performance.now() - began,
        residentMb: () => residentMb(child),
        cpuMs: () => cpuMs(child),
        stop: () => end(child, 'SIGTERM'),
        kill: () => end(child, 'SIGKILL'),
      });
    });
  });
}

function residentMb({ pid }: ChildProcess): number | undefined {
  try {
    const kb = readFileSync(`/proc/${pid}/status`, 'utf8').match(/VmRSS:\s+(\d+) kB/)?.[1];
    return kb === undefined ? undefined : Number(kb) / 1024;
  } catch {
    return undefined;
  }
}

/** Ticks of /proc/PID/stat in a second; 100 on every Linux that Node runs on. */
const ticks = 100;

function cpuMs({ pid }: ChildProcess): number | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return ((Number(fields[11]) + Number(fields[12])) * 1000) / ticks;
  } catch {
    return undefined;
  }
}

function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill(signal);
  });
}
