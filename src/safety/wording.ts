import { z } from 'zod';
import type { Problem, SourceFile } from '../core/problem';
import { shapeProblems } from '../core/shape';
import { type Locale, locales } from '../core/types';
import { type Path, readYaml, type YamlFile } from '../core/yaml';

const phrases = z.array(z.string().min(1));
const ruleSchema = z.strictObject({
  where: z.enum(['all', 'crisis']),
  mend: z.string().min(1),
  denied: z.boolean().optional(),
  own_voice: z.boolean().optional(),
  except: z.array(z.string()).optional(),
  en: phrases,
  es: phrases,
});
const schema = z.strictObject({
  not_read: z.array(z.string()),
  denials: z.strictObject({ en: phrases, es: phrases }),
  rules: z.record(z.string().regex(/^[a-z]+(?:-[a-z]+)*$/, 'write small letters and single hyphens'), ruleSchema),
});

interface WordingRule {
  readonly code: string;
  readonly mend: string;
  readonly where: 'all' | 'crisis';
  /** Fine behind a "not". */
  readonly denied: boolean;
  readonly ownVoice: boolean;
  readonly except: readonly string[];
  readonly words: Readonly<Record<Locale, RegExp>>;
}

/** The rules of `knowledge/safety/wording.yaml`, ready to read texts. */
export interface Wording {
  readonly notRead: ReadonlySet<string>;
  readonly denials: Readonly<Record<Locale, RegExp>>;
  readonly rules: readonly WordingRule[];
}

export const wordingFile = 'knowledge/safety/wording.yaml';

/** Reads the rules; undefined with at least one problem when they cannot be used. */
export function loadWording(file: YamlFile): {
  readonly wording: Wording | undefined;
  readonly problems: readonly Problem[];
} {
  if (file.problems.length) return { wording: undefined, problems: file.problems };
  const parsed = schema.safeParse(file.value);
  if (!parsed.success) {
    const known = (path: Path) => Object.keys(path[0] === 'rules' ? ruleSchema.shape : schema.shape);
    return { wording: undefined, problems: shapeProblems(file, [], parsed.error, known) };
  }
  const problems: Problem[] = [];
  const compile = (words: readonly string[], path: Path): RegExp => {
    const good = words.filter((word, i) => {
      try {
        phrase([word]);
        return true;
      } catch {
        problems.push({
          file: file.file,
          ...file.place([...path, i]),
          code: 'bad-phrase',
          message: `the phrase "${word}" cannot be read`,
          mend: 'close every bracket; write \\( for a bracket that is meant',
        });
        return false;
      }
    });
    return phrase(good);
  };
  const rules = Object.entries(parsed.data.rules).map(
    ([code, rule]): WordingRule => ({
      code,
      mend: rule.mend,
      where: rule.where,
      denied: rule.denied ?? true,
      ownVoice: rule.own_voice ?? false,
      except: rule.except ?? [],
      words: { en: compile(rule.en, ['rules', code, 'en']), es: compile(rule.es, ['rules', code, 'es']) },
    }),
  );
  const denials = { en: phrase(parsed.data.denials.en), es: phrase(parsed.data.denials.es) };
  return { wording: { notRead: new Set(parsed.data.not_read), denials, rules }, problems };
}

/** One expression for a list of phrases; a phrase begins and ends at a word, accents counting as letters. */
function phrase(words: readonly string[]): RegExp {
  const sources = words.map((word) => word.replaceAll("'", "['’]").replaceAll(' ', '\\s+'));
  return new RegExp(`(?<![\\p{L}\\d])(?:${sources.join('|') || '(?!)'})(?![\\p{L}\\d])`, 'iu');
}

/** Words somebody else is given to say, in any of the usual quotes. */
const quoted = /"[^"]*"|“[^”]*”|«[^»]*»/g;

/** A hit of a rule in one text. */
export interface WordingHit {
  readonly code: string;
  readonly found: string;
  readonly mend: string;
}

/**
 * What a text says that Attune never says.
 * @param crisis the text belongs to a crisis reply; `place` is its path there, for the exceptions
 * @param person the words stand on a button, where the person speaks
 */
export function wordingHits(
  wording: Wording,
  text: string,
  locale: Locale,
  where: { readonly crisis?: boolean; readonly person?: boolean; readonly place?: Path } = {},
): WordingHit[] {
  const rules = wording.rules.filter(
    (rule) =>
      (rule.where === 'all' || where.crisis) &&
      !(rule.ownVoice && where.person) &&
      !rule.except.some((key) => where.place?.includes(key)),
  );
  const hits: WordingHit[] = [];
  for (const sentence of text.replace(quoted, ' … ').split(/(?<=[.!?;:])\s+|\n\s*\n/)) {
    const question = /\?\s*$/.test(sentence);
    for (const rule of rules) {
      const hit = rule.words[locale].exec(sentence);
      if (!hit) continue;
      // "Is the guide a therapist?" claims nothing; pressing for an answer is a question by nature.
      if (rule.denied && (question || wording.denials[locale].test(sentence.slice(0, hit.index)))) continue;
      hits.push({ code: rule.code, found: hit[0], mend: rule.mend });
    }
  }
  return hits;
}

/** Files whose texts nobody is told. */
const unread = (file: string): boolean =>
  file.startsWith('knowledge/safety/patterns/') ||
  /^knowledge\/safety\/(?:wording|countries|audiences)\.yaml$/.test(file);

/** Reads every text of every file by the rules. Files that are no YAML are their loader's business. */
export function lintWording(wording: Wording, files: readonly SourceFile[]): Problem[] {
  return files.flatMap((source) => {
    if (unread(source.file) || !source.file.endsWith('.yaml')) return [];
    const file = readYaml(source);
    const crisis = source.file.startsWith('knowledge/safety/');
    const problems: Problem[] = [];
    const walk = (value: unknown, path: Path): void => {
      if (typeof value === 'string') {
        const person = ['label', 'choices', 'options', 'sheet'].some((key) => path.includes(key));
        for (const hit of wordingHits(wording, value, localeOf(source.file, path), { crisis, person, place: path }))
          problems.push({
            file: source.file,
            ...file.place(path),
            code: hit.code,
            message: `Attune never says "${hit.found}"`,
            mend: hit.mend,
          });
      } else if (Array.isArray(value)) for (const [i, inside] of value.entries()) walk(inside, [...path, i]);
      else if (value !== null && typeof value === 'object')
        for (const [key, inside] of Object.entries(value)) if (!wording.notRead.has(key)) walk(inside, [...path, key]);
    };
    walk(file.value, []);
    return problems;
  });
}

function localeOf(file: string, path: Path): Locale {
  const key = path.findLast((step): step is Locale => locales.includes(step as Locale));
  return key ?? (file.includes('/es/') ? 'es' : 'en');
}
