import { errorFields, jsonLog, type LogLevel, sparing } from '../../src/channels/log';

const at = '2026-03-02T12:00:00.000Z';

test.each([
  ['silent', []],
  ['error', ['error']],
  ['warn', ['error', 'warn']],
  ['info', ['error', 'warn', 'info']],
  ['debug', ['error', 'warn', 'info', 'debug']],
] as [LogLevel, string[]][])('at %s the levels %p are written', (most, wanted) => {
  const lines: string[] = [];
  const log = jsonLog(
    most,
    (line) => lines.push(line),
    () => at,
  );
  for (const level of ['error', 'warn', 'info', 'debug'] as const) log(level, 'something', { count: 1 });
  expect(lines.map((line) => JSON.parse(line))).toEqual(
    wanted.map((level) => ({ at, level, code: 'something', count: 1 })),
  );
  expect(lines.every((line) => line.endsWith('\n'))).toBe(true);
});

test('of an error its class, its system code and its place are told, never its message', () => {
  const error = Object.assign(new TypeError('words of a person'), { code: 'ENOSPC' });
  error.stack =
    'TypeError: words of a person\n    at x (/srv/node_modules/lib/a.js:1:2)\n    at y (/srv/attune/dist/store/lmdb.js:40:7)';
  expect(errorFields(error)).toEqual({ error: 'TypeError', errno: 'ENOSPC', where: 'dist/store/lmdb.js:40' });
  expect(errorFields('words of a person')).toEqual({ error: 'string' });
});

test('what strangers can cause at will is logged now and then, with its number', () => {
  const lines: [string, object | undefined][] = [];
  let now = 0;
  const log = sparing(
    (_level, code, fields) => lines.push([code, fields]),
    1000,
    () => now,
  );
  for (let i = 0; i < 5; i += 1) log('warn', 'refused', { status: 401 });
  log('warn', 'other');
  now = 1000;
  log('warn', 'refused', { status: 401 });
  expect(lines).toEqual([
    ['refused', { status: 401 }],
    ['other', undefined],
    ['refused', { status: 401, held: 4 }],
  ]);
});
