import { readFileSync } from 'node:fs';
import path from 'node:path';
import { withTables } from '../../src/cli/schema';
import { dialogsFolder } from '../../src/content';
import { freshConversation, turn } from '../../src/core/turn';
import type { Conversation, Event, Outgoing, Turn } from '../../src/core/types';
import { codes, lintDialogs } from '../../src/dialog/lint';
import { loadDialogs } from '../../src/dialog/load';
import { botOf, monday } from './fixtures/bot';

const manual = readFileSync(path.join(dialogsFolder, 'README.md'), 'utf8');

interface Example {
  readonly heading: string;
  readonly scripts: readonly string[];
  readonly talk: string;
}

/** Every table of the manual with scripts on the left and a conversation on the right. */
function examples(): Example[] {
  return manual.split(/^## /m).flatMap((part) => {
    const heading = part.split('\n')[0] ?? '';
    return [...part.matchAll(/<table>[\s\S]*?<\/table>/g)].map(([table]) => ({
      heading,
      scripts: [...table.matchAll(/```yaml\n([\s\S]*?)\n```/g)].map((m) => m[1] as string),
      talk: /```text\n([\s\S]*?)\n```/.exec(table)?.[1] ?? '',
    }));
  });
}

/** A whole file as it stands; sections alone get a head. */
function fileOf(text: string): { file: string; text: string } {
  const id = /^dialog: (.+)$/m.exec(text)?.[1];
  if (id !== undefined) return { file: `dialogs/${id}.yaml`, text };
  const sections = text.replace(/^/gm, '  ');
  return {
    file: 'dialogs/example.yaml',
    text: `dialog: example\ntitle: Example\ntriggers: [show me]\nsections:\n${sections}\n`,
  };
}

function seen(message: Outgoing): string[] {
  const buttons = (list: readonly { readonly label: string }[] = []): string[] =>
    list.length ? [list.map((b) => `[${b.label}]`).join(' ')] : [];
  switch (message.type) {
    case 'say':
      return [message.text, ...buttons(message.options)];
    case 'answer':
      return [...message.bubbles, ...buttons(message.options)];
    case 'card':
      return [message.title, ...(message.text ? [message.text] : []), ...buttons(message.buttons)];
    case 'sheet':
      return [message.title, ...message.lines.map((l) => `- ${l}`)];
    case 'therapists':
      return message.list.map((t) => t.name);
    default:
      return [];
  }
}

function eventOf(line: string): Event | undefined {
  if (line.startsWith('> ')) return { type: 'said', text: line.slice(2) };
  const found = /^\(directory: found (\d+)\)$/.exec(line)?.[1];
  if (found === undefined) return undefined;
  const therapists = Array.from({ length: Number(found) }, (_, i) => ({
    id: `${i}`,
    name: `Therapist ${i + 1}`,
    lines: [],
    links: [],
  }));
  return { type: 'found', therapists };
}

/** The conversation as it goes, with what the manual leaves out at "…" left out as well. */
function played(example: Example): string {
  const { dialogs, problems } = loadDialogs(example.scripts.map(fileOf));
  expect(problems).toEqual([]);
  const bot = botOf(dialogs);
  let state: Conversation = { ...freshConversation('en'), welcomed: true, disclosed: monday };
  const out: string[] = [];
  const lines = example.talk.split('\n');
  for (const [i, line] of lines.entries()) {
    const event = eventOf(line);
    if (!event) continue;
    const result: Turn = turn(bot, state, event, monday);
    state = result.state;
    const end = lines.findIndex((l, j) => j > i && eventOf(l) !== undefined);
    const wanted = lines.slice(i + 1, end < 0 ? undefined : end);
    out.push(line, ...leftOut(result.out.flatMap(seen), wanted));
  }
  return out.join('\n');
}

/** Replaces what stands where the manual has "…". */
function leftOut(said: readonly string[], wanted: readonly string[]): string[] {
  const gap = wanted.indexOf('…');
  if (gap < 0) return [...said];
  const after = wanted.length - gap - 1;
  return [...said.slice(0, gap), '…', ...(after > 0 ? said.slice(-after) : [])];
}

const all = examples();

test('the manual has an example for every idea', () => {
  expect(all.length).toBeGreaterThanOrEqual(13);
});

test.each(all.map((e, i) => [`${i + 1} ${e.heading}`, e] as const))(
  'example %s goes as the manual says',
  (_, example) => {
    expect(played(example)).toBe(example.talk);
  },
);

test.each(all.map((e, i) => [`${i + 1} ${e.heading}`, e] as const))(
  'example %s is one a writer may copy',
  (_, example) => {
    const { dialogs } = loadDialogs(example.scripts.map(fileOf));
    const found = lintDialogs(dialogs).filter((p) => !['missing-source', 'missing-review'].includes(p.code));
    expect(found).toEqual([]);
  },
);

test('the file to copy for a new guide has no problem', () => {
  const whole = [...manual.matchAll(/```yaml\n(# yaml-language-server[\s\S]*?)\n```/g)].map((m) => m[1] as string);
  expect(whole).toHaveLength(1);
  const { dialogs, problems } = loadDialogs(whole.map(fileOf));
  expect([...problems, ...lintDialogs(dialogs)]).toEqual([]);
});

const kinds = [...manual.matchAll(/^\| `(yesno|text|number|money|date|place)` +\| (.+?) +\|/gm)].flatMap(
  ([, as, words]) =>
    [...(words as string).matchAll(/"([^"]+)"/g)].flatMap(([, said]) => (said === 'stop' ? [] : [[said, as] as const])),
);

test.each(kinds)('"%s" is understood by as: %s', (said, as) => {
  const { dialogs } = loadDialogs([
    fileOf(`open:\n  - ask: What?\n    slot: it\n    as: ${as}\n  - say: Good.\n  - end`),
  ]);
  const bot = botOf(dialogs);
  const ask = Object.values(bot.programs('en'))
    .flatMap((p) => p.code)
    .find((at) => at.op === 'ask');
  expect(ask?.op === 'ask' && bot.readAnswer(ask, said as string, 'en', monday)).toBeTruthy();
});

test('the Spanish shown fits the question shown', () => {
  const spanish = /```yaml\n(triggers: [\s\S]*?)\n```/.exec(manual.split('## Write the Spanish')[1] ?? '')?.[1] ?? '';
  const question = all.find((e) => e.heading === 'Add a question')?.scripts.map(fileOf) ?? [];
  const { dialogs, problems } = loadDialogs([...question, { file: 'dialogs/es/example.yaml', text: spanish }]);
  expect(problems).toEqual([]);
  expect(dialogs[0]?.spanish?.pairs).toHaveLength(2);
  expect(lintDialogs(dialogs).filter((p) => p.code === 'stale-translation')).toEqual([]);
});

test('every code stands in the manual, as `npm run schema` writes it', () => {
  expect(withTables('dialogs/README.md', manual)).toBe(manual);
  for (const { code } of codes) expect(manual).toContain(`| \`${code}\` `);
});

test('every link inside the manual leads to a heading', () => {
  const anchors = [...manual.matchAll(/^#+ (.+)$/gm)].map((m) =>
    (m[1] as string)
      .toLowerCase()
      .replace(/[^\w\- ]/g, '')
      .replace(/ /g, '-'),
  );
  for (const [, target] of manual.matchAll(/\]\(#([^)]+)\)/g)) expect(anchors).toContain(target);
});
