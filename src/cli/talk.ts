import { createInterface } from 'node:readline';
import { loadBot } from '../bot';
import { colours, noColours, type Style, terminalLines } from '../channels/terminal';
import type { CommandLine } from '../cli';
import { freshConversation } from '../core/turn';
import type { Event, Turn } from '../core/types';
import { exchange } from './exchange';
import { readBotOptions } from './options';

function why(last: Turn | undefined): string {
  if (!last) return 'Nothing was said yet.';
  const { outcome, candidates, ...rest } = last.decision;
  const lines = [
    `outcome: ${outcome}`,
    ...Object.entries(rest).map(([key, value]) => `${key}: ${JSON.stringify(value)}`),
  ];
  for (const hit of candidates.slice(0, 5)) lines.push(`  ${hit.score.toFixed(3)}  ${hit.kind} ${hit.id}`);
  return [...lines, ...last.trace.map((step) => `- ${step}`)].join('\n');
}

export const command: CommandLine = {
  summary: 'talk with the bot here: numbers pick a choice, /why, /state, /quit',
  async run(args) {
    const { locale, ...options } = readBotOptions(args);
    const bot = loadBot(options);
    const coloured = process.stdout.isTTY && !process.env['NO_COLOR'];
    const style: Style = coloured ? colours : noColours;
    let state = freshConversation(locale, options.country);
    let last: Turn | undefined;
    const tell = (event: Event): void => {
      last = exchange(bot, state, event, new Date().toISOString());
      state = last.state;
      for (const message of last.out) console.log(`${terminalLines(message, style).join('\n')}\n`);
    };
    console.log(style.quiet('Type a message; a number picks a choice. /why  /state  /quit\n'));
    tell({ type: 'joined' });
    const lines = createInterface({
      input: process.stdin,
      output: process.stdout,
      terminal: process.stdin.isTTY ?? false,
    });
    const prompt = (): void => {
      if (process.stdin.isTTY) {
        lines.setPrompt(style.quiet('> '));
        lines.prompt();
      }
    };
    prompt();
    for await (const line of lines) {
      const text = line.trim();
      // Piped input is echoed, so that the output reads as the conversation it was.
      if (!process.stdin.isTTY && text) console.log(style.quiet(`> ${text}`));
      if (text === '/quit') break;
      if (text === '/why') console.log(`${why(last)}\n`);
      else if (text === '/state') console.log(`${JSON.stringify(state, null, 2)}\n`);
      else if (text) tell({ type: 'said', text: line });
      prompt();
    }
    lines.close();
    return 0;
  },
};
