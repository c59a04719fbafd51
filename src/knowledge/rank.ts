import { ln } from './arithmetic';
import { confidence, type Signals } from './confidence';
import { mixed, type Vector, vectorOf } from './features';
import { backgroundClass, type Index, stemNumbers } from './index';
import { scoreModel, top } from './model';
import { scoreProfiles } from './profiles';
import { readTerms, readWordsOf, type Term } from './reading';
import { similarity } from './similarity';
import { normaliseExp } from './softmax';
import { type Correction, repair } from './spelling';
import { isStopWord } from './stopwords';

/** A question as the index reads it. */
export interface Question {
  readonly terms: readonly Term[];
  readonly corrections: readonly Correction[];
  readonly vector: Vector;
  /** Share of the question that is known vocabulary, 0 to 1. */
  readonly known: number;
  /** Content words that the phrasings know. */
  readonly understood: number;
}

/** One document as a candidate; `confidence` comes from `signals` alone. */
export interface Candidate {
  readonly document: number;
  readonly signals: Signals;
  readonly confidence: number;
}

export interface Ranking {
  /** Best first. */
  readonly candidates: readonly Candidate[];
  /** Share of the class distribution that the background takes. */
  readonly background: number;
}

/** Candidates that are looked at closely. */
const closely = 8;
/** Weight of the text as written where words were repaired; the repaired text has the rest. */
const asWritten = 1 / 3;
/** Temperature under which margins of the support vector machine become a distribution. */
const temperature = 0.15;
/** How much a class's profile may move its share. */
const profileWeight = 4;
/** Keeps a class that both models rule out from being lost to a strong profile altogether. */
const leastShare = 1e-3;

export function readQuestion(index: Index, text: string): Question {
  const { reading, lexicon, vocabulary } = index;
  const written = readWordsOf(reading, text);
  const repaired = repair(written, vocabulary);
  const terms = readTerms(reading, repaired.words);
  let vector = vectorOf(terms, lexicon);
  if (repaired.corrections.length > 0)
    vector = mixed(vector, 1 - asWritten, vectorOf(readTerms(reading, written), lexicon), asWritten);
  let all = 0;
  let known = 0;
  let understood = 0;
  for (const { word, stem } of terms) {
    const id = lexicon.stems.get(stem);
    const weight = id === undefined ? lexicon.unseen : (lexicon.idf[id] as number);
    all += weight;
    if (!index.understood.has(stem)) continue;
    known += weight;
    if (!isStopWord(word, reading.locale)) understood++;
  }
  return { terms, corrections: repaired.corrections, vector, known: all > 0 ? known / all : 0, understood };
}

/** Ranks all documents for one question. */
export function rank(index: Index, question: Question): Ranking {
  const classes = index.documents.length + 1;
  if (question.vector.ids.length === 0) return { candidates: [], background: 1 };
  const margins = new Float64Array(classes);
  const scores = new Float64Array(classes);
  const profiles = new Float64Array(classes);
  scoreModel(index.model, question.vector, margins, scores);
  const { numbers, unknown } = stemNumbers(question.terms, index.lexicon);
  scoreProfiles(index.profiles, numbers, unknown, profiles);
  const shares = margins.slice();
  normaliseExp(shares, temperature);
  normaliseExp(scores, 1);
  for (let c = 0; c < classes; c++) {
    const both = ((shares[c] as number) + (scores[c] as number)) / 2;
    shares[c] = ln(both + leastShare) + profileWeight * (profiles[c] as number);
  }
  normaliseExp(shares, 1);
  const understanding = { known: question.known, length: question.terms.length };
  const candidates = top(shares, index.documents.length, closely).map((d): Candidate => {
    const signals: Signals = {
      margin: margins[d] as number,
      share: shares[d] as number,
      similarity: similarity(index.vectors, index.starts, d, question.vector),
      coverage: profiles[d] as number,
    };
    return { document: d, signals, confidence: confidence(signals, understanding) };
  });
  return { candidates, background: shares[backgroundClass(index)] as number };
}
