import { conversationServer } from '../../src/channels/serve';
import type { KeptMiss } from '../../src/core/miss';
import type { Conversation, Safety, Turn } from '../../src/core/types';
import { missToKeep } from '../../src/knowledge/misses/keep';
import { memoryStore } from '../../src/store/memory';

const now = '2026-11-23T18:00:00.000Z';
const fresh: Conversation = { schema: 1, locale: 'en', stack: [], search: {}, seen: {}, welcomed: true };
const safety: Safety = {
  detect: () => ({ level: 'none', label: 'none', urgent: false, rules: [] }),
  reply: () => [],
  answer: () => undefined,
};

/** Knows an answer to "cost" and to nothing else. */
function knowsCost(state: Conversation, text: string): Turn {
  const outcome = text.includes('cost') ? 'answer' : 'fallback';
  return {
    state,
    out: [],
    decision: { outcome, candidates: [] },
    trace: [],
    ...(text === 'forget me' ? { forget: true } : {}),
  };
}

async function afterSaying(
  texts: readonly string[],
  keep?: (text: string, turn: Turn) => KeptMiss | undefined,
): Promise<string[]> {
  const store = memoryStore();
  const server = conversationServer({
    turn: (state, event) => knowsCost(state, event.type === 'said' ? event.text : ''),
    fresh: () => fresh,
    safety,
    failedText: () => 'sorry',
    store,
    ...(keep ? { keep } : {}),
    now: () => now,
    log: () => undefined,
    idleHours: 72,
  });
  for (const text of texts) await server.serve({ key: 'ann', event: { type: 'said', text } }, async () => undefined);
  await server.drained();
  return (await store.misses.list(now)).map((m) => m.text);
}

const said = ['what does it cost', 'do you take bitcoin', 'is bob a good therapist', 'forget me'];

test('no wording is kept unless the operator switched it on', async () => {
  expect(await afterSaying(said)).toEqual([]);
});

test('switched on, unanswered questions are kept without what is personal', async () => {
  const keep = (text: string, turn: Turn): KeptMiss | undefined => missToKeep(text, turn, now, () => true);
  expect(await afterSaying(said, keep)).toEqual(['do you take bitcoin', 'is [name] a good therapist']);
});
