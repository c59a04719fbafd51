import { loadBot } from '../src/bot';
import type { Bot } from '../src/core/bot';
import { freshConversation, turn } from '../src/core/turn';
import type { Conversation, Event, Option, Turn } from '../src/core/types';

/** Small seeded generator (mulberry32), so that a failing walk can be walked again. */
function seeded(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const real = loadBot({ country: 'US' });
/** The walks are about scripts: the ranker has its own tests, so most sentences find nothing here and a few find something. */
const bot: Bot = {
  ...real,
  answers: {
    ...real.answers,
    find: (text) =>
      text.startsWith('ask ')
        ? { outcome: 'answer', hits: [{ kind: 'answer', id: text.slice(4), title: '', score: 0.9 }] }
        : text.startsWith('start ')
          ? { outcome: 'answer', hits: [{ kind: 'dialog', id: text.slice(6), title: '', score: 0.9 }] }
          : { outcome: 'fallback', hits: [] },
  },
};
const guides = Object.keys(bot.programs('en'));
const sentences = [
  'skip',
  'back',
  'stop',
  'menu',
  'yes',
  'no',
  'purple elephants',
  '3',
  'Denver',
  '120',
  'repeat',
  'start over',
  'ask cost',
  'sources',
  '',
  '🙂',
  '\u202eabc',
  'español',
  'english',
  'thanks',
];
const crisis = { en: 'i want to kill myself', es: 'quiero matarme' } as const;

const pick = <T>(from: readonly T[], random: () => number): T => from[Math.floor(random() * from.length)] as T;
const optionsOf = (done: Turn): readonly Option[] =>
  done.out.flatMap((o) => ('options' in o && o.options ? o.options : []));

function next(done: Turn, random: () => number): Event {
  if (done.query) {
    return random() < 0.5
      ? { type: 'failed', reason: 'no-directory' }
      : { type: 'found', therapists: random() < 0.5 ? [] : [{ id: 't', name: 'T', lines: [], links: [] }] };
  }
  const options = optionsOf(done);
  const choose = random();
  if (options.length && choose < 0.55) {
    const option = pick(options, random);
    return { type: 'picked', at: option.at, value: option.value };
  }
  if (options.length && choose < 0.7) return { type: 'said', text: pick(options, random).label };
  if (choose < 0.76) return { type: 'said', text: `start ${pick(guides, random)}` };
  return { type: 'said', text: pick(sentences, random) };
}

/** Where the conversation rests, as a key. */
const restOf = (state: Conversation): string => {
  const top = state.stack.at(-1);
  return top ? `${top.dialog}/${top.at}` : 'idle';
};

test('10,000 seeded walks over all guides end or rest, and a crisis sentence wins wherever they rest', () => {
  const rested = new Map<string, Conversation>();
  let now = Date.parse('2026-01-05T12:00:00Z');
  for (let seed = 0; seed < 10_000; seed++) {
    const random = seeded(seed);
    let done = turn(
      bot,
      { ...freshConversation('en'), welcomed: true },
      { type: 'said', text: `start ${guides[seed % guides.length]}` },
      new Date(now).toISOString(),
    );
    for (let step = 0; step < 10; step++) {
      const state = JSON.parse(JSON.stringify(done.state)) as Conversation;
      if (JSON.stringify(state) !== JSON.stringify(done.state))
        throw new Error(`seed ${seed}: the state does not survive JSON`);
      if (!done.query && done.out.length === 0) throw new Error(`seed ${seed}: silence at ${restOf(state)}`);
      for (const message of done.out)
        if (message.type === 'say' && !message.text.trim())
          throw new Error(`seed ${seed}: an empty message at ${restOf(state)}`);
      if (!done.query) rested.set(`${restOf(state)} ${state.locale}`, state);
      now += random() < 0.02 ? 45 * 60_000 : 20_000;
      done = turn(bot, state, next(done, random), new Date(now).toISOString());
    }
  }
  const asks = guides.flatMap((id) =>
    Object.entries(bot.programs('en')[id]?.rests ?? {}).flatMap(([rest, pc]) =>
      bot.programs('en')[id]?.code[pc]?.op === 'ask' ? [`${id}/${rest}`] : [],
    ),
  );
  expect(asks.filter((at) => !rested.has(`${at} en`))).toEqual([]);
  for (const [at, state] of rested) {
    for (const text of Object.values(crisis)) {
      const won = turn(bot, state, { type: 'said', text }, new Date(now).toISOString());
      expect({ at, outcome: won.decision.outcome, first: won.out[0]?.type }).toEqual({
        at,
        outcome: 'crisis',
        first: 'crisis',
      });
      if (state.stack.length) expect({ at, waits: won.state.aside }).toEqual({ at, waits: state.stack });
    }
  }
});
