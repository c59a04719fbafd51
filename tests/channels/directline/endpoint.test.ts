import { bearer, openWebHouse, seat, secret, type WebHouse } from './web-house';

let house: WebHouse;
beforeAll(async () => {
  house = await openWebHouse();
});
afterAll(() => house.close());

describe('a conversation', () => {
  test('is welcomed once, echoes what was said, and answers it', async () => {
    const ann = await house.begin();
    expect(await ann.texts('welcome')).toEqual(['welcome']);
    const channelData = { clientActivityID: 'c1', nested: { list: [1, null, 'x'] } };
    const said = await ann.say('hello', { channelData });
    expect(said).toMatchObject({ status: 200, body: { id: expect.stringMatching(/^\S{16}$/) } });
    expect(await ann.texts('2: hello')).toEqual(['welcome', 'hello', '2: hello']);
    const { activities, watermark } = (await ann.read()).body;
    expect(watermark).toBe('4');
    expect(activities[0]).toMatchObject({ type: 'message', from: { id: 'attune', role: 'bot' } });
    expect(activities[0]).not.toHaveProperty('replyToId');
    expect(activities[1]).toMatchObject({ id: said.body.id, from: { role: 'user' }, channelData });
    expect(activities[2]).toMatchObject({ replyToId: said.body.id, conversation: { id: ann.id } });
    expect(new Set(activities.map((a: { id: string }) => a.id)).size).toBe(3);
  });

  test('is started by its first visitor, and found by the next', async () => {
    const { body } = await house.send('POST', '/tokens/generate', bearer(secret), { user: { id: 'dl_ann' } });
    expect(body).toEqual({ conversationId: expect.any(String), token: expect.any(String), expires_in: 1800 });
    const first = await house.send('POST', '/conversations', bearer(body.token), { locale: 'es-MX' });
    const second = await house.send('POST', '/conversations', bearer(body.token));
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(first.body).toMatchObject({ conversationId: body.conversationId, expires_in: 1800 });
    const ann = seat(house.send, body.conversationId, second.body.token);
    expect(await ann.texts('welcome')).toEqual(['welcome']);
    expect((await ann.read()).body.activities[0].locale).toBe('es-MX');
  });

  test('goes on from a watermark', async () => {
    const ann = await house.begin();
    await ann.say('one');
    await ann.texts('2: one');
    const { watermark } = (await ann.read()).body;
    expect((await ann.read(watermark)).body).toEqual({ activities: [], watermark });
    await ann.say('two');
    await ann.texts('3: two');
    const { activities } = (await ann.read(watermark)).body;
    expect(activities.map((a: { text: string }) => a.text)).toEqual(['two', '3: two']);
    // A log that began anew is shorter than what the client remembers.
    expect((await ann.read('900')).body).toEqual({ activities: [], watermark: '6' });
  });

  test('answers many messages at once one after another, in the order of its log', async () => {
    const ann = await house.begin();
    await ann.texts('welcome');
    const words = Array.from({ length: 20 }, (_, i) => `m${i}`);
    await Promise.all(words.map((word) => ann.say(word)));
    const activities = await ann.activities(41);
    const asked = activities.filter((a: { from: { role: string } }) => a.from.role === 'user');
    const answered = activities.filter((a: { replyToId?: string }) => a.replyToId);
    expect(answered.map((a: { text: string }) => a.text)).toEqual(
      asked.map((a: { text: string }, i: number) => `${i + 2}: ${a.text}`),
    );
    expect(answered.map((a: { replyToId: string }) => a.replyToId)).toEqual(asked.map((a: { id: string }) => a.id));
    const times = activities.map((a: { timestamp: string }) => a.timestamp);
    expect(times).toEqual(times.toSorted((a: string, b: string) => Date.parse(a) - Date.parse(b)));
  });

  test('takes a message once that is sent twice with the same mark', async () => {
    const ann = await house.begin();
    const more = { channelData: { clientActivityID: 'mark' } };
    const first = await ann.say('hello', more);
    const second = await ann.say('hello', more);
    expect(second.body).toEqual(first.body);
    expect(await ann.texts('2: hello')).toEqual(['welcome', 'hello', '2: hello']);
  });

  test('hears the button that was pressed', async () => {
    const ann = await house.begin();
    await ann.texts('welcome');
    const [welcome] = (await ann.read()).body.activities;
    const [button] = welcome.suggestedActions.actions;
    await ann.say(button.text, { value: button.value });
    expect(await ann.texts('2: look=yes')).toContain('2: look=yes');
  });

  test('takes events and typing, and welcomes nobody twice', async () => {
    const ann = await house.begin();
    await ann.texts('welcome');
    const post = (activity: object) =>
      house.send('POST', `/conversations/${ann.id}/activities`, bearer(ann.token), activity);
    const join = { type: 'event', name: 'webchat/join', value: { language: 'en' } };
    expect((await post(join)).status).toBe(200);
    expect((await post({ type: 'typing', from: { id: 'x' } })).status).toBe(200);
    await ann.say('hello');
    expect(await ann.texts('3: hello')).toEqual(['welcome', undefined, 'hello', '3: hello']);
  });

  test('a turn that fails ends in calm words', async () => {
    const ann = await house.begin();
    await ann.texts('welcome');
    await ann.say('break');
    expect((await ann.activities(4))[2]).toMatchObject({ text: 'Sorry, that went wrong.' });
    expect(house.log.join('\n')).toContain('turn-failed');
    expect(house.log.join('\n')).not.toContain('words of a person');
  });

  test('knows nobody after "forget me", and its numbers go on', async () => {
    const ann = await house.begin();
    await ann.say('one');
    await ann.texts('2: one');
    const { watermark } = (await ann.read()).body;
    await ann.say('forget me');
    expect(await ann.texts('3: forget me')).toEqual(['3: forget me']);
    const after = (await ann.read(watermark)).body;
    expect(after.activities).toHaveLength(1);
    expect(Number(after.watermark)).toBeGreaterThan(Number(watermark));
    await ann.say('again');
    expect(await ann.texts('1: again')).toEqual(['3: forget me', 'again', '1: again']);
  });

  test('is gone when it is deleted, and begins anew', async () => {
    const ann = await house.begin();
    await ann.say('one');
    await ann.texts('2: one');
    const gone = await house.send('DELETE', `/conversations/${ann.id}`, bearer(ann.token));
    expect([gone.status, gone.body]).toEqual([204, undefined]);
    await ann.texts('welcome');
    expect(await ann.activities(1)).toMatchObject([{ text: 'welcome' }]);
  });
});

describe('what a client may not decide', () => {
  test('ids, roles, addresses and ways of delivery are the server’s', async () => {
    const ann = await house.begin('dl_ann');
    const forged = {
      id: 'mine',
      timestamp: '1999-01-01T00:00:00Z',
      conversation: { id: 'other' },
      recipient: { id: 'somebody' },
      serviceUrl: 'http://127.0.0.1:1/evil',
      channelId: 'msteams',
      replyToId: 'r',
      callerId: 'c',
      relatesTo: { x: 1 },
      deliveryMode: 'expectReplies',
      from: { id: 'attune', role: 'bot', name: 'Ann' },
      suggestedActions: { actions: [] },
      membersAdded: [{ id: 'x' }],
    };
    await ann.say('hello', forged);
    await ann.texts('2: hello');
    const [, echo, reply] = (await ann.read()).body.activities;
    expect(echo).toEqual({
      type: 'message',
      text: 'hello',
      id: expect.not.stringMatching(/^mine$/),
      timestamp: expect.not.stringMatching(/^1999/),
      channelId: 'directline',
      conversation: { id: ann.id },
      recipient: { id: 'attune', name: 'Attune', role: 'bot' },
      from: { id: 'dl_ann', role: 'user', name: 'Ann' },
    });
    expect(reply).toMatchObject({ text: '2: hello', from: { id: 'attune' } });
    for (const activity of [echo, reply]) {
      expect(activity).not.toHaveProperty('serviceUrl');
      expect(activity).not.toHaveProperty('callerId');
    }
  });

  test.each([
    ['conversationUpdate', { type: 'conversationUpdate', membersAdded: [{ id: 'attune' }] }],
    ['messageUpdate', { type: 'messageUpdate', text: 'other words' }],
    ['messageDelete', { type: 'messageDelete' }],
    ['endOfConversation', { type: 'endOfConversation' }],
    ['invoke', { type: 'invoke', name: 'adaptiveCard/action' }],
    ['nothing at all', { type: undefined }],
    ['a number', { type: 7 }],
    ['text that is none', { type: 'message', text: { a: 1 } }],
    ['attachments that are none', { type: 'message', attachments: [null] }],
  ])('%s is refused, and leaves no trace', async (_name, activity) => {
    const ann = await house.begin();
    await ann.texts('welcome');
    const answer = await ann.say('hello', activity);
    expect(answer).toMatchObject({ status: 400, body: { error: { code: expect.any(String) } } });
    expect((await ann.read()).body.activities).toHaveLength(1);
  });

  test('files, edits and deletions are refused politely', async () => {
    const ann = await house.begin();
    const path = `/conversations/${ann.id}`;
    const body = '--x\r\nContent-Disposition: form-data; name="file"\r\n\r\nhello\r\n--x--';
    const upload = await house.send(
      'POST',
      `${path}/upload?userId=me`,
      { ...bearer(ann.token), 'content-type': 'multipart/form-data; boundary=x' },
      body,
    );
    expect(upload).toMatchObject({ status: 415, body: { error: { code: 'AttachmentsNotSupported' } } });
    for (const method of ['PUT', 'DELETE']) {
      const answer = await house.send(method, `${path}/activities/a1`, bearer(ann.token), { type: 'message' });
      expect(answer).toMatchObject({ status: 405, body: { error: { code: 'MethodNotAllowed' } } });
    }
    expect((await house.send('GET', `${path}/stream`, bearer(ann.token))).status).toBe(426);
  });
});

test('who sends too much is told so in words, and is still heard in danger', async () => {
  await house.close();
  house = await openWebHouse({ allowances: { messages: { points: 2, seconds: 60 } } });
  const ann = await house.begin();
  await ann.texts('welcome');
  for (const text of ['one', 'two', 'three']) expect((await ann.say(text)).status).toBe(200);
  const texts = (await ann.activities(7)).map((activity) => activity.text);
  expect(new Set(texts)).toEqual(new Set(['welcome', 'one', '2: one', 'two', '3: two', 'three', 'too fast']));
  await ann.say('I want to hurt myself');
  expect(await ann.texts('4: I want to hurt myself')).toContain('4: I want to hurt myself');
});
