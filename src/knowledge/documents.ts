import type { KnowledgeEntry } from './entry';
import type { Document } from './index';

/** An entry as the index takes it. */
export function documentOf(entry: KnowledgeEntry): Document {
  return {
    kind: 'answer',
    id: entry.id,
    title: entry.title,
    questions: entry.questions,
    text: [entry.short, entry.answer].filter(Boolean).join(' '),
    next: entry.next,
    group: entry.group,
    ...(entry.threshold === undefined ? {} : { threshold: entry.threshold }),
  };
}
