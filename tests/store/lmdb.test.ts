import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { lmdbStore } from '../../src/store/lmdb';
import { holdsStoreContract } from '../contract/conversations';
import { holdsLogContract } from '../contract/logs';

const made: string[] = [];
function freshDirectory(): string {
  const directory = mkdtempSync(path.join(tmpdir(), 'attune-store-'));
  made.push(directory);
  return path.join(directory, 'data');
}
afterAll(() => {
  for (const directory of made) rmSync(directory, { recursive: true, force: true });
});

holdsStoreContract('lmdb', async () => lmdbStore(freshDirectory()));
holdsLogContract('lmdb', async () => lmdbStore(freshDirectory()));

test('what was written is there after opening the directory again', async () => {
  const directory = freshDirectory();
  const record = {
    state: { schema: 1, locale: 'en', stack: [], search: {}, seen: {}, welcomed: true } as const,
    recent: [],
    outbox: [],
    written: '2026-03-02T12:00:00.000Z',
    expires: '2026-03-05T12:00:00.000Z',
  };
  const first = lmdbStore(directory);
  const version = await first.conversations.write('ann', record, undefined);
  await first.counters.add(['crisis/2026-03']);
  await first.conversations.close();

  const second = lmdbStore(directory);
  expect(await second.conversations.read('ann', record.written)).toEqual({ record, version });
  expect(await second.counters.read('')).toEqual({ 'crisis/2026-03': 1 });
  await second.conversations.close();
});
