import type { Link, Locale } from './types';

/** The public page about safety as plain data: what it says, in which order. Channels decide how it looks. */
export interface Protocol {
  readonly locale: Locale;
  readonly title: string;
  readonly lead: string;
  /** The same page in the other language. */
  readonly other: { readonly locale: Locale; readonly label: string; readonly page: string };
  readonly help: { readonly title: string; readonly text: string; readonly links: readonly Link[] };
  /** Name of the list of sections, and of the link that jumps over it. */
  readonly contents: string;
  readonly skip: string;
  readonly sections: readonly ProtocolSection[];
}

export interface ProtocolSection {
  readonly id: string;
  readonly title: string;
  readonly blocks: readonly ProtocolBlock[];
}

export type ProtocolBlock =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'list'; readonly items: readonly string[]; readonly ordered: boolean }
  | { readonly type: 'terms'; readonly terms: readonly { readonly term: string; readonly text: string }[] }
  | { readonly type: 'places'; readonly places: readonly ProtocolPlace[] }
  | {
      readonly type: 'table';
      readonly caption: string;
      readonly columns: readonly string[];
      readonly rows: readonly (readonly string[])[];
    };

/** One country's lines. */
export interface ProtocolPlace {
  readonly id: string;
  readonly name: string;
  readonly emergency?: Link & { /** Beside the name, such as "Emergency: 911". */ readonly short: string };
  readonly note?: string;
  /** The default country's lines are seen at once. */
  readonly open: boolean;
  readonly lines: readonly ProtocolLine[];
}

export interface ProtocolLine {
  readonly name: string;
  readonly links: readonly Link[];
  /** Whom it is for, hours, languages: short facts in order. */
  readonly facts: readonly string[];
  /** How far the number can be trusted, and where it was read. */
  readonly state: string;
  readonly checked: boolean;
  readonly source: string;
}
