import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { formatProblem, type SourceFile } from '../../src/core/problem';
import { lintKnowledge, rules } from '../../src/knowledge/lint';
import { phrasingKey } from '../../src/knowledge/lint/phrasings';
import { loadKnowledge } from '../../src/knowledge/load';

const folder = path.join(__dirname, '..', 'bad-knowledge');
const today = '2026-11-23';
const dialogs = new Map([
  ['second', []],
  ['first-call', ['Help me with the first call!']],
]);

function bad(code: string): SourceFile {
  return { file: `knowledge/en/${code}.yaml`, text: readFileSync(path.join(folder, `${code}.yaml`), 'utf8') };
}
const sources: SourceFile = { ...bad('sources'), file: 'knowledge/sources.yaml' };
const topics: SourceFile = { ...bad('topics'), file: 'knowledge/topics.yaml' };

function lint(files: readonly SourceFile[], on = today): string[] {
  return lintKnowledge({ knowledge: loadKnowledge(files), today: on, dialogs }).map(formatProblem);
}

const want: Readonly<Record<string, readonly string[]>> = {
  'bad-yaml': [
    `6:12 bad-yaml: a ": " inside this text makes YAML read a key
    mend: put the whole text in double quotes`,
  ],
  shape: [
    `29:16 shape: \`threshold\` is 70
    mend: write a number up to 1`,
    `30:5 shape: unknown key \`topic\`
    mend: known keys: id, title, questions, answer, short, sources, next, review, audience, threshold, metadata`,
    `56:15 shape: \`audience\` must be a text, found a list
    mend: change the value`,
  ],
  'duplicate-id': [
    `30:5 duplicate-id: the id "first" stands in knowledge/en/duplicate-id.yaml:5 already
    mend: give this entry another id, or move its questions to the other`,
  ],
  'duplicate-phrasing': [
    `44:9 duplicate-phrasing: "What is a session?!" also stands in "first" (knowledge/en/duplicate-phrasing.yaml)
    mend: keep it where the answer fits best, or say in one of them what differs`,
  ],
  'few-questions': [
    `8:7 few-questions: "first" has 11 questions
    mend: write 12 or more, as varied as people write: short, long, one keyword, slang, indirect, with a backstory`,
  ],
  'too-short': [
    `20:13 too-short: "first" has 11 words
    mend: write 60 to 180 words: what it is, what it means for the reader, what is uncertain`,
  ],
  'too-long': [
    `20:13 too-long: "first" has 198 words
    mend: keep to 180 words; a second answer may take the rest`,
  ],
  'too-hard': [
    `20:13 too-hard: "first" reads at grade 37.6; the limit is 8
    mend: shorter sentences and shorter words; part a sentence at "and", "which" or a comma`,
  ],
  'claim-word': [
    `20:13 claim-word: "first" claims "is proven"
    mend: say what studies found and how sure it is: "may help", "in one study"`,
  ],
  'missing-source': [
    `5:5 missing-source: "first" names no source
    mend: name at least one id of knowledge/sources.yaml under \`sources:\``,
  ],
  'unknown-source': [
    `26:15 unknown-source: no source "arron-1996" in knowledge/sources.yaml
    mend: did you mean aron-1996?`,
  ],
  'insecure-link': [
    `20:13 insecure-link: the answer "first" has a link without https
    mend: write https://, or leave the link out`,
  ],
  'missing-next': [
    `5:5 missing-next: "first" leads nowhere
    mend: name one to three answers or dialogs under \`next:\`, so that nobody is left standing`,
  ],
  'unknown-next': [
    `27:12 unknown-next: no answer and no dialog "secnd"
    mend: did you mean second?`,
  ],
  'missing-review': [
    `5:5 missing-review: "first" does not say when it was last looked at
    mend: add \`review: {status: draft, on: <today>}\``,
  ],
  'stale-review': [
    `28:34 stale-review: "first" was last looked at on 2025-06-01, 12 months ago or more
    mend: check the answer against its sources and set \`on:\` to today`,
  ],
  'uncovered-topic': [
    `topics.yaml:5:29 uncovered-topic: no answer to "second", which is required
    mend: write an entry with this id in knowledge/en/`,
  ],
};

test.each(Object.entries(want))('%s: the bad file yields exactly its problems', (code, problems) => {
  const files = [bad(code), sources, ...(code === 'uncovered-topic' ? [topics] : [])];
  const found = lint(files).map((p) =>
    p.replace(`knowledge/en/${code}.yaml:`, '').replace('knowledge/topics', 'topics'),
  );
  expect(found).toEqual(problems);
});

test('every rule has its bad file, and every bad file its rule', () => {
  const files = readdirSync(folder).map((f) => f.replace('.yaml', ''));
  const codes = ['bad-yaml', 'shape', 'duplicate-id', ...rules.map((r) => r.code)];
  expect(new Set(files)).toEqual(new Set([...codes, 'sources', 'topics']));
  expect(new Set(Object.keys(want))).toEqual(new Set(codes));
});

test('problems of all files are told in one run', () => {
  const codes = Object.keys(want).filter((c) => !['bad-yaml', 'duplicate-id', 'uncovered-topic'].includes(c));
  const files = codes.map((code) => ({
    ...bad(code),
    text: bad(code).text.replaceAll(/id: (first|second|third)/g, `id: $1-${code}`),
  }));
  const found = lint([...files, sources]);
  for (const code of codes) expect(found.filter((p) => p.includes(` ${code}: `)).length).toBeGreaterThan(0);
});

test.each([
  ['2026-06-01', 'stale-review', 0],
  ['2027-05-31', 'stale-review', 0],
  ['2027-06-01', 'stale-review', 1], // twelve months to the day
])('on %s a review of 2026-06-01 gives %s %i times', (on, code, times) => {
  const text = bad('stale-review').text.replace('2025-06-01', '2026-06-01');
  expect(lint([{ ...bad('stale-review'), text }, sources], on).filter((p) => p.includes(code))).toHaveLength(times);
});

test.each([
  ['It is proven.', 1],
  ['It is not proven.', 0],
  ['No one can guarantee that.', 0],
  ['Beware of anyone who says "we guarantee results".', 0],
  ['Is it proven?', 0],
  ['It is the most effective therapy.', 1],
  ['Esta es la mejor terapia.', 1],
  ['La curación lleva tiempo.', 0],
  ['You may ask: "Which is the best therapy for me".', 0],
])('%s makes %i claims', (sentence, claims) => {
  const text = bad('claim-word').text.replace('This way of working is proven, so ask for it when you call.', sentence);
  const found = lint([{ ...bad('claim-word'), text }, sources]);
  expect(found.filter((p) => p.includes('claim-word'))).toHaveLength(claims);
});

test('a phrasing that starts a dialog is reported', () => {
  const text = bad('claim-word').text.replace('- what is a session', '- help me with the first call');
  expect(lint([{ ...bad('claim-word'), text }, sources])[0]).toContain(
    ':8:9 duplicate-phrasing: "help me with the first call" is a trigger of the dialog "first-call"',
  );
});

test('a source without https is reported where it stands', () => {
  const http = { ...sources, text: sources.text.replace('https:', 'http:') };
  expect(lint([http])).toEqual([
    'knowledge/sources.yaml:3:3 insecure-link: the url of "aron-1996" is not an https address\n    mend: write https://, or leave the link out',
  ]);
});

test.each([
  ['What’s relational therapy?', 'whats   relational-therapy'],
  ['¿Qué es?', 'qué es'],
])('%s and %s are one phrasing', (a, b) => {
  expect(phrasingKey(a)).toBe(phrasingKey(b));
});
