/**
 * The words of the house as types. Everything here is plain, readonly JSON: a conversation survives
 * `JSON.parse(JSON.stringify(state))` after every turn, and nothing in `core` reads a clock, a file or the network.
 */

export type Locale = 'en' | 'es';
export const locales: readonly Locale[] = ['en', 'es'];

/** ISO 8601 in UTC. The shell reads the clock; the core never does. */
export type Instant = string;

export interface Money {
  readonly amount: number;
  /** ISO 4217. */
  readonly currency: string;
}

export interface Place {
  readonly name: string;
  readonly lat?: number;
  readonly lon?: number;
}

export type SlotValue = string | number | Money | Place;
export type Slots = Readonly<Record<string, SlotValue>>;

/** One button. A button knows its question: picking it never searches for its label again. */
export interface Option {
  readonly label: string;
  /** The resting id the value belongs to, or one of the bot's own places (see `picks.ts`). */
  readonly at: string;
  readonly value: string;
}

/** Where one dialog rests. `at` is the id of an ask, call or handoff, never an index. */
export interface Frame {
  readonly dialog: string;
  /** The way back if `at` is gone. */
  readonly section: string;
  readonly at: string;
  readonly slots: Slots;
  readonly tries: number;
  /** First 8 hex digits of the script's hash. */
  readonly revision: string;
}

/** What the person was last told about; "sources", follow-ups and "more" refer to it. */
export interface Reference {
  readonly kind: 'answer' | 'dialog';
  readonly id: string;
}

/** The crisis memory of a conversation: class, level and counts, never words. */
export interface CrisisMemory {
  readonly since: Instant;
  readonly label: CrisisLabel;
  readonly level: 'possible' | 'certain';
  readonly urgent: boolean;
  /** Turns of the person since the last crisis reply. */
  readonly turns: number;
  /** How many crisis replies were given in this conversation. */
  readonly shown: number;
  /** The same by class and level, such as `suicide/certain`: the second of a kind is shorter than the first. */
  readonly given?: Readonly<Record<string, number>>;
  /** As in the finding; a reply to "I'm in another country" keeps speaking to the same person. */
  readonly minor?: boolean;
  readonly voice?: CrisisVoice;
  readonly about?: CrisisLabel;
}

/** Who writes, when it is not the person in danger: someone who sees it happen, or someone afraid of doing harm. */
export type CrisisVoice = 'witness' | 'actor';

/** One person's conversation; JSON under one key. `stack` is bottom first; empty means idle. */
export interface Conversation {
  readonly schema: 1;
  readonly locale: Locale;
  /** ISO 3166-1 alpha-2, upper case; decides which help lines are shown. Absent: the configured default. */
  readonly country?: string;
  /** The person named the country. Absent: it is a guess from the channel or the configuration, and help lines say so. */
  readonly countrySaid?: boolean;
  readonly stack: readonly Frame[];
  /** Search criteria, shared by all dialogs (`search.*` slots without the prefix). */
  readonly search: Slots;
  /** How often a text with variants was said, by its key. */
  readonly seen: Readonly<Record<string, number>>;
  readonly welcomed: boolean;
  readonly crisis?: CrisisMemory;
  /** The stack a crisis reply set aside; it comes back only when the person asks. */
  readonly aside?: readonly Frame[];
  /** What stands open besides the dialog: the bot's own question. */
  readonly offered?: { readonly at: string; readonly options: readonly Option[] };
  /** One step back: where the dialog rested before the last answer. */
  readonly back?: { readonly stack: readonly Frame[]; readonly search: Slots };
  readonly last?: Reference;
  readonly lastTurn?: Instant;
  /** When the person was last told that this is a program. */
  readonly disclosed?: Instant;
}

export type Event =
  /** The person arrived; greets once. */
  | { readonly type: 'joined' }
  | { readonly type: 'said'; readonly text: string }
  /** A button: `at` is the place it belongs to. */
  | { readonly type: 'picked'; readonly at: string; readonly value: string }
  /** A thumb under an answer; counted by topic, nothing is said to it. */
  | { readonly type: 'rated'; readonly topic: string; readonly helpful: boolean }
  /** The directory's result for the open query. */
  | { readonly type: 'found'; readonly therapists: readonly Therapist[] }
  | { readonly type: 'failed'; readonly reason: string };

export interface Link {
  readonly label: string;
  /** https:, tel:, sms: only. */
  readonly url: string;
}

export interface Citation {
  readonly id: string;
  /** The whole citation. */
  readonly text: string;
  /** As it stands under an answer, such as "Muran et al. (2005)". */
  readonly label: string;
  readonly url?: string;
}

export type Outgoing =
  | { readonly type: 'say'; readonly text: string; readonly options?: readonly Option[] }
  | {
      /** A sourced answer: one or two bubbles, in order. */
      readonly type: 'answer';
      readonly topic: string;
      readonly title: string;
      readonly bubbles: readonly string[];
      readonly sources: readonly Citation[];
      readonly options: readonly Option[];
    }
  | { readonly type: 'card'; readonly title: string; readonly text: string; readonly buttons: readonly Link[] }
  | {
      /** Help lines. Channels show the contacts first and keep the order. */
      readonly type: 'crisis';
      readonly label: CrisisLabel;
      readonly level: 'possible' | 'certain';
      readonly urgent: boolean;
      readonly paragraphs: readonly string[];
      readonly contacts: readonly Link[];
      readonly options: readonly Option[];
    }
  | { readonly type: 'sheet'; readonly title: string; readonly lines: readonly string[] }
  | { readonly type: 'therapists'; readonly list: readonly Therapist[] }
  | { readonly type: 'pause'; readonly seconds: number };

/** Work only the shell can do; its outcome comes back as an Event. At most one a turn is open. */
export interface Query {
  readonly type: 'directory';
  readonly criteria: Slots;
}

/** What a search result shows. The directory's own record is richer; see `directory/`. */
export interface Therapist {
  readonly id: string;
  readonly name: string;
  readonly lines: readonly string[];
  readonly links: readonly Link[];
}

/** The classes of danger, in the order of safety.md 2. */
export const crisisLabels = [
  'suicide',
  'self_harm',
  'partner_violence',
  'sexual_assault',
  'child_abuse',
  'harm_to_others',
  'medical_emergency',
  'third_party_concern',
] as const;
export type CrisisLabel = (typeof crisisLabels)[number];

export interface SafetyFinding {
  readonly level: 'none' | 'possible' | 'certain';
  readonly label: CrisisLabel | 'none';
  /** Danger may be now: the emergency number leads. */
  readonly urgent: boolean;
  /** The speaker seems to be a child or teenager. */
  readonly minor?: boolean;
  /** Absent: the person in danger writes. */
  readonly voice?: CrisisVoice;
  /** With third_party_concern: what the worry is about. It chooses the help line. Absent: suicide or unknown. */
  readonly about?: CrisisLabel;
  /** The language of the rules that fired, when all are of one: help comes in it, however short the message. */
  readonly language?: Locale;
  /** Ids of the rules that fired; never the words that fired them. */
  readonly rules: readonly string[];
}

export interface SafetyContext {
  readonly locale: Locale;
  /** The last crisis reply of this conversation, if any. */
  readonly memory?: CrisisMemory;
}

/** The safety port. Both members are pure and must answer with everything else down. */
export interface Safety {
  readonly detect: (text: string, context: SafetyContext) => SafetyFinding;
  /** The reply for a finding of level possible or certain. */
  readonly reply: (
    finding: SafetyFinding,
    context: {
      readonly locale: Locale;
      readonly country: string | undefined;
      /** The country is a guess from the configuration, not the person's word; the reply then says where else to look. */
      readonly assumed?: boolean;
      /** Replies of this class and level already given in this conversation. */
      readonly shown: number;
      /** Whether a dialog waits and can be offered again. */
      readonly waiting: boolean;
    },
  ) => readonly Outgoing[];
  /**
   * What a button of a crisis reply leads to (`at` = 'crisis'), and what a typed country does.
   * undefined: not ours, the turn goes on.
   */
  readonly answer: (
    event: { readonly type: 'said'; readonly text: string } | { readonly type: 'picked'; readonly value: string },
    context: {
      readonly locale: Locale;
      readonly country: string | undefined;
      readonly assumed?: boolean;
      readonly memory: CrisisMemory | undefined;
      readonly waiting: boolean;
      /** The buttons that stand open: a typed "no" answers the check only where the check was asked. */
      readonly offered?: readonly Option[];
    },
  ) => CrisisAnswer | undefined;
  /** The country a message says its writer is in, such as "I live in Ireland"; undefined when it does not say. */
  readonly country?: (text: string) => string | undefined;
}

/** What follows from a button or a few typed words after a crisis reply. */
export interface CrisisAnswer {
  readonly out: readonly Outgoing[];
  /** The person's country from now on. */
  readonly country?: string;
  /** The person says that danger is now; the memory keeps it. */
  readonly urgent?: boolean;
  /** The dialog that was set aside comes back now. */
  readonly resume?: boolean;
  /** The message held more than this ("I'm fine. What does it cost?"): the turn goes on after `out`. */
  readonly goOn?: boolean;
}

/** One candidate of the answer ranker. `score` is the calibrated confidence, 0 to 1. */
export interface Hit {
  readonly kind: 'answer' | 'dialog';
  readonly id: string;
  readonly title: string;
  readonly score: number;
}

/** The ranker's decision. `hits` are best first; with `suggest` the first three are offered. */
export interface Found {
  readonly outcome: 'answer' | 'suggest' | 'fallback';
  readonly hits: readonly Hit[];
}

export interface Entry {
  readonly id: string;
  readonly title: string;
  /** One or two bubbles. */
  readonly bubbles: readonly string[];
  readonly sources: readonly Citation[];
  /** Ids of answers or dialogs to go on with; one to three. */
  readonly next: readonly string[];
}

/** The knowledge port. */
export interface Answers {
  /** Languages that have answers of their own; elsewhere the English ones are given. */
  readonly locales: readonly Locale[];
  readonly find: (text: string, locale: Locale, context: { readonly last?: Reference }) => Found;
  /** undefined: no such entry in this locale. */
  readonly entry: (id: string, locale: Locale) => Entry | undefined;
  readonly sources: (ids: readonly string[]) => readonly Citation[];
}

export const commands = [
  'hello',
  'thanks',
  'bye',
  'menu',
  'stop',
  'back',
  'repeat',
  'skip',
  'restart',
  'english',
  'spanish',
  'language',
  'person',
  'sources',
  'forget',
] as const;
export type Command = (typeof commands)[number];

/** What a turn decided, without the person's words: for logs, the batch door and "why did you say that". */
export interface Decision {
  readonly outcome: 'crisis' | 'command' | 'dialog' | 'answer' | 'suggest' | 'fallback';
  readonly command?: Command;
  readonly topic?: string;
  readonly dialog?: string;
  readonly candidates: readonly Hit[];
  readonly crisis?: SafetyFinding;
  /** A thumb under an answer of the knowledge base; `topic` is one that exists. */
  readonly rating?: { readonly topic: string; readonly helpful: boolean };
}

export interface Turn {
  readonly state: Conversation;
  readonly out: readonly Outgoing[];
  readonly query?: Query;
  /** Everything about this person is to be deleted from the store after sending. */
  readonly forget?: boolean;
  readonly decision: Decision;
  /** Ways taken, such as "is-it-for-me:13 choice past": coverage, logs, "why did you say that". No user text. */
  readonly trace: readonly string[];
}
