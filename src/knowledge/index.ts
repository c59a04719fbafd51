import type { Locale } from '../core/types';
import { buildLexicon, type Lexicon, type Vector } from './features';
import { type Model, type Training, top, trainModel } from './model';
import { buildProfiles, type Profiles, scoreProfiles } from './profiles';
import { createReading, type Reading, readTerms, readWordsOf, type Term, type Words } from './reading';
import { similarity } from './similarity';
import { buildVocabulary, type Vocabulary } from './spelling';

/** Something that can be found: an answer of the knowledge base, or a dialog by its triggers. */
export interface Document {
  readonly kind: 'answer' | 'dialog';
  readonly id: string;
  readonly title: string;
  /** Phrasings; the title counts as one more. */
  readonly questions: readonly string[];
  /** What it says; a weak signal beside the phrasings. */
  readonly text?: string;
  /** Confidence from which this one is given as the answer, instead of `thresholds.answer`. */
  readonly threshold?: number;
  /** Ids that follow naturally; they are preferred in a follow-up. */
  readonly next?: readonly string[];
  readonly group?: string;
}

export interface IndexOptions {
  readonly words: Words;
  /** Ordinary sentences that no document answers; they teach the index to decline. */
  readonly background: readonly string[];
  readonly locale: Locale;
}

/** Everything `find`, `suggest` and `explain` need, built once per locale and content. Plain data without functions. */
export interface Index {
  readonly documents: readonly Document[];
  readonly reading: Reading;
  readonly vocabulary: Vocabulary;
  readonly lexicon: Lexicon;
  readonly profiles: Profiles;
  readonly model: Model;
  /** Stems of the phrasings and answers, without those that only the background has. */
  readonly understood: ReadonlySet<string>;
  /** Vectors of the phrasings, document by document. */
  readonly vectors: readonly Vector[];
  /** Phrasings of document d are `vectors[starts[d]] … vectors[starts[d + 1] - 1]`. */
  readonly starts: Int32Array;
  /** The phrasings normalised, in the order of `vectors`. */
  readonly lines: readonly string[];
  /** Word → the lines it occurs in. */
  readonly postings: ReadonlyMap<string, readonly number[]>;
}

/** The class of the background in the model, after all documents. */
export function backgroundClass(index: Index): number {
  return index.documents.length;
}

/** Builds the index. Pure and seeded: the same documents and options give the same index, to the last bit. */
export function buildIndex(documents: readonly Document[], options: IndexOptions): Index {
  const reading = createReading(options.words, options.locale);
  const { phrasings, starts } = phrasingsOf(documents, reading);
  const owner: number[] = [];
  for (let d = 0; d < documents.length; d++) for (let i = starts[d] ?? 0; i < (starts[d + 1] ?? 0); i++) owner.push(d);
  const texts: (readonly string[])[] = [...phrasings];
  documents.forEach((document, d) => {
    const words = readWordsOf(reading, document.text ?? '');
    if (words.length === 0) return;
    texts.push(words);
    owner.push(d);
  });
  const understood = new Set<string>();
  const own = texts.length;
  for (const line of options.background) {
    texts.push(readWordsOf(reading, line));
    owner.push(documents.length);
  }
  const terms = texts.map((words) => readTerms(reading, words));
  for (const list of terms.slice(0, own)) for (const { stem } of list) understood.add(stem);
  const { lexicon, vectors } = buildLexicon(
    terms.map((list, i) => ({ terms: list, answer: i >= phrasings.length && i < own })),
  );
  const stems = terms.map((list) => stemNumbers(list, lexicon).numbers);
  const classes = documents.length + 1;
  const owners = Int32Array.from(owner);
  const profiles = buildProfiles(stems, owners, classes, lexicon.stems.size);
  const taught = teachable(
    vectors,
    stems,
    owners,
    (i) => i < own || !answered(stems[i] ?? [], vectors[i], profiles, starts, vectors),
  );
  const synonyms = options.words.synonyms.flat().flatMap((phrase) => readWordsOf(reading, phrase));
  return {
    documents,
    reading,
    vocabulary: buildVocabulary(texts.slice(0, own), [...texts.slice(own).flat(), ...synonyms]),
    lexicon,
    profiles,
    model: trainModel({ ...taught, classes, features: lexicon.size }, profiles),
    understood,
    vectors: vectors.slice(0, phrasings.length),
    starts,
    lines: phrasings.map((words) => words.join(' ')),
    postings: postingsOf(phrasings),
  };
}

/** A background sentence that a document covers this well, and resembles this much, is no stranger to the base. */
const coveredFrom = 0.45;
const alikeFrom = 0.65;
/** Documents that are compared with a background sentence. */
const compared = 3;

/** Whether a background sentence asks for what the base does answer: then it must not teach the base to decline. */
function answered(
  stems: readonly number[],
  vector: Vector | undefined,
  profiles: Profiles,
  starts: Int32Array,
  vectors: readonly Vector[],
): boolean {
  if (!vector?.ids.length) return false;
  const documents = starts.length - 1;
  const covered = new Float64Array(documents + 1);
  scoreProfiles(profiles, stems, 0, covered);
  return top(covered, documents, compared).some(
    (d) => (covered[d] as number) > coveredFrom && similarity(vectors, starts, d, vector) > alikeFrom,
  );
}

function teachable(
  vectors: readonly Vector[],
  stems: readonly (readonly number[])[],
  owner: Int32Array,
  keep: (text: number) => boolean,
): Pick<Training, 'vectors' | 'stems' | 'owner'> {
  return {
    vectors: vectors.filter((_, i) => keep(i)),
    stems: stems.filter((_, i) => keep(i)),
    owner: owner.filter((_, i) => keep(i)),
  };
}

/** Numbers of a text's stems and synonym groups, and how many stems have none. */
export function stemNumbers(terms: readonly Term[], { stems }: Lexicon): { numbers: number[]; unknown: number } {
  const numbers: number[] = [];
  let unknown = 0;
  for (const { stem, groups } of terms) {
    const id = stems.get(stem);
    if (id === undefined) unknown++;
    else numbers.push(id);
    for (const group of groups) {
      const number = stems.get(group);
      if (number !== undefined) numbers.push(number);
    }
  }
  return { numbers, unknown };
}

/** Title and questions of every document as words, each wording once per document. */
function phrasingsOf(
  documents: readonly Document[],
  reading: Reading,
): { readonly phrasings: (readonly string[])[]; readonly starts: Int32Array } {
  const phrasings: (readonly string[])[] = [];
  const starts = new Int32Array(documents.length + 1);
  documents.forEach((document, d) => {
    const seen = new Set<string>();
    for (const line of [document.title, ...document.questions]) {
      const words = readWordsOf(reading, line);
      const key = words.join(' ');
      if (key === '' || seen.has(key)) continue;
      seen.add(key);
      phrasings.push(words);
    }
    starts[d + 1] = phrasings.length;
  });
  return { phrasings, starts };
}

function postingsOf(lines: readonly (readonly string[])[]): Map<string, number[]> {
  const postings = new Map<string, number[]>();
  lines.forEach((words, line) => {
    for (const word of new Set(words)) {
      const list = postings.get(word);
      if (list) list.push(line);
      else postings.set(word, [line]);
    }
  });
  return postings;
}
