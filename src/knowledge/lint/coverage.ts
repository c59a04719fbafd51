import type { Finding, Rule } from './rule';

export const uncoveredTopic: Rule = {
  code: 'uncovered-topic',
  mend: 'write an entry with this id in knowledge/en/',
  *check(context): Iterable<Finding> {
    const answered = new Set(context.knowledge.entries.filter((e) => e.locale === 'en').map((e) => e.id));
    for (const topic of context.knowledge.topics) {
      if (answered.has(topic.id) || context.knowledge.unread.has(topic.id)) continue;
      const message = `no answer to "${topic.id}"${topic.required ? ', which is required' : ''}`;
      yield { file: topic.file, place: topic.place, message };
    }
  },
};
