import { obey } from './commands';
import { botPlace, type Draft } from './draft';
import { destinationOf, valueOfPick } from './picks';
import { placeOf, skipValue, top } from './run';
import type { Event, SafetyFinding } from './types';

/** A crisis reply is remembered for this many turns of the person. */
export const crisisTurns = 6;

/** The place of a crisis reply's buttons. */
export const crisisPlace = 'crisis';

type Heard = Extract<Event, { type: 'said' | 'picked' }>;

/** Stands before everything else. True when the turn is over: a crisis reply was given, or one was answered. */
export function guard(draft: Draft, given: Heard): boolean {
  const event = saysYes(draft, given) ? { type: 'picked' as const, at: crisisPlace, value: 'yes' } : given;
  const { bot } = draft;
  const { locale, crisis } = draft.state;
  const text = event.type === 'said' ? event.text : ownButton(draft, event) ? '' : `${event.value} ${event.at}`;
  const memory = crisis && crisis.turns < crisisTurns ? crisis : undefined;
  const finding: SafetyFinding = text
    ? bot.safety.detect(text, memory ? { locale, memory } : { locale })
    : { level: 'none', label: 'none', urgent: false, rules: [] };
  if (crisis) draft.state = { ...draft.state, crisis: { ...crisis, turns: crisis.turns + 1 } };
  if (finding.level !== 'none' && finding.label !== 'none') {
    heard(draft, finding, event.type === 'said' ? bot.safety.country?.(event.text) : undefined);
    return finding.level === 'certain';
  }
  const said =
    event.type === 'said'
      ? event
      : event.at === crisisPlace
        ? { type: 'picked' as const, value: event.value }
        : undefined;
  if (!said || (event.type === 'said' && !memory)) return false;
  const waiting = draft.state.aside !== undefined || draft.state.stack.length > 0;
  const { country, offered } = draft.state;
  const after = bot.safety.answer(said, {
    locale,
    country: country ?? bot.country,
    assumed: !draft.state.countrySaid,
    memory,
    waiting,
    offered: offered?.at === crisisPlace ? offered.options : [],
  });
  if (!after) return false;
  draft.decision = { outcome: 'crisis', candidates: [] };
  draft.trace.push('safety answers');
  draft.out.push(...after.out);
  if (after.country) draft.state = { ...draft.state, country: after.country, countrySaid: true };
  if (after.urgent && draft.state.crisis)
    draft.state = { ...draft.state, crisis: { ...draft.state.crisis, urgent: true } };
  if (after.resume) obey(draft, 'repeat');
  return !after.goOn;
}

/** A bare "yes" where the check stands open says that danger is now; anything longer is read for what it says. */
function saysYes({ bot, state }: Draft, event: Heard): boolean {
  if (event.type !== 'said' || state.offered?.at !== crisisPlace) return false;
  return (
    state.offered.options.some((o) => o.value === 'yes') &&
    event.text.trim().split(/\s+/).length <= 2 &&
    bot.yesOrNo(event.text, state.locale) === 'yes'
  );
}

/** @param place the country the message itself names, such as "I live in Ireland" */
function heard(draft: Draft, found: SafetyFinding, place: string | undefined): void {
  const { bot } = draft;
  const { label, level } = found;
  // English rules also hold words that other languages borrow, so they say nothing of the person's language.
  if (found.language && found.language !== 'en') draft.state = { ...draft.state, locale: found.language };
  if (label === 'none' || level === 'none') return;
  const before = draft.state.crisis;
  // Who said once that they are fifteen stays fifteen.
  // "Tonight" after "my friend wants to die" is still about the friend.
  const same = before?.label === label ? before : undefined;
  const voice = found.voice ?? same?.voice;
  const about = found.about ?? same?.about;
  const finding: SafetyFinding = {
    ...found,
    ...(before?.minor ? { minor: true } : {}),
    ...(voice ? { voice } : {}),
    ...(about ? { about } : {}),
  };
  const kind = `${label}/${level}`;
  const shown = before?.given?.[kind] ?? 0;
  const waiting = draft.state.stack.length > 0 || draft.state.aside !== undefined;
  draft.trace.push(`safety ${level} ${label} ${finding.rules.join(' ')}`.trim());
  if (place) draft.state = { ...draft.state, country: place, countrySaid: true };
  draft.out.push(
    ...bot.safety.reply(finding, {
      locale: draft.state.locale,
      country: draft.state.country ?? bot.country,
      assumed: !draft.state.countrySaid,
      shown,
      waiting,
    }),
  );
  const crisis = {
    since: before?.since ?? draft.now,
    label,
    level,
    urgent: finding.urgent,
    turns: 0,
    shown: (before?.shown ?? 0) + 1,
    given: { ...before?.given, [kind]: shown + 1 },
    ...(finding.minor ? { minor: true } : {}),
    ...(voice ? { voice } : {}),
    ...(about ? { about } : {}),
  };
  draft.decision = { outcome: 'crisis', candidates: [], crisis: finding };
  draft.state = { ...draft.state, crisis, welcomed: true, disclosed: draft.now };
  if (level === 'certain' && draft.state.stack.length)
    draft.state = { ...draft.state, aside: draft.state.stack, stack: [] };
}

/** Whether a button is one the bot itself could have made: then its id needs no reading for danger. */
function ownButton(draft: Draft, event: Extract<Event, { type: 'picked' }>): boolean {
  if (event.at === crisisPlace) return /^[a-z_:-]{1,40}$/i.test(event.value);
  if (event.at === botPlace) return destinationOf(draft, event.value) !== undefined;
  const frame = top(draft);
  if (frame && event.at === placeOf(frame)) return valueOfPick(draft, event.value) !== undefined;
  const [dialogId, rest] = event.at.split('/');
  const program = draft.bot.programs(draft.state.locale)[dialogId ?? ''];
  const at = program?.code[program.rests[rest ?? ''] ?? -1];
  return (
    at?.op === 'ask' &&
    (['yes', 'no', skipValue].includes(event.value) || at.choices.some((c) => c.value === event.value))
  );
}
