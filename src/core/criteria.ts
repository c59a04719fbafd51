/**
 * What a person asks of a therapist directory, as plain readonly JSON. The keys and codes are the directory's own
 * (`knowledge/directory/`); an absent key means that the person said nothing about it.
 */

export const dayParts = ['morning', 'afternoon', 'evening'] as const;
export const weekDays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type DayPart = (typeof dayParts)[number];
export type WeekDay = (typeof weekDays)[number];
/** Cells of the week: `mon-evening`, `weekday-morning`, `any-any`. Mornings end at 12:00, evenings begin at 17:00. */
export type TimeSlot = `${WeekDay | 'weekday' | 'weekend' | 'any'}-${DayPart | 'any'}`;

/** `either`: one of in person and online will do; `both`: the therapist must offer the two. */
export const formats = ['in-person', 'online', 'either', 'both', 'phone'] as const;
export type Format = (typeof formats)[number];

/** A town with its state; `country` is ISO 3166-1 alpha-2 and left out for the United States. */
export interface Town {
  readonly city: string;
  /** USPS code, or the two letters of a Canadian province. */
  readonly state?: string;
  readonly country?: string;
}

/** Exactly one of: a postcode, a town, a whole state, a whole country, the place where the person is. */
export interface SearchPlace {
  /** "02139" or "M5V 2T6"; ZIP+4 is cut to five digits. */
  readonly postcode?: string;
  readonly city?: string;
  readonly state?: string;
  readonly country?: string;
  /** The person means where they are and has not said where that is. */
  readonly nearMe?: true;
  /** Towns of this name between which only the person can choose; the likeliest first. */
  readonly candidates?: readonly Town[];
}

export interface Radius {
  readonly value: number;
  /** `min`: minutes on the way. */
  readonly unit: 'mi' | 'km' | 'min';
}

/** Fields that hold lists of codes. */
export const listFields = [
  'insurance',
  'languages',
  'genders',
  'specialties',
  'approaches',
  'populations',
  'professions',
  'identities',
  'memberships',
  'licenceStates',
] as const;
export type ListField = (typeof listFields)[number];

/** Fields that are true or absent. */
export const flagFields = [
  'slidingScale',
  'lowCost',
  'selfPay',
  'outOfNetwork',
  'acceptingNew',
  'freeCall',
  'accessible',
  'transit',
] as const;
export type FlagField = (typeof flagFields)[number];

/** What must not be: codes by field, and times of the week. */
export type Negations = { readonly [F in ListField | 'format']?: readonly string[] } & {
  readonly times?: readonly TimeSlot[];
};

export type Criteria = { readonly [F in ListField]?: readonly string[] } & { readonly [F in FlagField]?: true } & {
  readonly place?: SearchPlace;
  readonly radius?: Radius;
  /** Whole units of `currency` for one session. */
  readonly feeMax?: number;
  readonly feeMin?: number;
  /** The amount was "about" so much; `feeMax` then carries it. */
  readonly feeApprox?: true;
  /** ISO 4217; absent means USD. */
  readonly currency?: string;
  readonly format?: Format;
  readonly times?: readonly TimeSlot[];
  /** "HH:MM", 24 hours. */
  readonly timeAfter?: string;
  readonly timeBefore?: string;
  /** A therapist by name. */
  readonly name?: string;
  readonly negations?: Negations;
};
export type CriteriaField = keyof Criteria;

/** One sentence as read: what it asks for, and what it takes back. */
export type CriteriaReading = Criteria & {
  /** Fields the person no longer cares about ("any gender", "forget the insurance"). */
  readonly clear?: readonly CriteriaField[];
  /** "also", "as well": lists of this sentence join those of earlier ones where they would else replace them. */
  readonly add?: true;
};
