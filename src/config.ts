import path from 'node:path';
import { z } from 'zod';
import { type LogLevel, logLevels } from './channels/log';
import { root } from './content';
import { nearest } from './core/nearest';
import { markdownTable } from './core/table';
import { type Locale, locales } from './core/types';

/** Everything that can be set from outside, read once at start. */
export interface Config {
  readonly port: number;
  readonly host: string;
  readonly appId: string;
  readonly appType: 'SingleTenant' | 'UserAssignedMSI' | 'MultiTenant';
  readonly appPassword?: string;
  readonly tenantId?: string;
  /** Absolute path. */
  readonly dataDir: string;
  readonly country?: string;
  readonly locale: Locale;
  readonly directoryUrl?: string;
  readonly idleHours: number;
  readonly keepMisses: boolean;
  readonly log: LogLevel;
}

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

/** What is wrong with the environment: every value, with its mend. */
export class ConfigError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'ConfigError';
  }
}

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the environment. An empty value counts as none.
 * @returns the configuration, and warnings that do not keep the bot from starting.
 * @throws ConfigError naming every wrong value in one go.
 */
export function readConfig(env: Environment): { readonly config: Config; readonly warnings: readonly string[] } {
  const problems: string[] = [];
  const values = new Map<string, unknown>();
  for (const variable of variables as readonly Variable[]) {
    const text = env[variable.name]?.trim();
    if (!text) continue;
    const read = variable.schema.safeParse(text);
    if (read.success) values.set(variable.name, read.data);
    else {
      const found = variable.secret ? 'set to something else' : `"${text.slice(0, 100)}"`;
      problems.push(
        problem(variable.name, `is ${found}; it must be ${variable.accepts}`, `${variable.name}=${variable.example}`),
      );
    }
  }
  const get = <T>(name: (typeof variables)[number]['name']): T | undefined => values.get(name) as T | undefined;
  const given = (name: (typeof variables)[number]['name']): boolean => Boolean(env[name]?.trim());

  const appId = get<string>('MicrosoftAppId') ?? '';
  const appType = get<Config['appType']>('MicrosoftAppType') ?? 'SingleTenant';
  const host = get<string>('HOST') ?? (appId ? '0.0.0.0' : '127.0.0.1');
  if (given('MicrosoftAppId')) problems.push(...identityProblems(appType, given));
  else problems.push(...openProblems(env, host, given));

  if (problems.length) throw new ConfigError(problems);
  const optional = <K extends string, T>(key: K, value: T | undefined) =>
    (value === undefined ? {} : { [key]: value }) as Partial<Record<K, T>>;
  const config: Config = {
    port: get('PORT') ?? 3978,
    host,
    appId,
    appType,
    ...optional('appPassword', get<string>('MicrosoftAppPassword')),
    ...optional('tenantId', get<string>('MicrosoftAppTenantId')),
    dataDir: path.resolve(root, get<string>('ATTUNE_DATA_DIR') ?? 'data'),
    ...optional('country', get<string>('ATTUNE_COUNTRY')),
    locale: get('ATTUNE_LOCALE') ?? 'en',
    ...optional('directoryUrl', get<string>('ATTUNE_DIRECTORY_URL')),
    idleHours: get('ATTUNE_IDLE_HOURS') ?? 72,
    keepMisses: get('ATTUNE_KEEP_MISSES') ?? false,
    log: get('ATTUNE_LOG') ?? 'info',
  };
  return { config, warnings: warningsOf(env, appId, appType) };
}

function problem(name: string, what: string, mend: string): string {
  return `${name} ${what}\n    mend: ${mend}`;
}

/** With an app id: what this kind of identity needs and must not have. */
function identityProblems(
  appType: Config['appType'],
  given: (name: (typeof variables)[number]['name']) => boolean,
): string[] {
  const found: string[] = [];
  if (appType !== 'MultiTenant' && !given('MicrosoftAppTenantId')) {
    const mend = 'MicrosoftAppTenantId=<Directory (tenant) id of the app registration>';
    found.push(problem('MicrosoftAppTenantId', `is missing; ${appType} needs it`, mend));
  }
  if (appType !== 'UserAssignedMSI' && !given('MicrosoftAppPassword')) {
    const mend = 'MicrosoftAppPassword=<a client secret>, or MicrosoftAppType=UserAssignedMSI on Azure';
    found.push(problem('MicrosoftAppPassword', `is missing; ${appType} needs it`, mend));
  }
  if (appType === 'UserAssignedMSI' && given('MicrosoftAppPassword')) {
    found.push(problem('MicrosoftAppPassword', 'is set; UserAssignedMSI has no secret', 'unset MicrosoftAppPassword'));
  }
  return found;
}

/** Without an app id anyone who can reach the bot may speak for anyone, so it must not be reachable. */
function openProblems(
  env: Environment,
  host: string,
  given: (name: (typeof variables)[number]['name']) => boolean,
): string[] {
  const found: string[] = [];
  const mend = 'MicrosoftAppId=<Application (client) id of the Azure bot>';
  if (env['NODE_ENV'] === 'production') {
    found.push(
      problem('MicrosoftAppId', 'is missing; with NODE_ENV=production the bot does not start without it', mend),
    );
  }
  if (!['127.0.0.1', 'localhost', '::1'].includes(host)) {
    found.push(
      problem('HOST', `is "${host}"; without MicrosoftAppId only this machine may be served`, `unset HOST, or ${mend}`),
    );
  }
  for (const name of ['MicrosoftAppPassword', 'MicrosoftAppTenantId'] as const) {
    if (given(name)) found.push(problem(name, 'is set, but MicrosoftAppId is not', `${mend}, or unset ${name}`));
  }
  return found;
}

function warningsOf(env: Environment, appId: string, appType: Config['appType']): string[] {
  const found: string[] = [];
  if (appId && appType === 'MultiTenant') {
    found.push(
      problem(
        'MicrosoftAppType',
        'is MultiTenant: such bots can no longer be created',
        'MicrosoftAppType=SingleTenant for a new bot',
      ),
    );
  }
  const known = variables.map((v) => v.name as string);
  for (const name of Object.keys(env)) {
    if (known.includes(name)) continue;
    const plain = name.replace(/_/g, '').toLowerCase();
    const same = known.find((k) => k.replace(/_/g, '').toLowerCase() === plain && k.length > 4);
    const near = same ?? (name.toUpperCase().startsWith('ATTUNE_') ? nearest(name.toUpperCase(), known) : undefined);
    if (same || name.toUpperCase().startsWith('ATTUNE_')) {
      const mend = near
        ? `did you mean ${near}?`
        : `unset it; there are ${known.filter((k) => k.startsWith('ATTUNE_')).join(', ')}`;
      found.push(problem(name, 'is not a variable of this bot and is not read', mend));
    }
  }
  return found;
}
