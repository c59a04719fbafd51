import type { Found } from '../core/types';
import type { Signals } from './confidence';
import { decide, type FindContext } from './find';
import type { Index } from './index';
import type { Correction } from './spelling';
import { isStopWord } from './stopwords';

/** Every step from a question to its decision. Holds the person's words: for the writer's screen, never for a log. */
export interface Explanation {
  readonly tokens: readonly {
    readonly word: string;
    readonly stem: string;
    /** Known to the phrasings. */
    readonly known: boolean;
    readonly content: boolean;
    /** The other words of its synonym groups are treated alike. */
    readonly synonyms: boolean;
  }[];
  readonly corrections: readonly Correction[];
  readonly candidates: readonly {
    readonly kind: 'answer' | 'dialog';
    readonly id: string;
    readonly title: string;
    readonly confidence: number;
    readonly signals: Signals;
  }[];
  /** Share of the class distribution that ordinary out-of-scope talk takes. */
  readonly background: number;
  /** Share of the question that is known vocabulary. */
  readonly known: number;
  readonly margin: number;
  readonly needed: number;
  readonly understood: number;
  readonly outcome: Found['outcome'];
}

/** Explains the decision `find` takes for the same arguments. */
export function explain(index: Index, text: string, context: FindContext = {}): Explanation {
  const { question, ranking, found, margin, needed } = decide(index, text, context);
  return {
    tokens: question.terms.map(({ word, stem, groups }) => ({
      word,
      stem,
      known: index.understood.has(stem),
      content: !isStopWord(word, index.reading.locale),
      synonyms: groups.length > 0,
    })),
    corrections: question.corrections,
    candidates: ranking.candidates.map(({ document, signals, confidence }) => {
      const { kind, id, title } = index.documents[document] as Index['documents'][number];
      return { kind, id, title, confidence, signals };
    }),
    background: ranking.background,
    known: question.known,
    margin,
    needed,
    understood: question.understood,
    outcome: found.outcome,
  };
}
