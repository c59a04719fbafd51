import { z } from 'zod';
import { logLevels } from './channels/log';
import { markdownTable } from './core/table';
import { locales } from './core/types';

/** One environment variable; the README's table is made of these. */
export interface Variable {
  readonly name: string;
  readonly meaning: string;
  /** What may be written, in words. */
  readonly accepts: string;
  /** In words; empty: none. */
  readonly byDefault: string;
  /** A value that would do, for the mend. */
  readonly example: string;
  /** Never shown. */
  readonly secret?: boolean;
  readonly schema: z.ZodType;
}

const guid = z.guid();
const appTypes = ['SingleTenant', 'UserAssignedMSI', 'MultiTenant'] as const;
const wholeNumber = (min: number, max: number) =>
  z.string().regex(/^\d+$/).transform(Number).pipe(z.number().int().min(min).max(max));
const oneOf = <T extends string>(values: readonly T[]) =>
  z.string().transform((text, context) => {
    const found = values.find((value) => value.toLowerCase() === text.toLowerCase());
    if (found === undefined) context.addIssue({ code: 'custom', message: 'not one of them' });
    return found as T;
  });
const regions = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
const isCountry = (code: string): boolean => /^[A-Z]{2}$/.test(code) && regions.of(code) !== undefined;

/** Entries separated by commas, each of them held to a schema. */
const listOf = (one: z.ZodType<string, string>) =>
  z
    .string()
    .transform((text) => text.split(',').map((part) => part.trim()))
    .pipe(z.array(one).min(1));
/** As a browser writes it: scheme, host and port, nothing else. */
const origin = z
  .string()
  .transform((text) => text.replace(/\/$/, '').toLowerCase())
  .refine((text) => /^https?:/.test(text) && URL.canParse(text) && new URL(text).origin === text);

export const loopbackHosts: readonly string[] = ['127.0.0.1', 'localhost', '::1', '[::1]'];
export const isLoopback = (host: string): boolean => loopbackHosts.includes(host);

export const variables = [
  {
    name: 'PORT',
    meaning: 'Port of the server.',
    accepts: 'a whole number from 0 to 65535; 0 takes a free one',
    byDefault: '3978',
    example: '3978',
    schema: wholeNumber(0, 65_535),
  },
  {
    name: 'HOST',
    meaning: 'Address the server listens on. Without an app id only this machine can be served.',
    accepts: 'an address or host name',
    byDefault: '127.0.0.1 without an app id, 0.0.0.0 with one',
    example: '127.0.0.1',
    schema: z.string().regex(/^[\w.:-]+$/),
  },
  {
    name: 'MicrosoftAppId',
    meaning: 'Application (client) id of the Azure bot. Without it the bot serves this machine alone.',
    accepts: 'a GUID',
    byDefault: '',
    example: '00000000-0000-0000-0000-000000000000',
    schema: guid,
  },
  {
    name: 'MicrosoftAppType',
    meaning: 'How the bot proves who it is. MultiTenant bots can no longer be created, existing ones still work.',
    accepts: appTypes.join(', '),
    byDefault: 'SingleTenant',
    example: 'SingleTenant',
    schema: oneOf(appTypes),
  },
  {
    name: 'MicrosoftAppPassword',
    meaning: 'Client secret; for SingleTenant and MultiTenant only.',
    accepts: 'the secret itself, not its id',
    byDefault: '',
    example: '…',
    secret: true,
    schema: z.string().min(1),
  },
  {
    name: 'MicrosoftAppTenantId',
    meaning: 'Directory (tenant) id; for SingleTenant and UserAssignedMSI.',
    accepts: 'a GUID',
    byDefault: '',
    example: '00000000-0000-0000-0000-000000000000',
    schema: guid,
  },
  {
    name: 'ATTUNE_DATA_DIR',
    meaning: 'Folder for conversations and counters; made when missing.',
    accepts: 'a path',
    byDefault: 'data beside package.json',
    example: '/var/lib/attune',
    schema: z.string().min(1),
  },
  {
    name: 'ATTUNE_COUNTRY',
    meaning: 'Country whose help lines are shown when the person has not named one.',
    accepts: 'two capital letters (ISO 3166-1)',
    byDefault: '',
    example: 'US',
    schema: z
      .string()
      .transform((code) => code.toUpperCase())
      .refine(isCountry),
  },
  {
    name: 'ATTUNE_LOCALE',
    meaning: 'Language of a conversation whose channel names none.',
    accepts: locales.join(', '),
    byDefault: 'en',
    example: 'en',
    schema: oneOf(locales),
  },
  {
    name: 'ATTUNE_DIRECTORY_URL',
    meaning: 'Public therapist directory that people are sent to.',
    accepts: 'an https address',
    byDefault: '',
    example: 'https://www.psychologytoday.com/us/therapists',
    schema: z.url({ protocol: /^https$/ }),
  },
  {
    name: 'ATTUNE_IDLE_HOURS',
    meaning: 'Hours without a word after which a conversation is forgotten.',
    accepts: 'a whole number from 1 to 8760',
    byDefault: '72',
    example: '72',
    schema: wholeNumber(1, 8760),
  },
  {
    name: 'ATTUNE_KEEP_MISSES',
    meaning:
      'Keeps the wording of unanswered questions for 30 days, without names, numbers and crises, for `attune misses`. Say so in your privacy notice.',
    accepts: 'true, false',
    byDefault: 'false',
    example: 'false',
    schema: oneOf(['true', 'false']).transform((value) => value === 'true'),
  },
  {
    name: 'ATTUNE_DIRECTLINE_SECRET',
    meaning:
      'Lets websites talk to the bot, and signs their tokens. Two, separated by a comma, while one is being changed: the first signs, both count. Without it and without an app id, this machine is served with a secret of its own.',
    accepts: 'one or two secrets of 8 characters or more; take 32 random ones',
    byDefault: '',
    example: '<output of: openssl rand -hex 32>',
    secret: true,
    schema: listOf(z.string().regex(/^\S{8,}$/)).pipe(z.array(z.string()).max(2)),
  },
  {
    name: 'ATTUNE_ALLOWED_ORIGINS',
    meaning:
      'Websites whose pages may start a conversation without a back end of their own. Without it only the holder of the secret can make tokens.',
    accepts: 'origins separated by commas, without a path',
    byDefault: '',
    example: 'https://clinic.example,https://www.clinic.example',
    schema: listOf(origin),
  },
  {
    name: 'ATTUNE_PUBLIC_URL',
    meaning: 'Address people reach this server at, when a proxy stands in front of it.',
    accepts: 'an https address; http for this machine only',
    byDefault: 'http://localhost with the port',
    example: 'https://bot.clinic.example',
    schema: z
      .url({ protocol: /^https?$/ })
      .transform((url) => new URL(url))
      .refine((url) => (url.protocol === 'https:' || isLoopback(url.hostname)) && !url.search && !url.username)
      .transform((url) => `${url.origin}${url.pathname.replace(/\/+$/, '')}`),
  },
  {
    name: 'ATTUNE_TOKEN_TTL',
    meaning: 'Seconds a token of a website holds. Clients renew it every 15 minutes, so let it be longer.',
    accepts: 'a whole number from 1 to 86400',
    byDefault: '1800',
    example: '1800',
    schema: wholeNumber(1, 86_400),
  },
  {
    name: 'ATTUNE_TRUST_PROXY',
    meaning:
      'How many proxies in front of the server write X-Forwarded-For. Addresses are only used to count requests, and never kept.',
    accepts: 'a whole number from 0 to 10',
    byDefault: '0',
    example: '1',
    schema: wholeNumber(0, 10),
  },
  {
    name: 'ATTUNE_LOG',
    meaning: 'How much is written to standard error, one JSON line each. Never what people say.',
    accepts: logLevels.join(', '),
    byDefault: 'info',
    example: 'info',
    schema: oneOf(logLevels),
  },
] as const satisfies readonly Variable[];

/** The README's table of all variables, as Markdown, with its columns in line. */
export function configurationTable(): string {
  return markdownTable([
    ['Variable', 'Meaning', 'Accepts', 'Default'],
    ...variables.map((v) => [`\`${v.name}\``, v.meaning, v.accepts, v.byDefault || 'none']),
  ]);
}
