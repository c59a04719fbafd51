import { declines, readAnswer, readYesNo } from '../../src/answers';
import { readLanguage } from '../../src/answers/language';
import { dialogsFolder, readFolder } from '../../src/content';
import type { Bot } from '../../src/core/bot';
import { asks, bare } from '../../src/core/plain';
import { freshConversation, turn } from '../../src/core/turn';
import type { Conversation, Event, Found, Outgoing, Safety, Turn } from '../../src/core/types';
import { compileDialogs } from '../../src/dialog/compile';
import { loadDialogs } from '../../src/dialog/load';
import { loadBotTexts } from '../../src/dialog/texts';

/** A safety port with two words: "certain" and "possible" say what they are. */
export const wordSafety: Safety = {
  detect: (text) => {
    const level = text.includes('certain') ? 'certain' : text.includes('possible') ? 'possible' : 'none';
    return {
      level,
      label: level === 'none' ? 'none' : 'suicide',
      urgent: false,
      rules: level === 'none' ? [] : ['word'],
    };
  },
  reply: (finding, { shown, waiting }) => [
    {
      type: 'crisis',
      label: 'suicide',
      level: finding.level === 'certain' ? 'certain' : 'possible',
      urgent: false,
      paragraphs: [`HELP ${finding.level} ${shown}`],
      contacts: [],
      options: waiting ? [{ label: 'Go on', at: 'crisis', value: 'resume' }] : [],
    },
  ],
  answer: (event) =>
    event.type === 'picked' && event.value === 'resume'
      ? { out: [], resume: true }
      : event.type === 'said' && event.text === 'spain'
        ? { out: [{ type: 'say', text: 'HELP in Spain' }], country: 'ES' }
        : undefined,
};

const known: Readonly<Record<string, Found>> = {
  'what does it cost': { outcome: 'answer', hits: [{ kind: 'answer', id: 'cost', title: 'Cost', score: 0.9 }] },
  'start one': { outcome: 'answer', hits: [{ kind: 'dialog', id: 'one', title: 'One', score: 0.9 }] },
  'start two': { outcome: 'answer', hits: [{ kind: 'dialog', id: 'two', title: 'Two', score: 0.9 }] },
  'is it unsure?': {
    outcome: 'suggest',
    hits: [
      { kind: 'answer', id: 'cost', title: 'Cost', score: 0.4 },
      { kind: 'dialog', id: 'one', title: 'One', score: 0.3 },
    ],
  },
};

const unsure = known['is it unsure?'] as Found;

const botFiles = readFolder(dialogsFolder).filter((f) => f.file.endsWith('bot.yaml'));

/** A bot with the scripts given as YAML by id, one answer ("cost") and the shipped bot texts. */
export function smallBot(scripts: Readonly<Record<string, string>>): Bot {
  const files = Object.entries(scripts).map(([id, text]) => ({
    file: `dialogs/${id}.yaml`,
    text: `dialog: ${id}\ntitle: ${id[0]?.toUpperCase()}${id.slice(1)}\n${text}`,
  }));
  const { dialogs, problems } = loadDialogs(files);
  if (problems.length) throw new Error(problems.map((p) => `${p.file}:${p.line} ${p.message}`).join('\n'));
  const [english, spanish] = [loadBotTexts(botFiles[0] as never, 'en'), loadBotTexts(botFiles[1] as never, 'es')];
  if (!english.bot || !spanish.bot) throw new Error('the bot texts do not load');
  const texts = { en: english.bot, es: spanish.bot };
  const programs = { en: compileDialogs(dialogs, 'en'), es: compileDialogs(dialogs, 'es') };
  return {
    programs: (l) => programs[l],
    texts: (l) => texts[l].texts,
    safety: wordSafety,
    answers: {
      locales: ['en'],
      find: (text) => known[text] ?? (text === 'unsure' ? unsure : undefined) ?? { outcome: 'fallback', hits: [] },
      entry: (id) =>
        id === 'cost'
          ? {
              id,
              title: 'Cost',
              bubbles: ['It varies.'],
              sources: [{ id: 's', text: 'A study', label: 'Study' }],
              next: ['one'],
            }
          : undefined,
      sources: () => [],
    },
    command: (text, l) => texts[l].commands.get(bare(text)),
    readAnswer,
    declines,
    yesOrNo: readYesNo,
    asks,
    language: readLanguage,
    readCriteria: () => ({}),
    directoryLink: 'https://example.org',
    country: undefined,
  };
}

export const noon = '2026-01-05T12:00:00Z';

/** A conversation played turn by turn; the state goes through JSON after every turn. */
export class Talk {
  state: Conversation = { ...freshConversation('en'), welcomed: true, disclosed: noon };
  last: Turn | undefined;
  constructor(
    private bot: Bot,
    private now = noon,
  ) {}
  at(now: string): this {
    this.now = now;
    return this;
  }
  /** From now on another bot answers: the content was changed under the conversation. */
  with(bot: Bot): this {
    this.bot = bot;
    return this;
  }
  event(event: Event): string {
    this.last = turn(this.bot, this.state, event, this.now);
    this.state = JSON.parse(JSON.stringify(this.last.state)) as Conversation;
    return this.last.out.map(textOf).join(' | ');
  }
  say(text: string): string {
    return this.event({ type: 'said', text });
  }
  pick(at: string, value: string): string {
    return this.event({ type: 'picked', at, value });
  }
  get outcome(): string | undefined {
    return this.last?.decision.outcome;
  }
}

export function textOf(message: Outgoing): string {
  switch (message.type) {
    case 'say':
      return message.text;
    case 'answer':
      return message.bubbles.join(' ');
    case 'crisis':
      return message.paragraphs.join(' ');
    case 'card':
      return `[${message.title}]`;
    case 'sheet':
      return `${message.title}: ${message.lines.join('; ')}`;
    case 'therapists':
      return message.list.map((t) => t.name).join(', ');
    case 'pause':
      return '…';
  }
}
