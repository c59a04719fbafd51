import { loadBot, safetyReader } from './bot';
import type { AttuneAdapter } from './channels/botframework/adapter';
import { messagesHandler } from './channels/botframework/messages';
import { calm } from './channels/calm';
import {
  type DirectLine,
  type DirectLineParts,
  developmentAllowances,
  openDirectLine,
  usualAllowances,
} from './channels/directline';
import { alive, readiness } from './channels/health';
import { type Handler, type HttpServer, httpServer, loopbackOnly } from './channels/http';
import { errorFields, jsonLog, type Log } from './channels/log';
import { frontPage, pagePolicy } from './channels/page';
import { protocolHandler } from './channels/protocol';
import { HttpError, writeReply } from './channels/reply';
import { conversationServer } from './channels/serve';
import { type Config, ConfigError, readConfig } from './config';
import { knowledgeFolder, readFolder } from './content';
import type { KeptMiss } from './core/miss';
import { ContentError } from './core/problem';
import { freshConversation, turn } from './core/turn';
import type { Turn } from './core/types';
import { missToKeep } from './knowledge/misses/keep';
import { wordsOf } from './knowledge/misses/personal';
import { createProtocol } from './safety/protocol';
import { lmdbStore } from './store/lmdb';
import { keptSecret } from './store/secret';
import { isLoopback } from './variables';

/** Turns in flight get this long after SIGTERM, in milliseconds; orchestrators usually kill after 30 s. */
const drainLimitMs = 10_000;
/** How often expired conversations are taken out of the store, in milliseconds. */
const sweepEveryMs = 60 * 60 * 1000;

export interface Running {
  readonly url: string;
  /** Resolves when everything that is loaded after the first answer is there too. */
  readonly warm: Promise<unknown>;
  /** Lets turns in flight end, writes what is left to write, closes the store. */
  readonly stop: () => Promise<void>;
}

/**
 * Wires the house together and starts to listen.
 * @throws ContentError when the content cannot be used; Error when the store or the port cannot be had.
 */
export async function start(config: Config, log: Log): Promise<Running> {
  const bot = loadBot({
    ...(config.country ? { country: config.country } : {}),
    ...(config.directoryUrl ? { directoryLink: config.directoryUrl } : {}),
  });
  const store = openStore(config.dataDir);
  const now = (): string => new Date().toISOString();
  const server = conversationServer({
    turn: (state, event, at) => turn(bot, state, event, at),
    fresh: (locale, country) => freshConversation(locale ?? config.locale, country ?? config.country),
    safety: bot.safety,
    ...(config.country ? { country: config.country } : {}),
    failedText: (locale) => bot.texts(locale).say.failed[0],
    store,
    ...(config.keepMisses ? { keep: keeper(now) } : {}),
    now,
    log,
    idleHours: config.idleHours,
  });
  const identity = {
    appId: config.appId,
    appType: config.appType,
    ...(config.appPassword ? { password: config.appPassword } : {}),
    ...(config.tenantId ? { tenantId: config.tenantId } : {}),
  };
  const http = httpServer({ host: config.host, port: config.port, loopbackHostsOnly: isDevelopment(config), log });
  let draining = false;
  http.route('GET', '/', async (_req, res) => {
    res.setHeader('Content-Security-Policy', pagePolicy);
    writeReply(res, 200, 'text/html; charset=utf-8', frontPage());
  });
  let protocol: ReturnType<typeof createProtocol> | undefined;
  const page: typeof protocol = (...asked) => {
    if (!protocol) {
      const files = readFolder(knowledgeFolder);
      protocol = createProtocol(files, safetyReader(files));
    }
    return protocol(...asked);
  };
  http.route(
    'GET',
    '/safety',
    protocolHandler({
      page: (locale, counters) => page(locale, config.country, counters),
      counters: () => store.counters.read('crisis/'),
      locale: config.locale,
      log,
    }),
  );
  http.route('GET', '/healthz', alive);
  http.route(
    'GET',
    '/readyz',
    readiness(store.conversations, () => draining, Date.now, log),
  );
  const words = (locale: 'en' | 'es') => ({ sources: bot.texts(locale).labels.sources });
  // The framework takes as long to load as all else together, so it comes when the port is open; messages wait for it.
  let loading: Promise<AttuneAdapter> | undefined;
  const adapter = (): Promise<AttuneAdapter> => {
    loading ??= import('./channels/botframework/adapter').then((module) => new module.AttuneAdapter(identity));
    return loading;
  };
  const messages = isOpenRelay(config) ? closed : messagesHandler({ adapter, server, words, log });
  if (config.appId === '') http.before('/api/', loopbackOnly);
  http.route('POST', '/api/messages', messages);
  const directLine = websites(config, http, {
    adapter,
    server,
    store,
    safety: bot.safety,
    locale: config.locale,
    words,
    tooFast: (locale) => bot.texts(locale).say.too_fast[0] ?? '',
    calm: (locale) => calm(locale, (l) => bot.texts(l).say.failed[0]),
    now,
    log,
    idleHours: config.idleHours,
  });

  const sweep = (): void => {
    store.conversations.sweep(now()).then(
      (gone) => gone && log('info', 'expired', { conversations: gone }),
      (error: unknown) => log('error', 'sweep-failed', errorFields(error)),
    );
    store.logs.sweep(now()).catch((error: unknown) => log('error', 'sweep-failed', errorFields(error)));
    store.misses.sweep(now()).catch((error: unknown) => log('error', 'sweep-failed', errorFields(error)));
  };
  const sweeping = setInterval(sweep, sweepEveryMs);
  sweeping.unref();
  const waited = await directLine?.recover();
  if (waited) log('info', 'recovered', { messages: waited });
  const { port } = await http.listen();
  const warm = new Promise(setImmediate).then(adapter).then(sweep);
  return {
    warm,
    url: localUrl(config, port),
    async stop() {
      draining = true;
      clearInterval(sweeping);
      const closing = http.close(drainLimitMs);
      await directLine?.close();
      await closing;
      await server.drained();
      await store.conversations.close();
    },
  };
}

/** Nobody has to prove who they are, so nobody but this machine is served. */
function isDevelopment(config: Config): boolean {
  return config.appId === '' && config.directLineSecrets.length === 0;
}

/** Without an app id the Bot Framework endpoint believes everyone: it is open on a developer's machine, never to the web. */
function isOpenRelay(config: Config): boolean {
  const { appId, host, publicUrl, trustedProxies } = config;
  const reachable = !isLoopback(host) || trustedProxies > 0 || (publicUrl !== undefined && !isLoopbackUrl(publicUrl));
  return appId === '' && (reachable || process.env['NODE_ENV'] === 'production');
}

const closed: Handler = async () => {
  throw new HttpError(403, 'NoAppId', 'Bot Framework channels are not served here: there is no app id.');
};

function isLoopbackUrl(url: string): boolean {
  return isLoopback(new URL(url).hostname);
}

/** The endpoint for websites. undefined: there is no secret, and this is no development either. */
function websites(
  config: Config,
  http: HttpServer,
  parts: Omit<DirectLineParts, 'http' | 'secrets' | 'tokenTtl' | 'rules' | 'allowances'>,
): DirectLine | undefined {
  const development = isDevelopment(config);
  if (!development && config.directLineSecrets.length === 0) return undefined;
  const rules = {
    origins: config.allowedOrigins,
    publicUrl: () => config.publicUrl ?? localUrl(config, http.port()),
    development,
    trustedProxies: config.trustedProxies,
  };
  const secrets = development ? [keptSecret(config.dataDir)] : config.directLineSecrets;
  const allowances = development ? developmentAllowances : usualAllowances;
  return openDirectLine({ ...parts, http, secrets, tokenTtl: config.tokenTtl, rules, allowances });
}

/** @throws ConfigError naming the variable when the folder cannot be used. */
function openStore(dataDir: string): ReturnType<typeof lmdbStore> {
  try {
    return lmdbStore(dataDir);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const what = `ATTUNE_DATA_DIR: conversations can't be kept in ${dataDir} (${message})`;
    throw new ConfigError([
      `${what}\n    mend: name a folder this account may make and write, such as /var/lib/attune`,
    ]);
  }
}

function localUrl({ host }: Config, port: number): string {
  const name = ['0.0.0.0', '127.0.0.1', '::'].includes(host) ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${port}`;
}

/** Decides which unanswered questions are kept; the answers' own words are the vocabulary nobody is known by. */
function keeper(now: () => string): (text: string, turn: Turn) => KeptMiss | undefined {
  const answers = readFolder(knowledgeFolder).filter(({ file }) => /\/(?:en|es)\//.test(file));
  const vocabulary = wordsOf(answers.map(({ text }) => text));
  return (text, one) => missToKeep(text, one, now(), (word) => vocabulary.has(word));
}

/** What a newcomer does next. */
function nextSteps(url: string, config: Config): string {
  return [
    `Attune is ready at ${url}`,
    `  Bot Framework endpoint   ${url}/api/messages${config.appId ? '' : isOpenRelay(config) ? '   (closed: no app id)' : '   (no app id: this machine only)'}`,
    `  Is it well?              ${url}/readyz`,
    ...(config.appId && !config.directLineSecrets.length ? [] : [`  Direct Line endpoint     ${url}/v3/directline`]),
    '  Talk to it right here    npm run talk',
    '  Stop                     Ctrl+C',
    '',
  ].join('\n');
}

async function main(): Promise<number | undefined> {
  let log: Log = jsonLog(
    'info',
    (line) => process.stderr.write(line),
    () => new Date().toISOString(),
  );
  // A fault in one request is no reason to leave all others alone: every turn is kept, nothing lives in memory only.
  process.on('uncaughtException', (error) => log('error', 'uncaught', errorFields(error)));
  process.on('unhandledRejection', (error) => log('error', 'unhandled', errorFields(error)));
  try {
    const { config, warnings } = readConfig(process.env);
    for (const warning of warnings) process.stderr.write(`${warning}\n`);
    log = jsonLog(
      config.log,
      (line) => process.stderr.write(line),
      () => new Date().toISOString(),
    );
    const starting = start(config, log);
    leaveOnSignal(starting, (...line) => log(...line));
    const running = await starting;
    process.stdout.write(nextSteps(running.url, config));
    await running.warm;
    return undefined;
  } catch (error) {
    process.stderr.write(`${whyNot(error)}\n`);
    return 1;
  }
}

/** SIGTERM and Ctrl+C: whoever is being answered is answered, then the process ends with 0. A second one ends it at once. */
function leaveOnSignal(starting: Promise<Running>, log: Log): void {
  let leaving = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (leaving) process.exit(130);
      leaving = true;
      log('info', 'stopping', { signal });
      starting
        .then((running) => running.stop())
        .then(
          () => process.exit(0),
          (error: unknown) => {
            log('error', 'stop-failed', errorFields(error));
            process.exit(1);
          },
        );
    });
  }
}

/** Why the bot does not start, for the person who reads the terminal. */
function whyNot(error: unknown): string {
  if (error instanceof ConfigError) return `Attune cannot start with this configuration.\n${error.message}`;
  if (error instanceof ContentError) return `Attune cannot start with this content.\n${error.message}`;
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE')
    return 'The port is taken.\n    mend: stop the other server, or set PORT, such as PORT=3979 npm start';
  if (code === 'EACCES')
    return `Attune may not do that: ${message}\n    mend: set PORT or ATTUNE_DATA_DIR to what this account may use`;
  return `Attune cannot start: ${message ?? String(error)}`;
}

if (require.main === module) {
  void main().then((code) => {
    if (code !== undefined) process.exit(code);
  });
}
