import type { Locale } from '../core/types';
import { buildLexicon, type Lexicon, type Vector, vectorOf } from './features';
import { trainSoftmax } from './softmax';
import { buildVocabulary, type Vocabulary } from './spelling';
import { type Linear, trainSvm } from './svm';
import { createReader, type Reader, type Words } from './terms';

/** Something that can be found: an answer of the knowledge base, or a dialog by its triggers. */
export interface Document {
  readonly kind: 'answer' | 'dialog';
  readonly id: string;
  readonly title: string;
  /** Phrasings; the title counts as one more. */
  readonly questions: readonly string[];
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

/** Everything `find`, `suggest` and `explain` need; plain data, built once per locale and content. */
export interface Index {
  readonly locale: Locale;
  readonly documents: readonly Document[];
  readonly reader: Reader;
  readonly vocabulary: Vocabulary;
  readonly lexicon: Lexicon;
  readonly svm: Linear;
  readonly softmax: Linear;
  /** Vectors of all phrasings, documents first, background last. */
  readonly vectors: readonly Vector[];
  /** Phrasings of document d are `vectors[starts[d]] … vectors[starts[d + 1] - 1]`. */
  readonly starts: Int32Array;
  /** Document of each phrasing; the background is one past the last document. */
  readonly owner: Int32Array;
  /** The phrasings normalised, in the order of `vectors`, without the background. */
  readonly lines: readonly string[];
  /** Word → the lines it occurs in. */
  readonly postings: ReadonlyMap<string, readonly number[]>;
}

/** The class of the background in the models, after all documents. */
export function backgroundClass(index: Index): number {
  return index.documents.length;
}

/** Builds the index. Pure and seeded: the same documents and options give the same index. */
export function buildIndex(documents: readonly Document[], options: IndexOptions): Index {
  const reader = createReader(options.words, options.locale);
  const phrasings: (readonly string[])[] = [];
  const owner: number[] = [];
  const starts = new Int32Array(documents.length + 1);
  documents.forEach((document, d) => {
    const seen = new Set<string>();
    for (const line of [document.title, ...document.questions]) {
      const words = reader.words(line);
      const key = words.join(' ');
      if (key === '' || seen.has(key)) continue;
      seen.add(key);
      phrasings.push(words);
      owner.push(d);
    }
    starts[d + 1] = phrasings.length;
  });
  const own = [...phrasings];
  const background = options.background.map((line) => reader.words(line));
  for (const words of background) {
    phrasings.push(words);
    owner.push(documents.length);
  }
  const terms = phrasings.map((words) => reader.terms(words));
  const lexicon = buildLexicon(terms, own.length);
  const vectors = terms.map((list) => vectorOf(list, lexicon));
  const labels = Int32Array.from(owner);
  const classes = documents.length + 1;
  const synonyms = options.words.synonyms.flat().flatMap((phrase) => reader.words(phrase));
  return {
    locale: options.locale,
    documents,
    reader,
    vocabulary: buildVocabulary(own, [...background.flat(), ...synonyms]),
    lexicon,
    svm: trainSvm(vectors, labels, classes, lexicon.size),
    softmax: trainSoftmax(vectors, labels, classes, lexicon.size),
    vectors,
    starts,
    owner: labels,
    lines: own.map((words) => words.join(' ')),
    postings: postingsOf(own),
  };
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
