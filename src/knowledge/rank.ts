import { confidence, type Signals } from './confidence';
import { dot, type Term, type Vector, vectorOf } from './features';
import { backgroundClass, type Index } from './index';
import { normaliseExp } from './softmax';
import { type Correction, repair } from './spelling';
import { isStopWord } from './stopwords';
import { scoreLinear } from './svm';

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
const temperature = 0.25;

export function readQuestion(index: Index, text: string): Question {
  const { reader, lexicon, vocabulary, locale } = index;
  const written = reader.words(text);
  const repaired = repair(written, vocabulary);
  const terms = reader.terms(repaired.words);
  let vector = vectorOf(terms, lexicon);
  if (repaired.corrections.length > 0)
    vector = mixed(vector, 1 - asWritten, vectorOf(reader.terms(written), lexicon), asWritten);
  let all = 0;
  let known = 0;
  let understood = 0;
  for (const { word, stem } of terms) {
    const id = lexicon.numbers.get(stem);
    const weight = id === undefined ? lexicon.unseen : (lexicon.idf[id] as number);
    all += weight;
    if (!lexicon.stems.has(stem)) continue;
    known += weight;
    if (!isStopWord(word, locale)) understood++;
  }
  return { terms, corrections: repaired.corrections, vector, known: all > 0 ? known / all : 0, understood };
}

/** Ranks all documents for one question. */
export function rank(index: Index, question: Question): Ranking {
  const classes = index.documents.length + 1;
  const margins = new Float64Array(classes);
  const shares = new Float64Array(classes);
  const second = new Float64Array(classes);
  if (question.vector.ids.length === 0) return { candidates: [], background: 1 };
  scoreLinear(index.svm, question.vector, margins);
  shares.set(margins);
  normaliseExp(shares, temperature);
  scoreLinear(index.softmax, question.vector, second);
  normaliseExp(second, 1);
  for (let c = 0; c < classes; c++) shares[c] = ((shares[c] as number) + (second[c] as number)) / 2;
  const best = top(shares, index.documents.length, closely);
  const candidates = best.map((d): Candidate => {
    const signals: Signals = {
      margin: margins[d] as number,
      probability: shares[d] as number,
      similarity: similarity(index, d, question.vector),
      known: question.known,
    };
    return { document: d, signals, confidence: confidence(signals) };
  });
  candidates.sort((a, b) => b.signals.probability - a.signals.probability || a.document - b.document);
  return { candidates, background: shares[backgroundClass(index)] as number };
}

/** Positions of the `count` largest of the first `n` values; ties in order. */
function top(values: Float64Array, n: number, count: number): number[] {
  const best: number[] = [];
  for (let i = 0; i < n; i++) {
    const value = values[i] as number;
    if (best.length === count && value <= (values[best[count - 1] as number] as number)) continue;
    let at = best.length;
    while (at > 0 && value > (values[best[at - 1] as number] as number)) at--;
    best.splice(at, 0, i);
    if (best.length > count) best.pop();
  }
  return best;
}

function similarity(index: Index, document: number, vector: Vector): number {
  const nearest = [0, 0, 0];
  const length = Math.sqrt(dot(vector, vector));
  for (let i = index.starts[document] as number; i < (index.starts[document + 1] as number); i++) {
    const phrasing = index.vectors[i] as Vector;
    nearest.push(dot(vector, phrasing) / (length * Math.sqrt(dot(phrasing, phrasing))));
    nearest.sort((a, b) => b - a).pop();
  }
  const [a = 0, b = 0, c = 0] = nearest;
  return (a + b / 2 + c / 4) / 1.75;
}

function mixed(a: Vector, weightA: number, b: Vector, weightB: number): Vector {
  const sum = new Map<number, number>();
  const add = ({ ids, values }: Vector, weight: number): void => {
    for (let k = 0; k < ids.length; k++) {
      const id = ids[k] as number;
      sum.set(id, (sum.get(id) ?? 0) + weight * (values[k] as number));
    }
  };
  add(a, weightA);
  add(b, weightB);
  const ids = Int32Array.from(sum.keys()).sort();
  return { ids, values: Float64Array.from(ids, (id) => sum.get(id) as number) };
}
