import fc from 'fast-check';
import { type Rendered, render } from '../../src/channels/render';
import type { Option, Outgoing } from '../../src/core/types';

const words = { sources: 'Sources' };
const options = (count: number): Option[] =>
  Array.from({ length: count }, (_, i) => ({ label: `Label ${i + 1}`, at: 'look', value: `v${i + 1}` }));
const ask = (count: number): Outgoing => ({ type: 'say', text: 'Which one?', options: options(count) });
const shown = (out: Outgoing, channel: string, group = false): Rendered[] => render([out], channel, group, words);
type Message = Extract<Rendered, { type: 'message' }>;
const first = (out: Outgoing, channel: string, group = false): Message => shown(out, channel, group)[0] as Message;

describe('a question with buttons', () => {
  test.each([
    // channel, group, buttons → suggested, cards, numbered
    ['webchat', false, 3, 3, 0, false],
    ['webchat', false, 6, 6, 0, false],
    ['directline', false, 6, 6, 0, false],
    ['emulator', false, 6, 6, 0, false],
    ['msteams', false, 3, 3, 0, false],
    ['msteams', false, 4, 0, 1, false], // Teams shows three at most
    ['msteams', false, 7, 0, 2, false], // and six on a card
    ['msteams', true, 2, 0, 1, false], // and none in a group
    ['slack', false, 6, 6, 0, false],
    ['sms', false, 2, 0, 0, true],
    ['email', false, 2, 0, 0, true],
  ])(
    '%s (group: %p), %i buttons: %i suggested, %i cards, numbered %p',
    (channel, group, count, suggested, cards, numbered) => {
      const message = first(ask(count), channel, group);
      expect(message.suggestedActions?.actions.length ?? 0).toBe(suggested);
      expect(message.attachments?.length ?? 0).toBe(cards);
      expect(message.text?.includes('\n1. Label 1')).toBe(numbered);
      expect(message.inputHint).toBe('expectingInput');
    },
  );

  test('carries ids where the channel sends them back', () => {
    expect(first(ask(1), 'webchat').suggestedActions?.actions).toEqual([
      {
        type: 'messageBack',
        title: 'Label 1',
        text: 'Label 1',
        displayText: 'Label 1',
        value: { at: 'look', value: 'v1', label: 'Label 1' },
      },
    ]);
    expect(first(ask(4), 'msteams').attachments?.[0]?.content.buttons[0]?.value).toEqual({
      at: 'look',
      value: 'v1',
      label: 'Label 1',
    });
  });

  test('sends its label where nothing else is sent', () => {
    const label = [{ type: 'imBack', title: 'Label 1', value: 'Label 1' }];
    expect(first(ask(1), 'msteams').suggestedActions?.actions).toEqual(label);
    expect(first(ask(1), 'line').suggestedActions?.actions).toEqual(label);
  });
});

describe('an answer', () => {
  const answer: Outgoing = {
    type: 'answer',
    topic: 't',
    title: 'T',
    bubbles: ['First *bubble*.', 'Second [bubble].'],
    sources: [
      { id: 'a', label: 'Perlman 2009', text: 'Perlman (2009)', url: 'https://doi.org/10.1(2)' },
      { id: 'b', label: 'Jordan_2018', text: 'Jordan (2018)' },
    ],
    options: options(2),
  };

  test('is its bubbles, with sources and buttons under the last', () => {
    const [one, two] = shown(answer, 'webchat') as [Message, Message];
    expect(one).toEqual({ type: 'message', text: 'First *bubble*.', textFormat: 'plain', inputHint: 'acceptingInput' });
    expect(two.textFormat).toBe('markdown');
    expect(two.text).toBe(
      'Second \\[bubble\\].\n\nSources: [Perlman 2009](https://doi.org/10.1%282%29); Jordan\\_2018',
    );
    expect(two.suggestedActions?.actions).toHaveLength(2);
  });

  test('names its links where Markdown is not read', () => {
    const last = shown(answer, 'sms').at(-1) as Message;
    expect(last.text).toContain('Sources: Perlman 2009 (https://doi.org/10.1(2)); Jordan_2018');
    expect(last.textFormat).toBe('plain');
  });
});

describe('help lines', () => {
  const crisis: Outgoing = {
    type: 'crisis',
    label: 'suicide',
    level: 'certain',
    urgent: false,
    paragraphs: ['I am glad you said it.', 'You can call at any time.', 'I am a program.'],
    contacts: [
      { label: 'Call 988', url: 'tel:988' },
      { label: 'Text 988', url: 'sms:988' },
      { label: 'Lines in your country', url: 'https://findahelpline.com' },
    ],
    options: [{ label: 'I am safe', at: 'crisis', value: 'safe' }],
  };

  test('stand in the first bubble, as text and as buttons to tap', () => {
    const [help, rest] = shown(crisis, 'webchat') as [Message, Message];
    expect(help.text).toBe(
      'I am glad you said it.\n\n[Call 988](tel:988)\n\n[Text 988](sms:988)\n\n[Lines in your country](https://findahelpline.com)',
    );
    expect(help.attachments?.[0]?.content.buttons).toEqual([
      { type: 'openUrl', title: 'Call 988', value: 'tel:988' },
      { type: 'openUrl', title: 'Text 988', value: 'sms:988' },
      { type: 'openUrl', title: 'Lines in your country', value: 'https://findahelpline.com' },
    ]);
    expect(rest.text).toBe('You can call at any time.\n\nI am a program.');
    expect(rest.suggestedActions?.actions).toHaveLength(1);
  });

  test('are plain lines where there are neither links nor cards', () => {
    const [help] = shown(crisis, 'sms') as [Message];
    expect(help.attachments).toBeUndefined();
    expect(help.text).toContain('\n\nCall 988\n\nText 988\n\nLines in your country: https://findahelpline.com');
  });

  test('keep every contact and every paragraph, in order, in every channel', () => {
    for (const channel of ['webchat', 'msteams', 'directline', 'sms', 'slack', 'unheard-of']) {
      const text = shown(crisis, channel)
        .map((m) => ('text' in m ? m.text : ''))
        .join('\n');
      const places = [...crisis.contacts.map((c) => c.label), ...crisis.paragraphs.slice(1)].map((part) =>
        text.indexOf(part),
      );
      expect(places.every((place, i) => place >= 0 && (i === 0 || place > (places[i - 1] ?? 0)))).toBe(true);
    }
  });
});

test('a card is a card where there are cards, and words elsewhere', () => {
  const card: Outgoing = {
    type: 'card',
    title: 'T',
    text: 'Text',
    buttons: [{ label: 'Go', url: 'https://example.org' }],
  };
  expect(first(card, 'webchat').attachments).toEqual([
    {
      contentType: 'application/vnd.microsoft.card.hero',
      content: { title: 'T', text: 'Text', buttons: [{ type: 'openUrl', title: 'Go', value: 'https://example.org' }] },
    },
  ]);
  expect(first(card, 'sms').text).toBe('T\nText\nGo: https://example.org');
});

test('therapists are cards side by side, or a list of words', () => {
  const one = { id: '1', name: 'A. Sample', lines: ['Leeds', '£60'], links: [{ label: 'Call', url: 'tel:0113' }] };
  const list: Outgoing = { type: 'therapists', list: [one, { ...one, id: '2', name: 'B. Sample' }] };
  const cards = first(list, 'webchat');
  expect(cards.attachmentLayout).toBe('carousel');
  expect(cards.attachments?.map((a) => a.content.title)).toEqual(['A. Sample', 'B. Sample']);
  expect(shown(list, 'sms').map((m) => (m as Message).text)).toEqual([
    'A. Sample\nLeeds\n£60\nCall: 0113',
    'B. Sample\nLeeds\n£60\nCall: 0113',
  ]);
  expect(shown({ type: 'therapists', list: [] }, 'webchat')).toEqual([]);
});

test('a sheet is one message that can be kept', () => {
  expect(first({ type: 'sheet', title: 'Ask them', lines: ['One?', 'Two?'] }, 'webchat').text).toBe(
    'Ask them\n- One?\n- Two?',
  );
});

test('pauses are bounded, one by one and together', () => {
  const pauses: Outgoing[] = [9, 3, 3].map((seconds) => ({ type: 'pause', seconds }));
  const waits = render(pauses, 'webchat', false, words).flatMap((r) => (r.type === 'delay' ? [r.value] : []));
  expect(waits).toEqual([5000, 1000]);
  expect(render(pauses, 'sms', false, words)).toEqual([]);
});

test('whatever is said survives JSON and leaves no button without a label', () => {
  const text = fc.string({ unit: 'grapheme' });
  const option = fc.record({ label: text, at: text, value: text });
  fc.assert(
    fc.property(
      text,
      fc.array(option, { maxLength: 30 }),
      fc.constantFrom('webchat', 'msteams', 'sms', 'x'),
      fc.boolean(),
      (said, list, channel, group) => {
        const made = render([{ type: 'say', text: said, options: list }], channel, group, words);
        expect(JSON.parse(JSON.stringify(made))).toEqual(made);
        const all = JSON.stringify(made);
        for (const { label } of list) expect(all).toContain(JSON.stringify(label).slice(1, -1));
      },
    ),
    { seed: 20260302, numRuns: 100 },
  );
});
