import type { Found, Hit, Reference } from '../core/types';
import { leansBack, nearLast } from './follow-up';
import type { Index } from './index';
import { type Candidate, type Question, type Ranking, rank, readQuestion } from './rank';
import { thresholds } from './thresholds';

export interface FindContext {
  /** What the person was last told about; follow-ups prefer its neighbourhood. */
  readonly last?: Reference;
}

/** The decision with everything it rests on. */
export interface Decided {
  readonly question: Question;
  readonly ranking: Ranking;
  readonly found: Found;
  /** How far the first candidate is ahead of the second. */
  readonly margin: number;
  /** Confidence the first candidate needed. */
  readonly needed: number;
}

/** Finds the answer or dialog for a question; see `thresholds.ts` for the three outcomes. */
export function find(index: Index, text: string, context: FindContext = {}): Found {
  return decide(index, text, context).found;
}

/** As `find`, with the reasons. */
export function decide(index: Index, text: string, context: FindContext = {}): Decided {
  const question = readQuestion(index, text);
  const alone = rank(index, question);
  const ranking =
    context.last && leansBack(text) ? { ...alone, candidates: nearLast(index, alone.candidates, context.last) } : alone;
  const [first, second] = ranking.candidates;
  const hits = ranking.candidates.map((candidate) => hitOf(index, candidate));
  const margin = (first?.confidence ?? 0) - (second?.confidence ?? 0);
  const needed = (first && index.documents[first.document]?.threshold) ?? thresholds.answer;
  const outcome = outcomeOf(first, question, margin, needed);
  return { question, ranking, margin, needed, found: { outcome, hits } };
}

/** Similarity from which a question made of stop words alone ("what can you do") still counts as understood. */
const sameWords = 0.5;

function outcomeOf(first: Candidate | undefined, question: Question, margin: number, needed: number): Found['outcome'] {
  if (!first || first.confidence < thresholds.suggest) return 'fallback';
  if (question.understood === 0 && first.signals.similarity < sameWords) return 'fallback';
  return first.confidence >= needed && margin >= thresholds.margin ? 'answer' : 'suggest';
}

function hitOf(index: Index, { document, confidence }: Candidate): Hit {
  const { kind, id, title } = index.documents[document] as Index['documents'][number];
  return { kind, id, title, score: confidence };
}
