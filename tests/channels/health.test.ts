import type { Store } from '../../src/store/conversations';
import { memoryStore } from '../../src/store/memory';
import { openHouse } from './house';

test('alive and ready are two questions', async () => {
  const store: Store = memoryStore();
  const down: Store = {
    ...store,
    conversations: { ...store.conversations, probe: () => Promise.reject(new Error('disk on fire')) },
  };
  const house = await openHouse({ store: down });
  expect((await house.get('/healthz')).status).toBe(200);
  const ready = await house.get('/readyz');
  expect([ready.status, JSON.parse(ready.text)]).toEqual([
    503,
    { status: 'not-ready', content: 'ok', storage: 'down' },
  ]);
  expect(house.log.join()).toContain('storage-probe-failed');
  expect(house.log.join()).not.toContain('fire');
  await house.close();
});

test('asking often does not make the store busy', async () => {
  let probes = 0;
  const store = memoryStore();
  const counting: Store = {
    ...store,
    conversations: {
      ...store.conversations,
      async probe() {
        probes += 1;
      },
    },
  };
  const house = await openHouse({ store: counting });
  const all = await Promise.all(Array.from({ length: 20 }, () => house.get('/readyz')));
  expect(all.map((answer) => answer.status)).toEqual(Array.from({ length: 20 }, () => 200));
  expect(probes).toBe(1);
  await house.close();
});

test('every answer carries the headers that keep browsers careful', async () => {
  const house = await openHouse();
  for (const path of ['/healthz', '/nothing', '//', '/api/messages']) {
    const { headers } = await house.get(path);
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['server']).toBeUndefined();
    expect(headers['x-powered-by']).toBeUndefined();
  }
  await house.close();
});
