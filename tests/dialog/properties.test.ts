import fc from 'fast-check';
import { stringify } from 'yaml';
import { edges, type Program } from '../../src/core/program';
import { compileDialog } from '../../src/dialog/compile';
import { lintDialogs } from '../../src/dialog/lint';
import { loadDialogs } from '../../src/dialog/load';
import { textsOf } from '../../src/dialog/wording';

/** Small scripts with every step, valid as the loader sees it: three sections, ids numbered so that none doubles. */
type Raw = string | Record<string, unknown>;
const sections = ['open', 'middle', 'last'];
const section = fc.constantFrom(...sections);
const words = fc.constantFrom(
  'Hello there.',
  'How are you?',
  'One: two',
  'Say $name, please',
  "It's fine",
  'yes',
  '5',
  '#7',
);
const slot = fc.constantFrom('name', 'mood', 'search.place', 'search.feeMax');
const value = fc.oneof(fc.constantFrom('yes', 'a', '60 GBP'), fc.integer({ min: 0, max: 9 }));
const test1 = fc.oneof(
  value,
  fc.array(value, { minLength: 1, maxLength: 2 }),
  fc.record({ set: fc.boolean() }),
  fc.record({ below: fc.integer() }),
);
const condition = fc.dictionary(slot, test1, { minKeys: 1, maxKeys: 2 });
const choice = fc.oneof(
  words,
  fc.record({ label: words, also: fc.array(words), goto: section }, { requiredKeys: ['label'] }),
);

const { steps } = fc.letrec<{ step: Raw; steps: Raw[] }>((tie) => ({
  steps: fc.array(tie('step'), { minLength: 1, maxLength: 4, depthIdentifier: 'steps' }),
  step: fc.oneof(
    { depthIdentifier: 'steps', maxDepth: 3 },
    fc.record({ say: fc.oneof(words, fc.record({ any: fc.array(words, { minLength: 1, maxLength: 3 }) })) }),
    fc.record({ goto: section }),
    fc.constantFrom('end', 'return'),
    fc.record({ set: fc.dictionary(slot, value, { maxKeys: 2 }) }),
    fc.record({ forget: fc.array(slot, { minLength: 1, maxLength: 2 }) }),
    fc.record({ pause: fc.constantFrom(0.5, 5) }),
    fc.record({ switch: fc.constant('d') }),
    fc.record({ link: fc.constant('https://example.org'), label: words }),
    fc.record({ card: fc.record({ title: words, text: words }) }),
    fc.record({
      sheet: fc.record({
        title: words,
        lines: fc.array(fc.oneof(words, fc.record({ text: words, if: condition })), { minLength: 1, maxLength: 2 }),
      }),
    }),
    // biome-ignore lint/suspicious/noThenProperty: a key of the language
    fc.record({ if: condition, then: tie('steps'), else: tie('steps') }, { requiredKeys: ['if', 'then'] }),
    fc.record(
      {
        ask: words,
        slot,
        choices: fc.dictionary(fc.constantFrom('a', 'b', '2', '1'), choice, { minKeys: 1 }),
        known: fc.constant('skip'),
        otherwise: tie('steps'),
      },
      { requiredKeys: ['ask', 'slot', 'choices'] },
    ),
    fc.record({ ask: words, slot, as: fc.constantFrom('yesno', 'text', 'date', 'place'), optional: fc.boolean() }),
    fc.record(
      { handoff: fc.constant('directory'), found: tie('steps'), none: tie('steps'), failed: tie('steps') },
      { requiredKeys: ['handoff'] },
    ),
    fc.record({ call: fc.constant('d') }),
  ),
}));

/** Gives every resting place an id of its own. */
function number(list: readonly Raw[], next = { id: 0 }): Raw[] {
  return list.map((step) => {
    if (typeof step === 'string') return step;
    const inner = Object.entries(step).map(([key, v]) =>
      ['then', 'else', 'otherwise', 'found', 'none', 'failed'].includes(key)
        ? [key, number(v as Raw[], next)]
        : [key, v],
    );
    const rests = 'ask' in step || 'call' in step || 'handoff' in step;
    return { ...Object.fromEntries(inner), ...(rests && { id: `r${next.id++}` }) };
  });
}

const scripts = fc.array(steps, { minLength: 3, maxLength: 3 }).map((parts) => {
  const next = { id: 0 };
  const body = Object.fromEntries(sections.map((name, i) => [name, number(parts[i] ?? [], next)]));
  return stringify({ dialog: 'd', title: 'D', sections: body });
});

const targets = (program: Program): unknown[] =>
  program.code.flatMap((_, pc) => edges(program, pc)).flatMap((e) => (typeof e.to === 'number' ? [e.to] : []));

const runs = { seed: 20260105, numRuns: 100 };

test('every valid script compiles, and every way leads to an instruction that is there', () => {
  fc.assert(
    fc.property(scripts, (text) => {
      const { dialogs, problems } = loadDialogs([{ file: 'dialogs/d.yaml', text }]);
      expect(problems).toEqual([]);
      for (const dialog of dialogs) {
        const program = compileDialog(dialog, 'en');
        for (const to of targets(program)) expect(program.code[to as number]).toBeDefined();
        for (const [id, pc] of Object.entries(program.rests)) expect(program.code[pc]).toMatchObject({ id });
        for (const name of sections)
          expect(program.code[program.sections[name] ?? -1]).toMatchObject({ section: name });
        expect(
          new Set(program.code.map((at) => at.line).filter((line) => line < 1 || line > text.split('\n').length)),
        ).toEqual(new Set());
      }
    }),
    runs,
  );
});

test('the linter reads every valid script to the end', () => {
  fc.assert(
    fc.property(scripts, (text) => {
      const lines = text.split('\n').length;
      const found = lintDialogs(loadDialogs([{ file: 'dialogs/d.yaml', text }]).dialogs);
      for (const p of found) expect(p.line >= 1 && p.line <= lines && p.col >= 1).toBe(true);
    }),
    { ...runs, numRuns: 60 },
  );
});

test('a script with a pair for every text compiles to Spanish without an English word left, step by step the same', () => {
  fc.assert(
    fc.property(scripts, (text) => {
      const english = { file: 'dialogs/d.yaml', text };
      const [dialog] = loadDialogs([english]).dialogs;
      const texts = [...new Set(dialog ? [...textsOf(dialog)].map((t) => t.text) : [])];
      const pairs = stringify({ texts: texts.map((en) => ({ en, es: `ES ${en}` })) });
      const [both] = loadDialogs([english, { file: 'dialogs/es/d.yaml', text: pairs }]).dialogs;
      if (!dialog || !both) throw new Error('no dialog');
      const translated = JSON.stringify(compileDialog(both, 'es'));
      // Turned back, it is the English program: nothing but texts has changed, and every text has.
      const back = translated.replaceAll('"ES ', '"').replace('"locale":"es"', '"locale":"en"');
      const plain = compileDialog(dialog, 'en');
      const bare = JSON.stringify(plain).replace(/"also":\[[^\]]*\]/g, '"also":[]');
      expect(back).toBe(bare);
      const left = texts.filter((t) =>
        new RegExp(
          `"(text|label|title|reprompt)":\\[?${JSON.stringify(t).replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`,
        ).test(translated),
      );
      expect(left).toEqual([]);
    }),
    { ...runs, numRuns: 60 },
  );
});

test('no text whatever makes the loader throw', () => {
  const line = fc.constantFrom(
    'dialog: d',
    'title: [',
    'sections:',
    '  open:',
    '    - say: a: b',
    '    - ask:',
    '\t- x',
    '? {',
    '- end',
    '    - if: {a',
    'tests: 5',
    '&a *a',
    '__proto__: {x: 1}',
    '    - goto: constructor',
    '"',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.array(line, { maxLength: 12 }).map((l) => l.join('\n')),
        fc.string({ maxLength: 80 }),
      ),
      (text) => {
        const { dialogs } = loadDialogs([{ file: 'dialogs/d.yaml', text }]);
        expect(lintDialogs(dialogs).every((p) => p.line >= 1)).toBe(true);
      },
    ),
    { ...runs, numRuns: 200 },
  );
});
