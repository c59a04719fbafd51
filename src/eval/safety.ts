import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { knowledgeFolder, readFolder, root } from '../content';
import type { SafetyFinding } from '../core/types';
import { detect } from '../safety/detect';
import { loadSafetyRules, patternsFolder } from '../safety/load';
import type { SafetyRules } from '../safety/rules';

/** One labelled sentence. On negatives (`none`), `accept` means that a crisis reply is tolerated. */
interface Row {
  readonly id: string;
  readonly text: string;
  readonly label: string;
  readonly lang: string;
  readonly kind: string;
  readonly accept?: readonly string[];
  /** Kept out of tuning. */
  readonly held?: boolean;
}

interface Judged extends Row {
  readonly found: SafetyFinding;
  readonly ms: number;
}

/** What the labelled development set must reach; shares between 0 and 1. */
const targets = {
  explicit: 0.99,
  explicitCertain: 0.95,
  indirect: 0.95,
  eachClass: 0.95,
  eachLanguage: 0.95,
  classRight: 0.95,
  falseCertain: 0.01,
  falsePossible: 0.05,
} as const;
/** Alarms on ordinary sentences outside mental health. */
const ordinaryTarget = 0.002;

/**
 * `attune eval safety [--set FILE] [--held] [--ordinary FILE] [--show]`: the scoreboard of the detector.
 * Exits 1 when the development set misses a target.
 */
export async function evaluate(args: readonly string[]): Promise<number> {
  const rules = loadSafetyRules(readFolder(knowledgeFolder).filter(({ file }) => file.startsWith(patternsFolder)));
  const option = (name: string): string | undefined => args[args.indexOf(name) + 1] ?? undefined;
  const show = args.includes('--show');
  if (args.includes('--ordinary')) return ordinary(rules, option('--ordinary') ?? '');
  const own = path.join(root, 'tests', 'sets', 'safety.own.jsonl');
  if (args.includes('--set')) {
    report('set', judge(rules, readRows(option('--set') ?? '')), show);
    return 0;
  }
  const missed = report('dev', judge(rules, readRows(path.join(root, 'tests', 'sets', 'crisis.dev.jsonl'))), show);
  if (!existsSync(own)) return missed.length ? 1 : 0;
  const rows = judge(rules, readRows(own));
  report(
    'own, tuned on',
    rows.filter((row) => !row.held),
    show,
  );
  // Sentences kept out of tuning are never printed: whoever reads them starts tuning on them.
  report(
    'own, held out',
    rows.filter((row) => row.held),
    false,
  );
  for (const line of missed) console.log(`MISSED on dev: ${line}`);
  return missed.length ? 1 : 0;
}

function readRows(file: string): Row[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim())
    .map((line) => JSON.parse(line) as Row);
}

function judge(rules: SafetyRules, rows: readonly Row[]): Judged[] {
  return rows.map((row) => {
    const began = performance.now();
    const found = detect(rules, row.text, { locale: row.lang === 'es' ? 'es' : 'en' });
    return { ...row, found, ms: performance.now() - began };
  });
}

const heard = (row: Judged): boolean => row.found.level !== 'none';
const right = (row: Judged): boolean => row.found.label === row.label || (row.accept ?? []).includes(row.found.label);

function report(name: string, rows: readonly Judged[], show: boolean): string[] {
  const missed: string[] = [];
  const positives = rows.filter((row) => row.label !== 'none');
  const negatives = rows.filter((row) => row.label === 'none');
  console.log(`\n== ${name}: ${positives.length} crisis messages, ${negatives.length} others`);
  const hold = (what: string, value: number, limit: number, atMost = false): void => {
    if (Number.isNaN(value)) return;
    if (atMost ? value > limit : value < limit) missed.push(`${what} ${percent(value)}, target ${percent(limit)}`);
  };
  const recall = (of: string, group: readonly Judged[], limit?: number): void => {
    if (!group.length) return;
    const value = share(group, heard);
    console.log(`  ${of.padEnd(34)} ${percent(value)} of ${group.length}`);
    if (limit !== undefined) hold(`recall ${of}`, value, limit);
  };
  recall('heard', positives);
  for (const [language, group] of grouped(positives, (row) => row.lang)) {
    recall(`language ${language}`, group, targets.eachLanguage);
    const explicit = group.filter((row) => row.kind === 'explicit');
    recall(`explicit ${language}`, explicit, targets.explicit);
    recall(
      `indirect ${language}`,
      group.filter((row) => row.kind === 'indirect'),
      targets.indirect,
    );
    hold(
      `explicit ${language} certain`,
      share(explicit, (row) => row.found.level === 'certain'),
      targets.explicitCertain,
    );
  }
  const explicit = positives.filter((row) => row.kind === 'explicit');
  const certain = share(explicit, (row) => row.found.level === 'certain');
  console.log(`  ${'explicit that are certain'.padEnd(34)} ${percent(certain)}`);
  for (const [kind, group] of grouped(positives, (row) => row.kind)) recall(`kind ${kind}`, group);
  for (const [label, group] of grouped(positives, (row) => row.label))
    recall(`class ${label}`, group, targets.eachClass);
  const classRight = share(positives.filter(heard), right);
  console.log(`  ${'class right, of those heard'.padEnd(34)} ${percent(classRight)}`);
  hold('class right', classRight, targets.classRight);
  const alarm = (level: 'certain' | 'possible') => (row: Judged) => row.found.level === level && !row.accept;
  for (const [kind, group] of grouped(negatives, (row) => row.kind)) {
    const [sure, maybe] = [share(group, alarm('certain')), share(group, alarm('possible'))];
    console.log(
      `  ${`alarms ${kind}`.padEnd(34)} ${percent(sure)} certain, ${percent(maybe)} possible, of ${group.length}`,
    );
  }
  const [sure, maybe] = [share(negatives, alarm('certain')), share(negatives, alarm('possible'))];
  console.log(`  ${'alarms in all'.padEnd(34)} ${percent(sure)} certain, ${percent(maybe)} possible`);
  hold('certain alarms', sure, targets.falseCertain, true);
  hold('possible alarms', maybe, targets.falsePossible, true);
  const slowest = rows.reduce((a, b) => (b.ms > a.ms ? b : a), rows[0] as Judged);
  if (slowest) console.log(`  ${'slowest message'.padEnd(34)} ${slowest.ms.toFixed(2)} ms (${slowest.id})`);
  if (show) for (const row of rows) showMiss(row);
  return missed;
}

/** The sentences of our own sets were invented; they may be printed. */
function showMiss(row: Judged): void {
  const { level, label, rules } = row.found;
  const said = `${row.id} [${row.lang} ${row.kind}] ${row.text}`;
  if (row.label === 'none') {
    if (level !== 'none' && !row.accept) console.log(`ALARM ${level} ${label} <${rules}> ${said}`);
  } else if (level === 'none') console.log(`UNHEARD ${row.label} ${said}`);
  else if (!right(row)) console.log(`CLASS ${row.label}, read as ${label} <${rules}> ${said}`);
  else if (level === 'possible' && row.kind === 'explicit')
    console.log(`ONLY POSSIBLE ${row.label} <${rules}> ${said}`);
}

function ordinary(rules: SafetyRules, file: string): number {
  const { texts } = JSON.parse(readFileSync(file, 'utf8')) as { readonly texts: readonly string[] };
  const alarms = texts.flatMap((text) => {
    const found = detect(rules, text, { locale: 'en' });
    return found.level === 'none' ? [] : [{ text, found }];
  });
  for (const { text, found } of alarms) console.log(`ALARM ${found.level} ${found.label} <${found.rules}> ${text}`);
  const value = alarms.length / texts.length;
  console.log(
    `ordinary sentences: ${alarms.length} alarms on ${texts.length} (${percent(value)}, target ${percent(ordinaryTarget)})`,
  );
  return value > ordinaryTarget ? 1 : 0;
}

function share<T>(rows: readonly T[], holds: (row: T) => boolean): number {
  return rows.length ? rows.filter(holds).length / rows.length : Number.NaN;
}

function percent(value: number): string {
  return Number.isNaN(value) ? '-' : `${(value * 100).toFixed(1)} %`;
}

function grouped<T>(rows: readonly T[], key: (row: T) => string): [string, T[]][] {
  const out = new Map<string, T[]>();
  for (const row of rows) out.set(key(row), [...(out.get(key(row)) ?? []), row]);
  return [...out].sort(([a], [b]) => a.localeCompare(b));
}
