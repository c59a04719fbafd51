import path from 'node:path';
import { ConfigError, type Environment, readConfig } from '../../src/config';
import { root } from '../../src/content';
import { variables } from '../../src/variables';

const appId = '11111111-1111-4111-8111-111111111111';
const tenant = '22222222-2222-4222-8222-222222222222';
const registered = { MicrosoftAppId: appId, MicrosoftAppPassword: 'hush', MicrosoftAppTenantId: tenant };

function problemsOf(env: Environment): readonly string[] {
  try {
    readConfig(env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

test('an empty environment serves this machine alone', () => {
  const { config, warnings } = readConfig({ PATH: '/bin', ATTUNE_COUNTRY: ' ' });
  expect(warnings).toEqual([]);
  expect(config).toMatchObject({
    port: 3978,
    host: '127.0.0.1',
    appId: '',
    appType: 'SingleTenant',
    dataDir: path.join(root, 'data'),
    locale: 'en',
    idleHours: 72,
    log: 'info',
  });
  expect(config.country).toBeUndefined();
});

test('every variable is read', () => {
  const { config } = readConfig({
    ...registered,
    PORT: '0',
    HOST: '::',
    MicrosoftAppType: 'singletenant',
    ATTUNE_DATA_DIR: '/srv/attune',
    ATTUNE_COUNTRY: 'gb',
    ATTUNE_LOCALE: 'es',
    ATTUNE_DIRECTORY_URL: 'https://example.org/find?q=1',
    ATTUNE_IDLE_HOURS: '24',
    ATTUNE_DIRECTLINE_SECRET: 'the-new-secret-of-the-clinic-0123, the-old-secret-of-the-clinic-0123',
    ATTUNE_ALLOWED_ORIGINS: 'https://Clinic.example/, http://localhost:8080',
    ATTUNE_PUBLIC_URL: 'https://bot.clinic.example/chat/',
    ATTUNE_TOKEN_TTL: '3600',
    ATTUNE_TRUST_PROXY: '1',
    ATTUNE_LOG: 'debug',
  });
  expect(config).toMatchObject({
    port: 0,
    host: '::',
    appId,
    appType: 'SingleTenant',
    appPassword: 'hush',
    tenantId: tenant,
    dataDir: '/srv/attune',
    country: 'GB',
    locale: 'es',
    directoryUrl: 'https://example.org/find?q=1',
    idleHours: 24,
    directLineSecrets: ['the-new-secret-of-the-clinic-0123', 'the-old-secret-of-the-clinic-0123'],
    allowedOrigins: ['https://clinic.example', 'http://localhost:8080'],
    publicUrl: 'https://bot.clinic.example/chat',
    tokenTtl: 3600,
    trustedProxies: 1,
    log: 'debug',
  });
});

test.each([
  ['PORT', '80a'],
  ['PORT', '65536'],
  ['PORT', '-1'],
  ['HOST', 'a b'],
  ['MicrosoftAppId', 'my-bot'],
  ['MicrosoftAppType', 'Multi'],
  ['MicrosoftAppTenantId', 'contoso'],
  ['ATTUNE_COUNTRY', 'USA'],
  ['ATTUNE_COUNTRY', 'XQ'], // two letters, but no country
  ['ATTUNE_LOCALE', 'fr'],
  ['ATTUNE_DIRECTORY_URL', 'http://example.org'],
  ['ATTUNE_DIRECTORY_URL', 'javascript:alert(1)'],
  ['ATTUNE_IDLE_HOURS', '0'],
  ['ATTUNE_IDLE_HOURS', '1.5'],
  ['ATTUNE_ALLOWED_ORIGINS', '*'],
  ['ATTUNE_ALLOWED_ORIGINS', 'clinic.example'],
  ['ATTUNE_ALLOWED_ORIGINS', 'https://clinic.example/page'],
  ['ATTUNE_ALLOWED_ORIGINS', 'https://clinic.example,,'],
  ['ATTUNE_PUBLIC_URL', 'http://bot.clinic.example'],
  ['ATTUNE_PUBLIC_URL', 'https://user:word@bot.clinic.example'],
  ['ATTUNE_TOKEN_TTL', '0'],
  ['ATTUNE_TRUST_PROXY', 'yes'],
  ['ATTUNE_LOG', 'loud'],
])('%s=%s is named, with what would do', (name, value) => {
  const [first] = problemsOf({ ...registered, [name]: value });
  expect(first).toContain(`${name} is "${value}"; it must be `);
  expect(first).toContain(`\n    mend: ${name}=`);
});

test('all wrong values are named in one run', () => {
  const found = problemsOf({
    PORT: 'x',
    ATTUNE_COUNTRY: 'Narnia',
    ATTUNE_LOCALE: 'tlh',
    ATTUNE_LOG: '?',
    HOST: '0.0.0.0',
  });
  expect(found.map((problem) => problem.split(' ')[0])).toEqual([
    'PORT',
    'ATTUNE_COUNTRY',
    'ATTUNE_LOCALE',
    'ATTUNE_LOG',
    'HOST',
  ]);
});

describe('who the bot is', () => {
  test.each([
    ['in production without an app id', { NODE_ENV: 'production' }, ['MicrosoftAppId is missing']],
    ['reachable without an app id', { HOST: '0.0.0.0' }, ['HOST is "0.0.0.0"']],
    ['a secret without an app id', { MicrosoftAppPassword: 'hush' }, ['MicrosoftAppPassword is set, but']],
    [
      'SingleTenant without tenant and secret',
      { MicrosoftAppId: appId },
      ['MicrosoftAppTenantId is missing', 'MicrosoftAppPassword is missing'],
    ],
    [
      'a managed identity with a secret',
      { ...registered, MicrosoftAppType: 'UserAssignedMSI' },
      ['MicrosoftAppPassword is set; UserAssignedMSI has no secret'],
    ],
    [
      'a managed identity without a tenant',
      { MicrosoftAppId: appId, MicrosoftAppType: 'UserAssignedMSI' },
      ['MicrosoftAppTenantId is missing'],
    ],
    [
      'MultiTenant without a secret',
      { MicrosoftAppId: appId, MicrosoftAppType: 'MultiTenant' },
      ['MicrosoftAppPassword is missing'],
    ],
    ['SingleTenant, complete', registered, []],
    [
      'a managed identity, complete',
      { MicrosoftAppId: appId, MicrosoftAppTenantId: tenant, MicrosoftAppType: 'UserAssignedMSI' },
      [],
    ],
    ['SingleTenant in production', { ...registered, NODE_ENV: 'production' }, []],
  ] as [string, Environment, string[]][])('%s', (_name, env, wanted) => {
    const found = problemsOf(env);
    expect(found).toHaveLength(wanted.length);
    for (const [i, words] of wanted.entries()) expect(found[i]).toContain(words);
  });

  test('with an app id everyone may be served', () => {
    expect(readConfig(registered).config.host).toBe('0.0.0.0');
  });

  test('MultiTenant still starts, with a warning', () => {
    const { warnings } = readConfig({ ...registered, MicrosoftAppType: 'MultiTenant' });
    expect(warnings.join()).toContain('can no longer be created');
  });
});

describe('websites', () => {
  const secret = 'a-secret-that-nobody-can-guess-0123456789';
  const website = { ATTUNE_DIRECTLINE_SECRET: secret };

  test('a secret is enough to be reachable, also in production', () => {
    const env = { ...website, HOST: '0.0.0.0', NODE_ENV: 'production', ATTUNE_PUBLIC_URL: 'https://bot.example' };
    expect(problemsOf(env)).toEqual([]);
    expect(readConfig(env).warnings).toEqual([]);
  });

  test.each([
    ['a short secret', { ATTUNE_DIRECTLINE_SECRET: 'short-one' }, 'ATTUNE_DIRECTLINE_SECRET is short'],
    ['no address', { ...website, HOST: '0.0.0.0' }, 'ATTUNE_PUBLIC_URL is not set'],
    ['tokens that end too soon', { ATTUNE_TOKEN_TTL: '900' }, 'ATTUNE_TOKEN_TTL is 900'],
    ['a list nobody reads', { ...registered, ATTUNE_ALLOWED_ORIGINS: 'https://a.example' }, 'no website is served'],
  ])('%s is warned of', (_name, env, words) => {
    const { warnings } = readConfig(env as Environment);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain(words);
    expect(warnings[0]).not.toContain('short-one');
  });

  test.each(['tiny', 'with a space in it', 'one-secret,two-secret,three-secret'])(
    'the secret "%s" is refused',
    (value) => {
      const [first] = problemsOf({ ATTUNE_DIRECTLINE_SECRET: value });
      expect(first).toContain('ATTUNE_DIRECTLINE_SECRET is set to something else');
      expect(first).not.toContain(value);
    },
  );
});

test('a secret is never shown', () => {
  const found = problemsOf({ MicrosoftAppPassword: 'hush-hush', MicrosoftAppId: 'wrong', PORT: 'x' });
  expect(found.length).toBeGreaterThan(1);
  expect(found.join()).not.toContain('hush');
});

test.each([
  ['ATTUNE_CONTRY', 'did you mean ATTUNE_COUNTRY?'],
  ['attune_locale', 'did you mean ATTUNE_LOCALE?'],
  ['ATTUNE_DATADIR', 'did you mean ATTUNE_DATA_DIR?'],
  ['MICROSOFT_APP_ID', 'did you mean MicrosoftAppId?'],
  ['MicrosoftAppID', 'did you mean MicrosoftAppId?'],
  ['ATTUNE_SOMETHING_ELSE_ENTIRELY', 'unset it; there are ATTUNE_DATA_DIR, '],
])('%s is not read: %s', (name, mend) => {
  const { warnings } = readConfig({ [name]: 'x' });
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toContain(`${name} is not a variable of this bot`);
  expect(warnings[0]).toContain(mend);
});

test('every variable says what it is for, what it takes, and gives an example that is accepted', () => {
  for (const { name, meaning, accepts, example, ...rest } of variables) {
    expect([name, meaning, accepts].every((text) => text.length > 1)).toBe(true);
    if ('secret' in rest) continue;
    expect([name, rest.schema.safeParse(example).success]).toEqual([name, true]);
  }
});
