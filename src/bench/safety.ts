import { readFileSync } from 'node:fs';
import path from 'node:path';
import { knowledgeFolder, readFolder, root } from '../content';
import { detect } from '../safety/detect';
import { loadSafetyRules, patternsFolder } from '../safety/load';
import type { SafetyRules } from '../safety/rules';
import { quantile } from './quantiles';

/** The same word or half a pattern over and over: what makes a pattern matcher slow, if anything does. */
const repetitions: Readonly<Record<string, string>> = {
  'one letter': 'a',
  'spaced-out letters': 'k i l l ',
  'an opening word': 'i want to ',
  'half a pattern': 'i do not want to be ',
  'a gap never closed': 'my friend said that he ',
  'a negation': 'not ',
  'stops and dashes': '...---',
  'the whole crisis': 'i want to die. ',
  'half a pattern, Spanish': 'ya no quiero ',
};

/** The detector on the labelled sets, on messages of growing length and on repetitions; times in ms. */
export async function bench(args: readonly string[]): Promise<void> {
  const rounds = args.includes('--smoke') ? 3 : 15;
  const began = performance.now();
  const rules = loadSafetyRules(readFolder(knowledgeFolder).filter(({ file }) => file.startsWith(patternsFolder)));
  console.log(`The crisis detector; times in ms. Rules compiled in ${(performance.now() - began).toFixed(0)}\n`);
  const texts = ['crisis.dev.jsonl', 'safety.own.jsonl'].flatMap(readTexts);
  line(`${texts.length} sentences of the sets`, ['p50', 'p99']);
  const took = texts.flatMap((text) => times(rules, text, rounds));
  line('goal: median at most 1', [quantile(took, 0.5).toFixed(3), quantile(took, 0.99).toFixed(3)]);
  console.log('\n  By length (goal: 20 at 20,000 characters, the same time per character throughout)');
  line('characters', ['median', 'µs/1000']);
  const all = texts.join('. ');
  for (const length of [200, 2000, 20_000]) curve(rules, String(length), all.slice(0, length), rounds);
  console.log('\n  Repetitions, 20,000 characters');
  for (const [name, part] of Object.entries(repetitions)) {
    curve(rules, name, part.repeat(Math.ceil(20_000 / part.length)).slice(0, 20_000), rounds);
  }
  console.log('');
}

function curve(rules: SafetyRules, name: string, text: string, rounds: number): void {
  const median = quantile(times(rules, text, rounds), 0.5);
  line(name, [median.toFixed(2), ((median * 1e6) / text.length).toFixed(0)]);
}

function times(rules: SafetyRules, text: string, rounds: number): number[] {
  // Once before the clock runs: the first turns are the compiler's.
  detect(rules, text, { locale: 'en' });
  return Array.from({ length: rounds }, () => {
    const began = performance.now();
    detect(rules, text, { locale: 'en' });
    return performance.now() - began;
  });
}

function readTexts(file: string): string[] {
  return readFileSync(path.join(root, 'tests', 'sets', file), 'utf8')
    .split('\n')
    .filter((row) => row.trim())
    .map((row) => (JSON.parse(row) as { readonly text: string }).text);
}

function line(name: string, figures: readonly string[]): void {
  console.log(`  ${name.padEnd(28)}${figures.map((figure) => figure.padStart(10)).join('')}`);
}
