/** How much is logged: each level includes those before it. */
export const logLevels = ['silent', 'error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof logLevels)[number];

/** What a line may carry: codes, counts, durations, ids of content. Never a person's words, never an id of a person. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** One event worth knowing. `code` is a word with dashes that an operator can search for. */
export type Log = (level: Exclude<LogLevel, 'silent'>, code: string, fields?: LogFields) => void;

/** Writes one JSON object a line: `{"at":…,"level":…,"code":…,…}`. */
export function jsonLog(most: LogLevel, write: (line: string) => void, now: () => string): Log {
  const rank = logLevels.indexOf(most);
  return (level, code, fields) => {
    if (logLevels.indexOf(level) > rank) return;
    write(`${JSON.stringify({ at: now(), level, code, ...fields })}\n`);
  };
}

/**
 * What may be told of an error: its class, its system code and the place in our code it comes from.
 * Never its message, which may quote what a person wrote.
 */
export function errorFields(error: unknown): LogFields {
  if (!(error instanceof Error)) return { error: typeof error };
  const { code } = error as { code?: unknown };
  const at = error.stack
    ?.split('\n')
    .find((line) => /^\s+at .*[/\\](src|dist)[/\\]/.test(line))
    ?.match(/[/\\]((?:src|dist)[/\\][^():]+:\d+)/)?.[1];
  return { error: error.name, ...(typeof code === 'string' ? { errno: code } : {}), ...(at ? { where: at } : {}) };
}

/**
 * A log that says the same code at most once per `everyMs`, with how often it was held back meanwhile: what strangers
 * can cause at will must not flood what an operator reads.
 */
export function sparing(log: Log, everyMs: number, now: () => number): Log {
  const last = new Map<string, { at: number; held: number }>();
  return (level, code, fields) => {
    const before = last.get(code);
    if (before && now() - before.at < everyMs) {
      before.held += 1;
      return;
    }
    last.set(code, { at: now(), held: 0 });
    log(level, code, before?.held ? { ...fields, held: before.held } : fields);
  };
}
