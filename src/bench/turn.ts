import { loadBot } from '../bot';
import { freshConversation, turn } from '../core/turn';
import type { Conversation, Event } from '../core/types';
import { quantile } from './quantiles';

/** The pure turn: no storage, no channel. The same events over and over, from a walk through a guide to a question. */
const kinds: Readonly<Record<string, readonly Event[]>> = {
  'a step of a guide': [
    { type: 'picked', at: 'bot', value: 'dialog:is-it-for-me' },
    { type: 'said', text: '1' },
    { type: 'said', text: 'where were we' },
    { type: 'said', text: 'stop' },
  ],
  'a question answered': [{ type: 'said', text: 'what happens in a first session' }],
  'a question nobody foresaw': [{ type: 'said', text: 'my neighbour paints the fence in the rain' }],
};

export async function bench(args: readonly string[]): Promise<void> {
  const turns = args.includes('--smoke') ? 2000 : 20_000;
  const bot = loadBot();
  const now = '2026-03-02T12:00:00.000Z';
  console.log(`The pure turn, ${turns} times each; times in µs (goal: median under 50)\n`);
  console.log(`  ${''.padEnd(28)}${['p50', 'p99', 'turns/s'].map((f) => f.padStart(9)).join('')}`);
  for (const [name, events] of Object.entries(kinds)) {
    const took: number[] = [];
    let state: Conversation = { ...freshConversation('en', 'US'), welcomed: true };
    for (let i = 0; i < turns * 1.2; i += 1) {
      const event = events[i % events.length] as Event;
      const began = performance.now();
      state = turn(bot, state, event, now).state;
      // The first turns are the compiler's.
      if (i >= turns * 0.2) took.push((performance.now() - began) * 1000);
    }
    const sum = took.reduce((a, b) => a + b, 0);
    const figures = [
      quantile(took, 0.5).toFixed(1),
      quantile(took, 0.99).toFixed(1),
      String(Math.round((took.length / sum) * 1e6)),
    ];
    console.log(`  ${name.padEnd(28)}${figures.map((f) => f.padStart(9)).join('')}`);
  }
  console.log('');
}
