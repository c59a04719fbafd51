import { knowledgeFolder, readFolder } from '../../src/content';
import type { Bot } from '../../src/core/bot';
import type { Outgoing } from '../../src/core/types';
import { detect } from '../../src/safety/detect';
import { loadSafetyRules, patternsFolder } from '../../src/safety/load';
import { createSafetyReplies } from '../../src/safety/replies';
import { smallBot, Talk } from '../core/small-bot';

const files = readFolder(knowledgeFolder);
const { addressed, ...replies } = createSafetyReplies(files);
const rules = loadSafetyRules(files.filter(({ file }) => file.startsWith(patternsFolder)));
const bot: Bot = {
  ...smallBot({
    one: 'sections:\n  open:\n    - ask: Which colour?\n      slot: colour\n      choices: {red: Red, blue: Blue}\n    - say: So $colour.\n    - end\n',
  }),
  safety: { ...replies, detect: (text, context) => addressed(detect(rules, text, context), text) },
  country: 'US',
};

/** A conversation in which the crisis cards can be looked at. */
class CrisisTalk extends Talk {
  get card(): Extract<Outgoing, { type: 'crisis' }> {
    const found = this.last?.out.find((o) => o.type === 'crisis');
    if (!found) throw new Error('no crisis reply');
    return found;
  }
  get options(): string[] {
    return this.last?.out.flatMap((o) => ('options' in o ? (o.options ?? []).map((p) => p.value) : [])) ?? [];
  }
}
const talk = (locale: 'en' | 'es' = 'en'): CrisisTalk => {
  const t = new CrisisTalk(bot);
  t.state = { ...t.state, locale };
  return t;
};

describe('a country', () => {
  test('only configured: its lines are named, and the reply says where else to look', () => {
    const said = talk().say('I want to kill myself');
    expect(said).toContain('911 (US)');
    expect(said).toContain('988 Lifeline (US)');
    expect(said).toContain('Elsewhere: your local emergency number, or findahelpline.com.');
  });

  test('named in the message itself is used at once', () => {
    const t = talk();
    const said = t.say('looking for a therapist near Dublin because i want to die');
    expect(said).toContain('112 (Ireland)');
    expect(said).toContain('Samaritans (Ireland)');
    expect(said).not.toContain('Elsewhere');
    expect(t.state).toMatchObject({ country: 'IE', countrySaid: true });
  });

  test('changes by button, and stays changed', () => {
    const t = talk();
    t.say('I want to kill myself');
    expect(t.pick('crisis', 'country')).toContain('Which country are you in?');
    expect(t.options).toContain('country:GB');
    expect(t.options).not.toContain('country:US');
    const said = t.pick('crisis', 'country:GB');
    expect(said).toContain('In the UK the emergency number is 999.');
    expect(said).toContain('116 123');
    expect(t.card.contacts[0]?.url).toBe('tel:999');
    expect(t.say('I want to kill myself')).toContain('(UK)');
  });

  test.each([
    ['Canada', 'CA', '9-8-8 (Canada)'],
    ["no, I'm in Australia", 'AU', '13 11 14'],
    ['im in toronto btw', 'CA', '9-8-8 (Canada)'],
    ['the netherlands', 'NL', '112'],
    ['i live in Mexico now', 'MX', 'Línea de la Vida'],
  ])('typed as "%s" is understood without being asked', (text, code, line) => {
    const t = talk();
    t.say('I want to kill myself');
    expect(t.say(text)).toContain(line);
    expect(t.state.country).toBe(code);
  });

  test.each([
    ["i'm not in the US", undefined],
    ['wrong country', undefined],
    ['that number does not work here', undefined],
  ])('"%s" is asked about', (text) => {
    const t = talk();
    t.say('I want to kill myself');
    expect(t.say(text)).toContain('Which country are you in?');
    expect(t.say("I'm Irish")).toContain('In Ireland the emergency number is 112.');
  });

  test('without lines here gets no number of another country', () => {
    const t = talk();
    t.say('I want to kill myself');
    const said = t.say("I'm in Brazil");
    expect(said).toContain('I have no lines for Brazil');
    expect(said).toContain('findahelpline.com');
    expect(t.card.contacts.map((c) => c.url)).toEqual(['https://findahelpline.com']);
    expect(t.say('I want to kill myself')).not.toMatch(/911|988/);
  });

  test('speaks Spanish as well', () => {
    const t = talk('es');
    t.say('me quiero matar');
    expect(t.say('no estoy en estados unidos')).toContain('¿En qué país estás?');
    const said = t.say('España');
    expect(said).toContain('En España el número de emergencias es el 112.');
    expect(said).toContain('024');
  });
});

describe('someone who says that they are not in danger', () => {
  test('is believed, keeps the number and may go on', () => {
    const t = talk();
    t.say('start one');
    t.say('I want to kill myself');
    const said = t.pick('crisis', 'no');
    expect(said).toMatch(/take your word/);
    expect(said).toContain('988');
    expect(said).toContain('Shall we go on where we were?');
    expect(said).not.toMatch(/promise|are you sure/i);
    expect(t.options).toContain('resume');
    expect(t.pick('crisis', 'resume')).toContain('Which colour?');
  });

  test.each([
    "I'm fine, it was a joke",
    'no, im okay really',
    'false alarm',
    'i was just kidding lol',
    "don't worry, I'm not suicidal",
  ])('"%s" is a denial', (text) => {
    const t = talk();
    t.say('I want to kill myself');
    const said = t.say(text);
    expect(said).toMatch(/take your word|good to know|All right/);
    expect(said).toContain('988');
    expect(t.card.level).toBe('possible');
  });

  test.each(["I'm okay with not waking up", 'im fine with dying', "i don't want to die alone", 'i am safe nowhere'])(
    '"%s" is no denial',
    (text) => {
      const t = talk();
      t.say('I want to kill myself');
      expect(t.say(text)).not.toMatch(/take your word|good to know|All right/);
    },
  );

  test('and asks something gets both', () => {
    const t = talk();
    t.say('I want to kill myself');
    const said = t.say("I'm fine. what does it cost");
    expect(said).toContain('988');
    expect(said).not.toContain('ask me anything');
  });

  test('a typed "no" answers the check, and nothing else', () => {
    const t = talk();
    expect(t.say('no')).not.toContain('988');
    t.say('I want to kill myself');
    expect(t.say('no')).toContain('take your word');
  });
});

describe('the one question', () => {
  test.each(['yes', 'Yes.', 'yeah'])('"%s" leads with the emergency number, and is remembered', (text) => {
    const t = talk();
    t.say('I want to kill myself');
    t.say(text);
    expect(t.card.paragraphs[0]).toContain('911 (US)');
    expect(t.card.contacts[0]?.url).toBe('tel:911');
    expect(t.state.crisis?.urgent).toBe(true);
  });

  test('a longer "yes" is read for what it says', () => {
    const t = talk();
    t.say('I want to kill myself');
    t.say('yes and I have taken all my pills');
    expect(t.card.label).toBe('medical_emergency');
  });

  test.each([
    ['skip', /don't have to answer/],
    ['not sure', /fine/],
  ])('"%s" ends in help, not in another question', (text, words) => {
    const t = talk();
    t.say('I want to kill myself');
    const said = t.say(text);
    expect(said).toMatch(words);
    expect(said).toContain('988');
    expect(said).not.toContain('?');
  });
});

describe('over a conversation', () => {
  test('no paragraph but the honest ones comes twice', () => {
    const t = talk();
    const seen: string[] = [];
    for (const text of [
      'I want to die',
      'I really want to die',
      'i want to end my life',
      'I want to kill myself',
      'I will kill myself',
    ]) {
      t.say(text);
      seen.push(...t.card.paragraphs);
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.slice(-4).every((p) => p.split(/\s+/).length < 45)).toBe(true);
  });

  test('another class gets its whole card', () => {
    const t = talk();
    t.say('I want to kill myself');
    const said = t.say('my husband beats me');
    expect(t.card.label).toBe('partner_violence');
    expect(said).toContain('1-800-799-7233');
    expect(said).toContain('not your fault');
  });

  test('a child is spoken to as a child to the end', () => {
    const t = talk();
    const first = t.say("I'm 11 and my dad beats me");
    expect(first).toContain('You did nothing wrong');
    expect(first).toMatch(/grown-up you trust/);
    expect(first).not.toMatch(/parents?\b/);
    expect(t.say('my dad beats me')).toMatch(/grown-up|fault|trouble/);
    expect(t.state.crisis?.minor).toBe(true);
  });

  test('worry about a friend stays about the friend', () => {
    const t = talk();
    const said = t.say('my best friend says she wants to kill herself');
    expect(said).toContain('looking out for someone');
    expect(said).toContain('988');
    t.pick('crisis', 'country:GB');
    expect(t.card.label).toBe('third_party_concern');
  });

  test('someone who hurt a child is not told that it is not their fault', () => {
    const t = talk();
    const said = t.say('I hit my son so hard he has a mark');
    expect(said).toContain('Asking for help protects you both');
    expect(t.options).not.toContain('leave');
  });
});

describe('where someone may read along', () => {
  test('the way out and the talk about devices are buttons that answer', () => {
    const t = talk();
    t.say('my husband beats me');
    expect(t.options.slice(0, 2)).toEqual(['leave', 'device']);
    expect(t.pick('crisis', 'device')).toMatch(/call log/);
    expect(t.pick('crisis', 'leave')).toContain('forget me');
  });
});
