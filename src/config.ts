import path from 'node:path';
import type { LogLevel } from './channels/log';
import { root } from './content';
import { nearest } from './core/nearest';
import type { Locale } from './core/types';
import { isLoopback, type Variable, variables } from './variables';

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
  /** Empty: websites are not served, except in development (no app id either). The first signs. */
  readonly directLineSecrets: readonly string[];
  /** As browsers write them. */
  readonly allowedOrigins: readonly string[];
  /** Without a slash at the end. */
  readonly publicUrl?: string;
  /** In seconds. */
  readonly tokenTtl: number;
  readonly trustedProxies: number;
  readonly log: LogLevel;
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
    directLineSecrets: get('ATTUNE_DIRECTLINE_SECRET') ?? [],
    allowedOrigins: get('ATTUNE_ALLOWED_ORIGINS') ?? [],
    ...optional('publicUrl', get<string>('ATTUNE_PUBLIC_URL')),
    tokenTtl: get('ATTUNE_TOKEN_TTL') ?? 1800,
    trustedProxies: get('ATTUNE_TRUST_PROXY') ?? 0,
    log: get('ATTUNE_LOG') ?? 'info',
  };
  return { config, warnings: warningsOf(env, config) };
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

/**
 * Without an app id anyone who can reach the Bot Framework endpoint may speak for anyone, so it must not be reachable.
 * With a secret for websites that endpoint is closed and the rest may be.
 */
function openProblems(
  env: Environment,
  host: string,
  given: (name: (typeof variables)[number]['name']) => boolean,
): string[] {
  const found: string[] = [];
  const mend = 'MicrosoftAppId=<Application (client) id of the Azure bot>';
  const either = `${mend}, or for a website ATTUNE_DIRECTLINE_SECRET`;
  const website = given('ATTUNE_DIRECTLINE_SECRET');
  if (env['NODE_ENV'] === 'production' && !website) {
    found.push(
      problem('MicrosoftAppId', 'is missing; with NODE_ENV=production the bot does not start without it', either),
    );
  }
  if (!isLoopback(host) && !website) {
    const what = `is "${host}"; without MicrosoftAppId only this machine may be served`;
    found.push(problem('HOST', what, `unset HOST, or ${either}`));
  }
  for (const name of ['MicrosoftAppPassword', 'MicrosoftAppTenantId'] as const) {
    if (given(name)) found.push(problem(name, 'is set, but MicrosoftAppId is not', `${mend}, or unset ${name}`));
  }
  return found;
}

function warningsOf(env: Environment, config: Config): string[] {
  const { appId, appType } = config;
  const found = websiteWarnings(config);
  if (appId && appType === 'MultiTenant') {
    found.push(
      problem(
        'MicrosoftAppType',
        'is MultiTenant: such bots can no longer be created',
        'MicrosoftAppType=SingleTenant for a new bot',
      ),
    );
  }
  const known = (variables as readonly Variable[]).map((v) => v.name);
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

/** Clients renew their token this often, in seconds, whatever its lifetime. */
const clientsRenewAfter = 900;

function websiteWarnings({ appId, directLineSecrets, allowedOrigins, publicUrl, tokenTtl, host }: Config): string[] {
  const found: string[] = [];
  if (directLineSecrets.some((secret) => secret.length < 32)) {
    const what = 'is short: whoever guesses it can speak for every website';
    found.push(problem('ATTUNE_DIRECTLINE_SECRET', what, 'ATTUNE_DIRECTLINE_SECRET=<output of: openssl rand -hex 32>'));
  }
  if (directLineSecrets.length && !publicUrl && !isLoopback(host)) {
    const what = 'is not set, so websites are sent to localhost';
    found.push(problem('ATTUNE_PUBLIC_URL', what, 'ATTUNE_PUBLIC_URL=https://bot.clinic.example'));
  }
  if (appId && !directLineSecrets.length && allowedOrigins.length) {
    const what = 'is set, but ATTUNE_DIRECTLINE_SECRET is not: no website is served';
    found.push(problem('ATTUNE_ALLOWED_ORIGINS', what, 'ATTUNE_DIRECTLINE_SECRET=<output of: openssl rand -hex 32>'));
  }
  if (tokenTtl <= clientsRenewAfter) {
    const what = `is ${tokenTtl}; clients renew after ${clientsRenewAfter} seconds, so chats will end in between`;
    found.push(problem('ATTUNE_TOKEN_TTL', what, 'ATTUNE_TOKEN_TTL=1800'));
  }
  return found;
}
