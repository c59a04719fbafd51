import type { Bot } from '../core/bot';
import { show, slotOf } from '../core/draft';
import { nearest } from '../core/nearest';
import type { Problem } from '../core/problem';
import { skipValue } from '../core/run';
import { freshConversation, turn } from '../core/turn';
import type { Conversation, Event, Instant, Outgoing, SlotValue, Turn } from '../core/types';
import type { Test } from './dialog';

/** What one test did. `trace` holds every way taken, for coverage. */
export interface Played {
  readonly problems: readonly Problem[];
  readonly trace: readonly string[];
}

/** Everything a person reads in one message, its buttons included. */
export function readable(message: Outgoing): readonly string[] {
  const labels = (options: readonly { readonly label: string }[] = []): string[] => options.map((o) => o.label);
  switch (message.type) {
    case 'say':
      return [message.text, ...labels(message.options)];
    case 'answer':
      return [message.title, ...message.bubbles, ...labels(message.options)];
    case 'card':
      return [message.title, message.text, ...labels(message.buttons)];
    case 'crisis':
      return [...message.paragraphs, ...labels(message.contacts), ...labels(message.options)];
    case 'sheet':
      return [message.title, ...message.lines];
    case 'therapists':
      return message.list.flatMap((t) => [t.name, ...t.lines]);
    case 'pause':
      return [];
  }
}

const plain = (text: string): string => text.toLowerCase().replace(/\s+/g, ' ').trim();

/** A slot's value as a test writes it: `60 GBP`, a place's name. */
function written(value: SlotValue): string {
  return typeof value === 'object' && 'amount' in value ? `${value.amount} ${value.currency}` : show(value);
}

function invented(count: number): Event {
  const therapists = Array.from({ length: count }, (_, i) => ({
    id: `t${i + 1}`,
    name: `Therapist ${i + 1}`,
    lines: [],
    links: [],
  }));
  return { type: 'found', therapists };
}

/** One conversation of a test while it runs. */
class Talk {
  readonly problems: Problem[] = [];
  readonly trace: string[] = [];
  private state: Conversation;
  private last: Turn | undefined;
  /** How far the `bot` rows of this turn have come. */
  private read = 0;

  constructor(
    private readonly bot: Bot,
    private readonly now: Instant,
    private readonly test: Test,
  ) {
    this.state = { ...freshConversation(test.locale), welcomed: true, disclosed: now };
  }

  /** @returns false when the rest of the conversation makes no sense any more. */
  play({ row, line, col }: Test['rows'][number]): boolean {
    const wrong = (message: string, mend = 'change the script, or the test when the script is right'): false => {
      this.problems.push({
        file: this.test.file,
        line,
        col,
        code: 'test-failed',
        message: `${this.test.name}: ${message}`,
        mend,
      });
      return false;
    };
    if ('user' in row || 'picks' in row) {
      if (this.last?.query) return wrong('the bot is searching here', 'write directory: {found: n} or failed first');
      if ('user' in row) return this.take({ type: 'said', text: String(row.user) }, wrong);
      const value = row.picks === 'skip' ? skipValue : String(row.picks);
      const options = this.options();
      const option = options.find((o) => o.value === value);
      if (option) return this.take({ type: 'picked', at: option.at, value }, wrong);
      const there = options.map((o) => o.value);
      return wrong(
        `no button "${String(row.picks)}" is open`,
        there.length ? `the buttons are ${there.join(', ')}` : 'no button is open here',
      );
    }
    if ('directory' in row) {
      if (!this.last?.query) return wrong('the bot is not searching here', 'move this row below the handoff');
      return this.take(
        row.directory === 'failed' ? { type: 'failed', reason: 'test' } : invented(row.directory.found),
        wrong,
      );
    }
    if ('bot' in row) this.hears(String(row.bot), wrong);
    else if ('ends' in row) {
      if (row.ends !== (this.state.stack.length === 0)) {
        const open = this.state.stack.map((f) => `${f.dialog} at ${f.at}`).join(', ');
        wrong(row.ends ? `the dialog has not ended: ${open}` : 'the dialog has ended');
      }
    } else this.holds(row.slots, wrong);
    return true;
  }

  private options() {
    const messages = [...(this.last?.out ?? [])].reverse();
    return messages.flatMap((m) => ('options' in m ? (m.options ?? []) : []));
  }

  private take(event: Event, wrong: (message: string) => false): boolean {
    try {
      this.last = turn(this.bot, this.state, event, this.now);
    } catch (error) {
      return wrong(`the turn failed: ${error instanceof Error ? error.message : String(error)}`);
    }
    // What a store would keep: a state that does not survive JSON is lost with the next message.
    this.state = JSON.parse(JSON.stringify(this.last.state)) as Conversation;
    this.trace.push(...this.last.trace);
    this.read = 0;
    return true;
  }

  private hears(words: string, wrong: (message: string) => false): void {
    const said = plain((this.last?.out ?? []).flatMap(readable).join('\n'));
    const at = said.indexOf(plain(words), this.read);
    if (at >= 0) this.read = at + plain(words).length;
    else {
      const before = said.includes(plain(words)) ? 'only earlier in this turn' : 'not in this turn';
      wrong(`"${words}" is said ${before}; the bot says: ${said || 'nothing'}`);
    }
  }

  private holds(want: Readonly<Record<string, string | number | null>>, wrong: (message: string) => false): void {
    const slots = this.state.stack.at(-1)?.slots ?? {};
    for (const [name, expected] of Object.entries(want)) {
      const value = slotOf(slots, this.state.search, name);
      const found = value === undefined ? null : written(value);
      if (found === (expected === null ? null : String(expected))) continue;
      const close = value === undefined ? nearest(name, Object.keys(slots)) : undefined;
      wrong(
        `the slot ${name} ${found === null ? 'is empty' : `holds "${found}"`}${close ? `; there is ${close}` : ''}`,
      );
    }
  }
}

/**
 * Plays one test against the bot as a person who has already been welcomed would. Every row that fails is told; a row
 * that cannot be played ends the test.
 * @param now the time of every turn; a test lasts no time at all.
 */
export function playTest(test: Test, bot: Bot, now: Instant): Played {
  const talk = new Talk(bot, now, test);
  for (const row of test.rows) if (!talk.play(row)) break;
  return { problems: talk.problems, trace: talk.trace };
}
