import { incomingOf, keyOf, localeOf, readActivity } from '../../src/channels/botframework/activity';
import { HttpError } from '../../src/channels/reply';

const base = {
  type: 'message',
  channelId: 'msteams',
  from: { id: '29:ann' },
  recipient: { id: '28:bot' },
  conversation: { id: 'a:1' },
};
const incoming = (change: object) => incomingOf(readActivity({ ...base, ...change }));

test.each([
  ['words', { text: 'hello' }, { event: { type: 'said', text: 'hello' } }],
  ['nothing at all', {}, { event: { type: 'said', text: '' } }],
  ['no text but null', { text: null }, { event: { type: 'said', text: '' } }],
  // Buttons carry their place and value; their own label beside them is not somebody's words.
  [
    'a button',
    { text: 'Yes', value: { at: 'look', value: 'yes', label: 'Yes' } },
    { event: { type: 'picked', at: 'look', value: 'yes' } },
  ],
  [
    'a button, as a string',
    { value: '{"at":"look","value":"yes"}' },
    { event: { type: 'picked', at: 'look', value: 'yes' } },
  ],
  [
    'a button of Teams',
    { value: { at: 'look', value: 'yes', label: 'Yes', msteams: { type: 'messageBack', text: 'Yes' } } },
    { event: { type: 'picked', at: 'look', value: 'yes' } },
  ],
  // Anything else that comes along is read for danger.
  [
    'a button with other words',
    { text: 'I am not safe', value: { at: 'look', value: 'yes', label: 'Yes' } },
    { event: { type: 'picked', at: 'look', value: 'yes' }, also: 'I am not safe' },
  ],
  [
    'a card with an input',
    { value: { at: 'look', value: 'yes', note: { value: 'I am not safe' } } },
    { event: { type: 'picked', at: 'look', value: 'yes' }, also: 'I am not safe' },
  ],
  [
    'inputs without a button',
    { value: { msteams: { x: 'y' }, note: 'near Leeds' } },
    { event: { type: 'said', text: 'near Leeds' } },
  ],
  ['a value that is words', { value: 'near Leeds' }, { event: { type: 'said', text: 'near Leeds' } }],
  [
    'a picture with a caption',
    { text: 'look', attachments: [{ contentType: 'image/png', name: 'a caption' }] },
    { event: { type: 'said', text: 'look' }, also: 'a caption' },
  ],
  [
    'a picture alone',
    { attachments: [{ contentType: 'image/png', contentUrl: 'https://x' }] },
    { event: { type: 'said', text: '' } },
  ],
  // Arrivals.
  ['somebody joins', { type: 'conversationUpdate', membersAdded: [{ id: '29:ann' }] }, { event: { type: 'joined' } }],
  ['the bot is installed', { type: 'installationUpdate', action: 'add' }, { event: { type: 'joined' } }],
  [
    'a page asks for a welcome',
    { type: 'event', name: 'webchat/join', value: { language: 'es' } },
    { event: { type: 'joined' } },
  ],
])('%s', (_name, change, wanted) => {
  expect(incoming(change)).toEqual({ key: keyOf(readActivity(base)), ...wanted });
});

const group = { conversation: { id: '19:team', conversationType: 'channel' } };

test.each([
  ['somebody leaves', { type: 'conversationUpdate', membersRemoved: [{ id: '29:ann' }] }],
  ['a title changes', { type: 'conversationUpdate' }],
  ['somebody joins a group the bot is in', { ...group, type: 'conversationUpdate', membersAdded: [{ id: '29:bob' }] }],
  ['the bot is removed', { type: 'installationUpdate', action: 'remove' }],
  ['an upgrade', { type: 'installationUpdate', action: 'remove-upgrade' }],
  ['typing', { type: 'typing' }],
  ['a reaction', { type: 'messageReaction' }],
  ['an event of somebody else', { type: 'event', name: 'other' }],
  ['an invoke', { type: 'invoke', name: 'adaptiveCard/action' }],
])('%s means nothing to the conversation', (_name, change) => {
  expect(incoming(change)).toBeUndefined();
});

test('in a group the bot greets when it is added itself', () => {
  expect(incoming({ ...group, type: 'conversationUpdate', membersAdded: [{ id: '28:bot' }] })?.event.type).toBe(
    'joined',
  );
});

describe('the key of a conversation', () => {
  const key = (change: object): string => keyOf(readActivity({ ...base, ...change }));

  test('names nobody', () => {
    expect(key({})).toMatch(/^[\w-]{43}$/);
  });
  test('is the same whoever the channel names as sender, with one person', () => {
    expect(key({ from: { id: '28:bot' } })).toBe(key({}));
  });
  test('is each member’s own in a group', () => {
    expect(key({ ...group, from: { id: '29:bob' } })).not.toBe(key(group));
    expect(key({ conversation: { id: 'a:1', isGroup: true } })).not.toBe(key({}));
  });
  test('differs by channel and conversation, however ids are put together', () => {
    const keys = [
      key({}),
      key({ channelId: 'webchat' }),
      key({ conversation: { id: 'a:2' } }),
      key({ channelId: 'msteamsa', conversation: { id: ':1' } }),
    ];
    expect(new Set(keys).size).toBe(4);
  });
});

test('a redelivered activity has the same mark, another kind with the same id has not', () => {
  const marks = [
    { id: '1', text: 'a' },
    { id: '1', text: 'a' },
    { id: '2' },
    { id: '1', type: 'installationUpdate' },
  ].map((c) => incoming(c)?.activity);
  expect(marks[0]).toBe(marks[1]);
  expect(new Set(marks).size).toBe(3);
  expect(marks[0]).toMatch(/^[\w-]{16}$/);
});

test.each([
  ['en-US', { locale: 'en', country: 'US' }],
  ['es', { locale: 'es' }],
  ['ES-mx', { locale: 'es', country: 'MX' }],
  ['es-419', { locale: 'es' }], // Latin America names no country
  ['zh-Hant-TW', { country: 'TW' }],
  ['fr_CA', { country: 'CA' }],
  ['', {}],
  [undefined, {}],
  ['🏔', {}],
])('the locale %p means %p', (tag, wanted) => {
  expect(localeOf(tag)).toEqual(wanted);
});

test.each([
  ['no type', { type: undefined }, 'type'],
  ['a type that is a number', { type: 7 }, 'type'],
  ['no sender', { from: undefined }, 'from'],
  ['no conversation', { conversation: undefined }, 'conversation'],
  ['a conversation without id', { conversation: {} }, 'conversation.id'],
  ['a text that is a list', { text: ['a'] }, 'text'],
  ['attachments that are words', { attachments: ['a'] }, 'attachments.0'],
  ['entities that are null', { entities: [null] }, 'entities.0'],
  ['a service URL that is a number', { serviceUrl: 5 }, 'serviceUrl'],
])('%s is refused by name', (_name, change, field) => {
  let found: unknown;
  try {
    incoming({ text: 'private words', ...change });
  } catch (error) {
    found = error;
  }
  expect(found).toBeInstanceOf(HttpError);
  expect((found as HttpError).status).toBe(400);
  expect((found as HttpError).message).toContain(`"${field}"`);
  expect((found as HttpError).message).not.toContain('private');
});
