import type { Reference } from '../core/types';
import type { Index } from './index';
import type { Candidate } from './rank';

/** What a topic beside the last one gains in confidence, when a short question leans on what was said before. */
const gains = { next: 0.2, group: 0.12 } as const;
/** A candidate must have this much of its own; nearness alone answers nothing. */
const least = 0.08;
/** Words a question may have to count as leaning on the last answer without saying so. */
const shortWords = 4;
const leaning = /^(?:and|but|also|so|what about|how about|what if|y|pero|entonces)\b/i;

/** Whether a question is one that leans on the last answer: "and how long?", "what about couples?". */
export function leansBack(text: string): boolean {
  const said = text.trim();
  return leaning.test(said) || said.split(/\s+/).length <= shortWords;
}

/**
 * Candidates with the neighbourhood of the last answer lifted: what it names as next, then its group. The order among
 * equals and the models stay as they are.
 */
export function nearLast(index: Index, candidates: readonly Candidate[], last: Reference): readonly Candidate[] {
  const about = index.documents.find((d) => d.id === last.id && d.kind === last.kind);
  if (!about) return candidates;
  const lifted = candidates.map((candidate) => {
    const document = index.documents[candidate.document];
    if (!document || candidate.confidence < least) return candidate;
    const gain = about.next?.includes(document.id)
      ? gains.next
      : about.group !== undefined && document.group === about.group && document.id !== about.id
        ? gains.group
        : 0;
    return gain ? { ...candidate, confidence: Math.min(0.99, candidate.confidence + gain) } : candidate;
  });
  return lifted.sort((a, b) => b.confidence - a.confidence);
}
