import { ContentError, type Problem, type SourceFile, sortProblems } from '../core/problem';
import { locales } from '../core/types';
import { readYaml, type YamlFile } from '../core/yaml';
import { plainCharacters } from './characters';
import { builtinPhrases, compileGrammar } from './grammar';
import { fixedIds } from './normalise';
import { mentions, NotationError, type Pattern, readPattern } from './patterns';
import { type Example, patternFile, type Rule, type SafetyRules, spellingFile } from './rules';
import { makeSpeller, type SpellingData } from './spelling';

/** Where the pattern files stand, relative to the project's root. */
export const patternsFolder = 'knowledge/safety/patterns/';

/**
 * Compiles the files of `knowledge/safety/patterns`. Files named `spelling*` hold spellings, all others patterns.
 * @throws ContentError with every problem of every file.
 */
export function loadSafetyRules(files: readonly SourceFile[]): SafetyRules {
  return compileSafety(readSafetySource(files));
}

/** The rules as read and checked, before they are compiled: plain data, so that it can be kept between starts. */
export interface SafetySource {
  readonly phrases: ReadonlyMap<string, Pattern>;
  readonly patterns: readonly { readonly pattern: Pattern; readonly index: number }[];
  readonly spelling: SpellingData;
  readonly barriers: ReadonlySet<string>;
  readonly rules: readonly Rule[];
  readonly examples: readonly Example[];
  readonly vocabulary: ReadonlyMap<string, number>;
}

/** @throws ContentError with every problem of every file. */
export function readSafetySource(files: readonly SourceFile[]): SafetySource {
  const reader = new Reader();
  for (const file of files) reader.read(readYaml(file));
  return reader.finish();
}

export function compileSafety(source: SafetySource): SafetyRules {
  const { phrases, patterns, spelling, barriers, rules, examples, vocabulary } = source;
  const spell = (literal: string): readonly string[] => spelled(literal, spelling);
  const grammar = compileGrammar({ phrases, patterns, spell, vocabulary, barriers });
  return { rules, examples, grammar, speller: makeSpeller(spelling, new Set(vocabulary.keys())), vocabulary };
}

/** The plain words a literal stands for: contractions opened, fillers dropped, as in the messages. */
function spelled(literal: string, { replacements, fillers }: Pick<SpellingData, 'replacements' | 'fillers'>): string[] {
  const plain = plainCharacters(literal);
  const replaced = replacements.get(plain);
  let words: readonly string[];
  if (replaced) words = replaced;
  else if (plain.length > 2 && plain.endsWith("'s")) words = [plain.slice(0, -2), "'s"];
  else words = replacements.get(plain.replaceAll("'", '')) ?? [plain];
  return words.filter((word) => !fillers.has(word));
}

interface Located {
  readonly pattern: Pattern;
  readonly file: YamlFile;
  readonly path: readonly (string | number)[];
}

class Reader {
  readonly problems: Problem[] = [];
  private readonly replacements = new Map<string, readonly string[]>();
  private readonly joined = new Map<string, Map<string, readonly string[]>>();
  private readonly lists = {
    fillers: new Set<string>(),
    openers: new Set<string>(),
    barriers: new Set<string>(),
    keys: new Set<string>(),
    ordinary: new Set<string>(),
  };
  private readonly phrases = new Map<string, Located[]>();
  private readonly rules: Rule[] = [];
  private readonly patterns: (Located & { readonly index: number })[] = [];
  private readonly ids = new Map<string, string>();
  private readonly examples: Example[] = [];

  read(yaml: YamlFile): void {
    this.problems.push(...yaml.problems);
    if (yaml.value === undefined) return;
    const name = yaml.file.split('/').at(-1) ?? '';
    const schema = name.startsWith('spelling') ? spellingFile : patternFile;
    const parsed = schema.safeParse(yaml.value);
    if (!parsed.success) {
      for (const issue of parsed.error.issues) {
        const path = issue.path.filter((key): key is string | number => typeof key !== 'symbol');
        this.problem(
          yaml,
          path,
          'shape',
          `${path.join('.') || 'file'}: ${issue.message}`,
          'see README.md for the keys',
        );
      }
      return;
    }
    if ('keys' in parsed.data) this.readSpelling(parsed.data);
    else this.readPatterns(yaml, parsed.data);
  }

  private readSpelling(data: import('zod').infer<typeof spellingFile>): void {
    for (const [written, meant] of [...Object.entries(data.spellings), ...Object.entries(data.emoji)]) {
      const words = plainCharacters(meant).split(' ').filter(Boolean);
      const [first, second] = plainCharacters(written).split(' ');
      if (first === undefined) continue;
      if (second === undefined) this.replacements.set(first, words);
      else {
        const seconds = this.joined.get(first) ?? new Map<string, readonly string[]>();
        seconds.set(second, words);
        this.joined.set(first, seconds);
      }
    }
    for (const list of ['fillers', 'openers', 'barriers', 'keys', 'ordinary'] as const) {
      for (const word of data[list]) this.lists[list].add(plainCharacters(word));
    }
  }

  private readPatterns(yaml: YamlFile, data: import('zod').infer<typeof patternFile>): void {
    for (const [name, wordings] of Object.entries(data.phrases)) {
      const list = this.phrases.get(name) ?? [];
      this.phrases.set(name, list);
      wordings.forEach((wording, i) => {
        const path = ['phrases', name, i];
        const pattern = this.notation(yaml, path, wording);
        if (pattern) list.push({ pattern, file: yaml, path });
      });
    }
    const all: readonly (readonly [string, readonly Rule[]])[] = [
      ['hear', data.hear.map((rule) => ({ kind: 'hear', ...rule }) as const)],
      ['quiet', data.quiet.map((rule) => ({ kind: 'quiet', ...rule }) as const)],
      ['marks', data.marks.map((rule) => ({ kind: 'mark', ...rule }) as const)],
    ];
    for (const [section, rules] of all) {
      rules.forEach((rule, at) => {
        const before = this.ids.get(`${rule.kind === 'mark' ? 'mark ' : ''}${rule.id}`);
        // A mark may be described in several files, one a language.
        if (before !== undefined && rule.kind !== 'mark') {
          this.problem(yaml, [section, at, 'id'], 'duplicate-id', `${rule.id} stands in ${before} too`, 'rename one');
        }
        this.ids.set(`${rule.kind === 'mark' ? 'mark ' : ''}${rule.id}`, yaml.file);
        const language = locales.find((l) => yaml.file.endsWith(`.${l}.yaml`));
        const index = this.rules.push(language ? { ...rule, language } : rule) - 1;
        rule.when.forEach((wording, i) => {
          const path = [section, at, 'when', i];
          const pattern = this.notation(yaml, path, wording);
          if (pattern) this.patterns.push({ pattern, file: yaml, path, index });
        });
        if (rule.kind === 'mark') return;
        for (const expected of ['hears', 'ignores'] as const) {
          rule.tests[expected]?.forEach((said, i) => {
            const place = yaml.place([section, at, 'tests', expected, i]);
            this.examples.push({ rule, expected, said, file: yaml.file, ...place });
          });
        }
      });
    }
  }

  /** @throws ContentError */
  finish(): SafetySource {
    this.checkMentions();
    if (this.problems.length) throw new ContentError(sortProblems(this.problems));
    const phrases = [...this.phrases].map(([name, list]): [string, Pattern] => [
      name,
      { type: 'either', items: list.map(({ pattern }) => pattern) },
    ]);
    return {
      phrases: new Map(phrases),
      patterns: this.patterns.map(({ pattern, index }) => ({ pattern, index })),
      spelling: { replacements: this.replacements, joined: this.joined, ...this.lists, keys: [...this.lists.keys] },
      barriers: this.lists.barriers,
      rules: this.rules,
      examples: this.examples,
      vocabulary: this.vocabulary(),
    };
  }

  private spell(literal: string): string[] {
    return spelled(literal, { replacements: this.replacements, fillers: this.lists.fillers });
  }

  private vocabulary(): Map<string, number> {
    const vocabulary = new Map<string, number>();
    let next = Math.max(...Object.values(fixedIds)) + 1;
    const add = (word: string): void => {
      if (!vocabulary.has(word)) vocabulary.set(word, next++);
    };
    for (const { pattern } of [...[...this.phrases.values()].flat(), ...this.patterns]) {
      for (const found of mentions(pattern)) if (found.type === 'word') this.spell(found.word).forEach(add);
    }
    this.lists.keys.forEach(add);
    this.lists.barriers.forEach(add);
    return vocabulary;
  }

  private checkMentions(): void {
    const all = [...[...this.phrases.values()].flat(), ...this.patterns];
    for (const { pattern, file, path } of all) {
      for (const found of mentions(pattern)) {
        if (found.type === 'phrase' && !this.phrases.has(found.name) && !builtinPhrases.has(found.name)) {
          const near = [...this.phrases.keys()].find((name) => name.startsWith(found.name.slice(0, 4)));
          this.problem(
            file,
            path,
            'unknown-phrase',
            `no phrase <${found.name}>`,
            near ? `did you mean <${near}>?` : 'add it under phrases',
          );
        }
      }
    }
    for (const { pattern, file, path } of this.patterns) {
      const beginning = pattern.type === 'sequence' ? pattern.items[0] : pattern;
      if (beginning?.type === 'gap' || beginning?.type === 'maybe' || beginning?.type === 'not') {
        this.problem(
          file,
          path,
          'loose-start',
          'the pattern begins with something that may be empty',
          'begin with a word, a phrase or ^',
        );
      }
    }
    for (const [name, list] of this.phrases) {
      if (this.leadsBack(name, name, new Set())) {
        const first = list[0] as Located;
        this.problem(
          first.file,
          first.path,
          'phrase-loop',
          `<${name}> contains itself`,
          'take it out of the phrases it uses',
        );
      }
    }
    this.rules.forEach((rule) => {
      const wanted = rule.kind === 'hear' ? [...rule.needs, ...rule.without] : rule.kind === 'quiet' ? rule.unless : [];
      for (const mark of wanted) {
        if (this.ids.has(`mark ${mark}`)) continue;
        const file = this.ids.get(rule.id) ?? '';
        this.problems.push({
          file,
          line: 1,
          col: 1,
          code: 'unknown-mark',
          message: `${rule.id} refers to the mark "${mark}"`,
          mend: 'add it under marks',
        });
      }
    });
  }

  private leadsBack(from: string, to: string, seen: Set<string>): boolean {
    for (const { pattern } of this.phrases.get(from) ?? []) {
      for (const found of mentions(pattern)) {
        if (found.type !== 'phrase' || seen.has(found.name)) continue;
        if (found.name === to) return true;
        seen.add(found.name);
        if (this.leadsBack(found.name, to, seen)) return true;
      }
    }
    return false;
  }

  private notation(yaml: YamlFile, path: readonly (string | number)[], text: string): Pattern | undefined {
    try {
      return readPattern(text);
    } catch (error) {
      if (!(error instanceof NotationError)) throw error;
      this.problem(yaml, path, 'notation', error.message, error.mend, error.at);
      return undefined;
    }
  }

  private problem(
    yaml: YamlFile,
    path: readonly (string | number)[],
    code: string,
    message: string,
    mend: string,
    shift = 0,
  ): void {
    const { line, col } = yaml.place(path);
    this.problems.push({ file: yaml.file, line, col: col + shift, code, message, mend });
  }
}
