import type { CrisisAnswer, Outgoing, Safety } from '../core/types';
import { bareWords } from './place-words';
import { typedCountry } from './read-country';
import {
  audienceOf,
  contactsOf,
  crisisPlace,
  helpFor,
  optionsFor,
  type Person,
  personOf,
  type ReplyContent,
  readAlong,
  spell,
} from './reply';
import { cardFor, type Heard, type ReplyTexts } from './reply-texts';

type Said = Parameters<Safety['answer']>[0];
type Context = Parameters<Safety['answer']>[1];

/** Countries offered as buttons, the likeliest first. */
const offeredCountries = {
  en: ['US', 'GB', 'CA', 'AU', 'IE', 'NZ', 'IN', 'MX', 'ES'],
  es: ['MX', 'ES', 'US', 'CA', 'GB', 'IE', 'AU', 'NZ', 'IN'],
} as const;

/** What a button or a few typed words lead to after a crisis reply; undefined: not ours. */
export function answerTo(content: ReplyContent, said: Said, context: Context): CrisisAnswer | undefined {
  if (said.type === 'picked') return pickedAnswer(content, said.value, context);
  if (!context.memory) return undefined;
  const offered = context.offered?.map((o) => o.value) ?? [];
  const typed = typedCountry(
    said.text,
    content.countries,
    offered.some((v) => v.startsWith('country:')),
  );
  if (typed) return newCountry(content, typed, context);
  const texts = content.texts[context.locale];
  for (const kind of ['country', 'no', 'skip', 'unsure', 'yes'] as const) {
    const heard = hears(texts, kind, said.text);
    if (!heard) continue;
    // "Yes", "not sure" and "skip" mean something only where the check was asked.
    if (kind !== 'country' && kind !== 'no' && (heard === 'asks' || !offered.includes(kind))) continue;
    if (kind === 'no' && heard === 'asks') return { out: [notNow(content, 'no', context, true)], goOn: true };
    return pickedAnswer(content, kind, context);
  }
  if (offered.includes('no') && /^(?:no|nope|nah)$/.test(bareWords(said.text)))
    return pickedAnswer(content, 'no', context);
  return undefined;
}

/** Small words in front of what matters, and small words in between. */
const lead =
  /^(?:(?:no|nah|oh|ok|okay|sorry|haha|relax|well|but|i mean|perdon|tranquil[oa]|bueno|pero|jaja|uy|ay|wait|hey) )+/;
const fillers =
  /\b(?:just|only|really|totally|honestly|actually|lol|lmao|btw|seriously|completely|solo|solamente|realmente)\b/g;
/** All that may follow a phrase in its sentence: "I'm fine now thanks". "I'm fine with dying" says something else. */
const after =
  /^(?:(?:now|today|again|here|though|anymore|at all|for now|thanks|thank you|thx|ty|sorry|ok|okay|please|pls|dude|man|bro|and safe|and well|i promise|i swear|ya|ahora|hoy|gracias|de verdad|perdon|vale|por favor|te lo juro|nada mas)(?: |$))+$/;
/** What begins a question that the message also asks. */
const asking =
  /\b(?:what|how|why|when|where|which|who|can you|could you|tell me|que es|como|cuanto|cuanta|cual|donde|puedes|dime)\b/;

function phraseOf(text: string): string {
  return bareWords(text).replace(fillers, ' ').replace(/\s+/g, ' ').trim();
}

/** Whether a message says one of the phrases: and nothing else, or before it asks something too. */
function hears(texts: ReplyTexts, kind: Heard, text: string): 'only' | 'asks' | undefined {
  const phrases = texts.heard[kind].map(phraseOf);
  const parts = [text, ...text.split(/[.!?;,\n]+/)].map(phraseOf).flatMap((part) => [part, part.replace(lead, '')]);
  // A short part may go on after the phrase: "I'm fine now thanks". A long one says something else.
  const found = phrases.find((p) =>
    parts.some((part) => {
      return part === p || (part.startsWith(`${p} `) && after.test(part.slice(p.length + 1)));
    }),
  );
  if (found === undefined) return undefined;
  const rest = phraseOf(text).split(found).slice(1).join(found);
  return rest.includes(' ') && (text.includes('?') || asking.test(rest)) ? 'asks' : 'only';
}

function pickedAnswer(content: ReplyContent, value: string, context: Context): CrisisAnswer | undefined {
  if (value.startsWith('country:')) return newCountry(content, value.slice('country:'.length), context);
  switch (value) {
    case 'resume':
      return { out: [], resume: true };
    case 'country':
      return { out: [askCountry(content, context)] };
    case 'leave':
    case 'device':
      return { out: [onDevices(content, value, context)] };
    case 'yes':
      return { out: [inDanger(content, context)], urgent: true };
    case 'no':
    case 'skip':
    case 'unsure':
      return { out: [notNow(content, value, context)] };
    default:
      return undefined;
  }
}

function askCountry(content: ReplyContent, context: Context): Outgoing {
  const { locale, country } = context;
  const texts = content.texts[locale];
  const options = offeredCountries[locale].flatMap((code) => {
    const place = code === country ? undefined : content.countries.of(code);
    return place ? [{ label: place.short[locale], at: crisisPlace, value: `country:${code}` }] : [];
  });
  return { type: 'say', text: texts.answers.ask_country, options };
}

/** The lines of the place the person named, for what was said before. */
function newCountry(content: ReplyContent, code: string, context: Context): CrisisAnswer {
  const { locale, memory, waiting } = context;
  const texts = content.texts[locale];
  const country = content.countries.of(code);
  if (!country) return { out: [{ type: 'say', text: texts.answers.unknown_country }] };
  const person = personOf(memory);
  const help = helpFor(content, person, { locale, country: country.code, waiting });
  const opening = country.emergency ? texts.answers.country_known : texts.answers.country_unknown;
  const urgent = memory?.urgent ?? false;
  return {
    country: country.code,
    out: [
      card(
        person,
        memory?.level ?? 'certain',
        urgent,
        spell([opening, '$lines', '$program'], help),
        contactsOf(help, true),
        {
          texts,
          waiting,
          safe: memory?.level === 'certain',
          device: readAlong(person),
        },
      ),
    ],
  };
}

/** "Yes, in danger": the emergency number first. */
function inDanger(content: ReplyContent, context: Context): Outgoing {
  const { locale, memory, waiting } = context;
  const texts = content.texts[locale];
  const person = personOf(memory);
  const help = helpFor(content, person, context);
  const variants = cardFor(texts, person.label, audienceOf(person), 'urgent_later') ?? [];
  const written = variants[(memory?.turns ?? 0) % Math.max(1, variants.length)] ?? '';
  return card(person, 'certain', true, spell([written, '$program'], help), contactsOf(help, true), {
    texts,
    waiting,
    safe: true,
    device: readAlong(person),
  });
}

/** A denial is believed, a skipped question is left; the number stays and the way back is open. */
function notNow(content: ReplyContent, value: 'no' | 'skip' | 'unsure', context: Context, goesOn = false): Outgoing {
  const { locale, memory, waiting } = context;
  const texts = content.texts[locale];
  const person = personOf(memory);
  const help = helpFor(content, person, context);
  const variants = texts.answers[value];
  const written = variants[(memory?.turns ?? 0) % variants.length] ?? '';
  const after = value === 'no' && !goesOn ? [waiting ? texts.answers.go_on : texts.answers.next] : [];
  return card(person, 'possible', false, spell([written, ...after], help), contactsOf(help, value === 'unsure'), {
    texts,
    waiting,
    safe: value === 'unsure',
    device: readAlong(person),
  });
}

function onDevices(content: ReplyContent, value: 'leave' | 'device', context: Context): Outgoing {
  const texts = content.texts[context.locale];
  const text = value === 'leave' ? texts.answers.leave : texts.answers.device.join('\n\n');
  const options = optionsFor(texts, { check: false, safe: false, device: true, waiting: context.waiting });
  return { type: 'say', text, options: options.filter((o) => o.value !== value) };
}

function card(
  person: Person,
  level: 'possible' | 'certain',
  urgent: boolean,
  paragraphs: readonly string[],
  contacts: ReturnType<typeof contactsOf>,
  under: { readonly texts: ReplyTexts; readonly waiting: boolean; readonly safe: boolean; readonly device: boolean },
): Outgoing {
  const { texts, waiting, safe, device } = under;
  const options = optionsFor(texts, { check: false, safe, device, waiting });
  return { type: 'crisis', label: person.label, level, urgent, paragraphs, contacts, options };
}
