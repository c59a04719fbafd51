import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

const src = path.join(__dirname, '..', 'src');

/** What a folder (or a file at the top) may import: folders of ours, and packages. */
interface Rule {
  readonly ours: readonly string[];
  readonly packages: readonly string[];
}

const everything = [
  'core',
  'dialog',
  'answers',
  'safety',
  'knowledge',
  'directory',
  'store',
  'channels',
  'cli',
  'eval',
  'bench',
];

const rules: Readonly<Record<string, Rule>> = {
  core: { ours: [], packages: ['yaml', 'zod'] },
  dialog: { ours: ['core'], packages: ['yaml', 'zod'] },
  answers: { ours: ['core'], packages: ['@microsoft/recognizers-text-suite'] },
  safety: { ours: ['core'], packages: ['yaml', 'zod'] },
  knowledge: { ours: ['core'], packages: ['yaml', 'zod', 'fuse.js'] },
  directory: { ours: ['core'], packages: ['yaml', 'zod'] },
  store: { ours: ['core'], packages: ['lmdb'] },
  channels: {
    ours: ['core', 'store'],
    packages: ['botbuilder', 'botframework-connector', 'restify', 'ws', 'zod', 'jose', 'rate-limiter-flexible'],
  },
};

/** Packages that stay behind one door; `folder/` or one file. */
const doors: Readonly<Record<string, readonly string[]>> = {
  botbuilder: ['channels/botframework/', 'bench/'],
  'botframework-connector': ['channels/botframework/'],
  restify: ['channels/http.ts'],
  'fuse.js': ['knowledge/fuse.ts', 'eval/', 'bench/'],
  '@microsoft/recognizers-text-suite': ['answers/recognizers.ts'],
  lmdb: ['store/lmdb.ts'],
  jose: ['channels/directline/tokens.ts'],
  'rate-limiter-flexible': ['channels/directline/limits.ts'],
  ws: ['channels/directline/stream.ts', 'bench/'],
  yaml: ['core/yaml.ts', 'dialog/', 'knowledge/', 'safety/'],
  zod: ['core/shape.ts', 'dialog/', 'knowledge/', 'safety/', 'cli/', 'variables.ts', 'channels/'],
};

/** Folders that may touch no file, network, clock, randomness or process. */
const pure = ['core', 'dialog', 'answers', 'safety', 'knowledge'];
const impure: readonly (readonly [RegExp, string])[] = [
  [/from 'node:(?!crypto')|require\('node:(?!crypto')/, 'imports a Node module'],
  [/\bDate\.now\(|new Date\(\)|\bperformance\./, 'reads the clock'],
  [/\bMath\.random\(|\brandomUUID\b|\brandomBytes\b/, 'is random'],
  [/\bprocess\./, 'reads the process'],
  [/\bfetch\(/, 'uses the network'],
  [/\bconsole\./, 'writes to the console'],
  [/\bsetTimeout\(|\bsetInterval\(/, 'waits'],
];

interface SourceText {
  readonly file: string;
  readonly text: string;
  readonly imports: readonly { readonly line: number; readonly from: string }[];
}

function importsOf(text: string): { line: number; from: string }[] {
  return text.split('\n').flatMap((line, i) => {
    const from =
      /(?:^\s*(?:import|export)\b.*?from |^} from |\bimport\(|\brequire\(|typeof import\(|^import )'([^']+)'/.exec(
        line,
      )?.[1];
    return from ? [{ line: i + 1, from }] : [];
  });
}

function read(dir: string): SourceText[] {
  return readdirSync(dir).flatMap((name) => {
    const full = path.join(dir, name);
    if (statSync(full).isDirectory()) return read(full);
    if (!name.endsWith('.ts')) return [];
    const text = readFileSync(full, 'utf8');
    return [{ file: path.relative(src, full), text, imports: importsOf(text) }];
  });
}

/** Every line that breaks a rule, with the rule. */
function broken(files: readonly SourceText[]): string[] {
  return files.flatMap(({ file, text, imports }) => {
    const folder = file.includes('/') ? (file.split('/')[0] as string) : '';
    const rule = rules[folder];
    const out: string[] = [];
    for (const { line, from } of imports) {
      const at = `src/${file}:${line}`;
      if (from.startsWith('.')) {
        const target = path.join(path.dirname(file), from);
        const to = target.includes('/') ? (target.split('/')[0] as string) : target;
        if (rule && to !== folder && !rule.ours.includes(to)) out.push(`${at}: ${folder} may not import ${to}`);
        if (!rule && folder && !['cli', 'eval', 'bench'].includes(folder))
          out.push(`${at}: no rule for the folder ${folder}`);
        continue;
      }
      if (from.startsWith('node:')) continue;
      if (rule && !rule.packages.includes(from)) out.push(`${at}: ${folder} may not import ${from}`);
      const door = doors[from];
      if (door && !door.some((d) => file === d || (d.endsWith('/') && file.startsWith(d)))) {
        out.push(`${at}: ${from} stays behind ${door.join(', ')}`);
      }
    }
    if (pure.includes(folder)) {
      text.split('\n').forEach((line, i) => {
        if (/^\s*(?:\*|\/\/|\/\*)/.test(line)) return;
        for (const [pattern, what] of impure)
          if (pattern.test(line)) out.push(`src/${file}:${i + 1}: ${folder} ${what}`);
      });
    }
    if (/from 'node:fs/.test(text) && !fileReaders.some((f) => file === f || file.startsWith(f))) {
      out.push(`src/${file}: content is read in content.ts only`);
    }
    return out;
  });
}

/** Besides the one reader of content: what writes files or reads files a person names on the command line. */
const fileReaders = ['content.ts', 'cli/', 'eval/', 'bench/', 'store/', 'main.ts', 'channels/'];

test('no import crosses a line it may not cross', () => {
  const files = read(src);
  expect(files.length).toBeGreaterThan(20);
  expect(broken(files)).toEqual([]);
});

test('every folder has a rule or may import everything', () => {
  const folders = readdirSync(src).filter((name) => statSync(path.join(src, name)).isDirectory());
  expect(folders.filter((f) => !everything.includes(f))).toEqual([]);
});

test('the check itself sees what it must', () => {
  const planted = (file: string, text: string): string[] => broken([{ file, text, imports: importsOf(text) }]);
  expect(planted('core/a.ts', "import { x } from '../store/lmdb';")).toEqual([
    'src/core/a.ts:1: core may not import store',
  ]);
  expect(planted('core/a.ts', 'const t = Date.now();')).toEqual(['src/core/a.ts:1: core reads the clock']);
  expect(planted('knowledge/a.ts', "import Fuse from 'fuse.js';")).toEqual([
    'src/knowledge/a.ts:1: fuse.js stays behind knowledge/fuse.ts, eval/, bench/',
  ]);
  expect(planted('channels/serve.ts', "import { CloudAdapter } from 'botbuilder';")).toEqual([
    'src/channels/serve.ts:1: botbuilder stays behind channels/botframework/, bench/',
  ]);
  expect(planted('dialog/load.ts', "import { readFileSync } from 'node:fs';")).toEqual([
    'src/dialog/load.ts:1: dialog imports a Node module',
    'src/dialog/load.ts: content is read in content.ts only',
  ]);
});
