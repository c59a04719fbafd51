import { stages } from '../../src/core/hear';
import { freshConversation, turn } from '../../src/core/turn';
import { noon, smallBot, Talk } from './small-bot';

const one = `
sections:
  open:
    - ask: Which colour?
      slot: colour
      choices: {red: Red, blue: {label: Blue, goto: blue}}
      reprompt: Red or blue.
    - say: Red it is.
    - ask: How many?
      slot: many
      as: number
      optional: true
      min: 1
      max: 9
    - say: So $many of $colour.
    - end
  blue:
    - call: two
    - say: Back from two.
    - end
`;
const two = `
sections:
  open:
    - ask: Really?
      slot: sure
      as: yesno
    - if: {sure: yes}
      then: [{say: Good.}]
      else: [{say: Fine.}]
    - return
`;
const bot = smallBot({ one, two });
const talk = (): Talk => new Talk(bot);

test('the stages stand in this order, and safety around all of them', () => {
  expect(stages.map(([name]) => name)).toEqual([
    'command',
    'offered',
    'dialog',
    'away',
    'answer',
    'suggest',
    'fallback',
  ]);
});

describe('a dialog', () => {
  test('asks, reads, inserts and ends with a way on', () => {
    const t = talk();
    expect(t.say('start one')).toBe('Which colour?');
    expect(t.last?.out[0]).toMatchObject({ options: [{ at: 'one/colour', value: 'red' }, { value: 'blue' }] });
    expect(t.say('red please')).toBe('Red it is. | How many?');
    expect(t.say('three')).toMatch(/^So 3 of Red\. \| /);
    expect(t.state.stack).toEqual([]);
    expect(t.last?.out.at(-1)).toMatchObject({
      options: expect.arrayContaining([expect.objectContaining({ at: 'bot' })]),
    });
  });

  test('calls another one and comes back', () => {
    const t = talk();
    t.say('start one');
    expect(t.say('blue')).toBe('Really?');
    expect(t.say('no')).toMatch(/^Fine\. \| Back from two\. \| /);
  });

  test('answers a question in the middle, then asks again', () => {
    const t = talk();
    t.say('start one');
    expect(t.say('what does it cost')).toBe('It varies. | Back to where we were. Which colour?');
    expect(t.outcome).toBe('answer');
    expect(t.say('red')).toContain('How many?');
  });

  test('a question in the middle that may mean several things is offered, with the way back', () => {
    const t = talk();
    t.say('start one');
    expect(t.say('is it unsure?')).toMatch(/Did you mean|one of these/);
    expect(t.say('Go on')).toContain('Which colour?');
    t.say('is it unsure?');
    expect(t.say('1')).toBe('It varies. | Back to where we were. Which colour?');
  });

  test('runs another dialog on top and comes back to the question', () => {
    const t = talk();
    t.say('start one');
    expect(t.say('start two')).toBe('Really?');
    expect(t.say('yes')).toBe('Good. | Back to where we were. Which colour?');
  });

  test('reprompts twice, then goes on without the answer', () => {
    const t = talk();
    t.say('start one');
    expect(t.say('green')).toBe('Red or blue. | Which colour?');
    expect(t.say('green')).toBe('Red or blue. | Which colour?');
    expect(t.say('green')).toMatch(/go on\. \| Red it is\./);
    expect(t.state.stack[0]?.slots['colour']).toBeUndefined();
  });

  test.each([
    ['12', 'out of bounds'],
    ['is 3 too many?', 'a question'],
  ])('does not take %s as a number: %s', (said) => {
    const t = talk();
    t.say('start one');
    t.say('red');
    expect(t.say(said)).toContain('How many?');
  });

  test('an optional question may be left open', () => {
    const t = talk();
    t.say('start one');
    t.say('red');
    expect(t.say("I don't mind")).toMatch(/^So {2}of Red\. \| /);
  });
});

describe('buttons', () => {
  test('carry their question; one of an earlier question gets one line and the current one', () => {
    const t = talk();
    t.say('start one');
    expect(t.pick('one/colour', 'red')).toBe('Red it is. | How many?');
    expect(t.pick('one/colour', 'blue')).toBe('That button belongs to an earlier question. | How many?');
  });

  test.each([
    ['one/colour', 'green'],
    ['bot', 'dialog:none'],
    ['bot', '__proto__'],
    ['nowhere', 'red'],
    ['', ''],
  ])('a button %s %s nobody made is answered calmly', (at, value) => {
    const t = talk();
    t.say('start one');
    expect(t.pick(at, value)).toBe('That button belongs to an earlier question. | Which colour?');
  });

  test('a suggestion picked by number, label or button never searches again', () => {
    for (const choose of [
      (t: Talk) => t.say('1'),
      (t: Talk) => t.say('Cost'),
      (t: Talk) => t.pick('bot', 'answer:cost'),
    ]) {
      const t = talk();
      t.say('unsure');
      expect(t.outcome).toBe('suggest');
      expect(choose(t)).toBe('It varies.');
      expect(t.outcome).toBe('answer');
    }
  });

  test('words in a button are read for danger too', () => {
    const t = talk();
    t.say('start one');
    expect(t.pick('one/colour', 'this is certain')).toBe('HELP certain 0');
  });
});

describe('commands', () => {
  test.each([
    ['stop', /^All right, we stop here/],
    ['BACK!', /^There is no earlier step.*Which colour\?$/],
    ['where were we', /We were here: One \| Which colour\?$/],
    ['skip', /^Skipped\. \| Red it is/],
    ['talk to a person', /no person behind this chat.*Which colour\?$/],
    ['menu', /^Here is what I can do/],
    ['start over', /^We start fresh/],
    ['ok, go back please', /^There is no earlier step/],
  ])('%s in the middle of a dialog', (said, answer) => {
    const t = talk();
    t.say('start one');
    expect(t.say(said)).toMatch(answer);
    expect(t.outcome).toBe('command');
  });

  test('back returns one step, no more', () => {
    const t = talk();
    t.say('start one');
    t.say('red');
    expect(t.say('back')).toBe('One step back. | Which colour?');
    expect(t.state.stack[0]?.slots).toEqual({});
    expect(t.say('back')).toContain('no earlier step');
  });

  test('the menu in a dialog does not lose it', () => {
    const t = talk();
    t.say('start one');
    t.say('menu');
    expect(t.say('where were we')).toContain('Which colour?');
  });

  test('sources belong to the last answer', () => {
    const t = talk();
    expect(t.say('sources')).toContain('Ask me something first');
    t.say('what does it cost');
    expect(t.say('sources')).toBe('What "Cost" is based on: | A study');
  });

  test('forget me wipes the conversation and tells the shell', () => {
    const t = talk();
    t.say('start one');
    t.say('red');
    expect(t.say('forget me')).toContain('is deleted');
    expect(t.last?.forget).toBe(true);
    expect(t.state).toMatchObject({ stack: [], search: {}, seen: {} });
  });

  test('language changes in the middle, and the question stays', () => {
    const t = talk();
    t.say('start one');
    expect(t.say('español')).toContain('seguimos en español');
    expect(t.state.locale).toBe('es');
    expect(t.state.stack[0]?.at).toBe('colour');
  });
});

describe('safety', () => {
  test('certain: help only; the dialog waits and comes back when asked', () => {
    const t = talk();
    t.say('start one');
    t.say('red');
    expect(t.say('I am certain')).toBe('HELP certain 0');
    expect(t.outcome).toBe('crisis');
    expect(t.say('what does it cost')).toBe('It varies.');
    expect(t.pick('crisis', 'resume')).toContain('How many?');
    expect(t.say('3')).toContain('So 3 of Red');
  });

  test('"where were we" brings the waiting dialog back as well', () => {
    const t = talk();
    t.say('start one');
    t.say('certain');
    expect(t.say('where were we')).toContain('Which colour?');
  });

  test('possible: help first, then the turn goes on', () => {
    const t = talk();
    t.say('start one');
    expect(t.say('possible red')).toBe('HELP possible 0 | Red it is. | How many?');
    expect(t.last?.decision).toMatchObject({ outcome: 'dialog', crisis: { level: 'possible', label: 'suicide' } });
  });

  test('a soft line is never followed by "I don\'t know"', () => {
    expect(talk().say('possible, whatever')).toMatch(/^HELP possible 0 \| You can tell me more/);
  });

  test('comes before commands and counts how often it spoke', () => {
    const t = talk();
    t.say('certain');
    expect(t.say('menu, certain')).toBe('HELP certain 1');
  });

  test('a typed country is heard after a crisis reply, and only then', () => {
    const t = talk();
    expect(t.say('spain')).not.toContain('HELP');
    t.say('certain');
    expect(t.say('spain')).toBe('HELP in Spain');
    expect(t.state.country).toBe('ES');
  });
});

test.each([
  ['cost', true, { topic: 'cost', helpful: true }],
  ['cost', false, { topic: 'cost', helpful: false }],
  ['a secret', false, undefined], // words in place of a topic are not counted
])('a thumb under %s (%s) changes nothing and is counted as %j', (topic, helpful, rating) => {
  const t = talk();
  t.say('start one');
  const before = t.state;
  expect(t.event({ type: 'rated', topic, helpful })).toBe('');
  expect(t.last?.decision.rating).toEqual(rating);
  expect(t.state).toEqual({ ...before, lastTurn: noon });
});

describe('the language of the person', () => {
  test('is followed, and said so, in the middle of a dialog', () => {
    const t = talk();
    t.say('start one');
    expect(t.say('no sé qué es esto, pero quiero seguir')).toMatch(
      /^De acuerdo, seguimos en español\. \| Por ahora las guías/,
    );
    expect(t.state).toMatchObject({ locale: 'es', stack: [{ at: 'colour' }] });
    expect(t.say('I want the one that is red')).toContain('English it is');
  });
  test('one word or a name does not change it', () => {
    const t = talk();
    t.say('hola');
    t.say('San Juan');
    expect(t.state.locale).toBe('en');
  });
});

describe('arriving', () => {
  const fresh = { ...freshConversation('en') };
  test('welcomes once', () => {
    const first = turn(bot, fresh, { type: 'joined' }, noon);
    expect(first.out[0]).toMatchObject({ type: 'say', text: expect.stringContaining('not a person or a therapist') });
    expect(turn(bot, first.state, { type: 'joined' }, noon).out).toEqual([]);
  });

  test('someone who asks at once is told in one line what this is', () => {
    const t = talk();
    t.state = fresh;
    expect(t.say('what does it cost')).toBe(
      'Just so you know: I am a computer program, not a person or a therapist, and not for emergencies. | It varies.',
    );
    expect(t.say('what does it cost')).toBe('It varies.');
  });

  test('says so again after three hours', () => {
    const t = talk();
    t.say('what does it cost');
    expect(t.at('2026-01-05T15:00:00Z').say('what does it cost')).toMatch(/^A reminder: .* \| It varies\.$/);
  });
});

describe('coming back after half an hour', () => {
  const away = (): Talk => {
    const t = talk();
    t.say('start one');
    t.say('red');
    return t.at('2026-01-05T12:31:00Z');
  };
  test.each([
    ['yes', /How many\?$/],
    ['1', /How many\?$/],
    ['no', /we stop here/],
    ['Start over', /Which colour\?$/],
  ])('asks whether to go on; %s', (said, answer) => {
    const t = away();
    expect(t.say('hello again you')).toBe('Welcome back. We were in the middle of "One". Shall we go on?');
    expect(t.say(said)).toMatch(answer);
  });
  test('a question is answered first', () => {
    expect(away().say('what does it cost')).toMatch(/^It varies\. \| Welcome back\./);
  });
});

describe('a script changed under a running conversation', () => {
  const start = (): Talk => {
    const t = talk();
    t.say('start one');
    t.say('red');
    return t;
  };
  test('reworded and reordered: goes on, slots kept', () => {
    const changed = smallBot({
      two,
      one: `sections:\n  open:\n    - say: New line.\n    - ask: What number?\n      slot: many\n      as: number\n    - say: So $many.\n    - ask: Which colour now?\n      slot: colour\n      choices: {red: Red}\n    - end\n`,
    });
    const t = start().with(changed);
    expect(t.say('4')).toBe('So 4. | Which colour now?');
    expect(t.state.stack[0]?.slots).toEqual({ colour: 'red', many: 4 });
  });
  test('step removed: says so, starts the section again, slots kept', () => {
    const t = start().with(
      smallBot({
        two,
        one: 'sections:\n  open:\n    - ask: Which shape?\n      slot: shape\n      choices: {round: Round}\n    - end\n',
      }),
    );
    expect(t.say('4')).toMatch(/^The guide "One" was changed.*\| Which shape\?$/);
    expect(t.state.stack[0]?.slots).toEqual({ colour: 'red' });
  });
  test('step renamed with `moved`: goes on there', () => {
    const t = start().with(
      smallBot({
        two,
        one: 'moved: {many: amount}\nsections:\n  open:\n    - ask: Amount?\n      slot: amount\n      as: number\n    - say: So $amount.\n    - end\n',
      }),
    );
    expect(t.say('5')).toMatch(/^So 5\./);
  });
  test('the whole guide removed: says so and offers the way on', () => {
    const t = start().with(smallBot({ two }));
    expect(t.say('5')).toMatch(
      /^The guide "one" was changed.* \| What would you like to do next\?|^The guide "one" was changed/,
    );
    expect(t.state.stack).toEqual([]);
  });
});

test.each([['   '], [''], ['\u200b']])('a message without words gets a calm line', (said) => {
  expect(talk().say(said).length).toBeGreaterThan(10);
});
