import type { Countries } from './countries';
import { bareWords, placeWords } from './place-words';

/** Longest name of a place, in words. */
const longestName = 5;

/** Words in front of a place that say the writer is there. English, then Spanish. */
const here =
  /\b(?:(?:i am|im|we are|were|i live|im living|i am living|i stay|i am based|im based|based|i am located|i reside|calling|writing|texting|here) (?:\w+ )?(?:in|from)|i moved to|(?:estoy|vivo|vivimos|estamos|resido|escribo|llamo|me encuentro)(?: aqui| aca| ahora)? (?:en|desde)|me mude a)(?= )/g;
/** The same for a search: people look for a therapist where they are. */
const searching =
  /\b(?:therapists?|therapy|counsell?ors?|counsell?ing|psychologists?|psychiatrists?|help|someone|terapeutas?|terapia|psicologos?|psicologas?|psicologia|ayuda|alguien)(?: \w+){0,3} (?:in|near|around|en|cerca de|por)(?= )/g;
const negated = /\b(?:not|dont|isnt|aint|never|no|nunca|tampoco)(?: \w+){0,2}$/;

/** Words around a place that was typed as an answer: "no, Canada please", "soy de México". */
const filler =
  /^(?:(?:no|sorry|actually|well|oh|hi|hey|its|it is|that is|in|im|i am|from|i live|live|living|the|country|my country is|we are|perdon|pues|es|en|estoy|vivo|soy|de|desde|el|la|los|las|mi pais es|pais|un|una) )+/;
const tail = /(?: (?:please|thanks|thank you|not the us|not usa|now|here|por favor|gracias|ahora|aqui))+$/;

/**
 * The country a message says its writer is in: "I live in Ireland", "a therapist near Toronto", "estoy en México".
 * undefined when it does not say, or names two.
 */
export function readCountry(text: string, countries: Countries): string | undefined {
  const said = bareWords(text.replace(/\bUS\b/g, 'usa'));
  const found = new Set<string>();
  for (const frame of [here, searching]) {
    for (const match of said.matchAll(frame)) {
      if (negated.test(said.slice(0, match.index).trimEnd()) || / (?:not|never) /.test(match[0])) continue;
      const country = longestPlace(said.slice(match.index + match[0].length).trim(), countries.names);
      if (country) found.add(country);
    }
    if (found.size) break;
  }
  return found.size === 1 ? [...found][0] : undefined;
}

/**
 * A message that is nothing but a place: "canada", "no, I'm in the UK". With `asked` also "I'm Irish".
 * undefined: it is something else, or "not in the US".
 */
export function typedCountry(text: string, countries: Countries, asked: boolean): string | undefined {
  const said = bareWords(text);
  if (said.split(' ').length > 10) return undefined;
  for (const bare of [
    said,
    said.replace(tail, ''),
    said.replace(filler, ''),
    said.replace(tail, '').replace(filler, ''),
  ]) {
    const key = placeWords(bare);
    const country = countries.names.get(key) ?? (asked ? countries.people.get(key) : undefined);
    if (country && !/\bnot\b/.test(said.replace(tail, '')) && !/^no (?:estoy|vivo|soy)\b/.test(said)) return country;
  }
  return readCountry(text, countries);
}

/** The longest name the words begin with. */
function longestPlace(words: string, names: ReadonlyMap<string, string>): string | undefined {
  const first = placeWords(words).split(' ').slice(0, longestName);
  for (let n = first.length; n > 0; n -= 1) {
    const name = first.slice(0, n).join(' ');
    const country = names.get(name);
    // "near us" is no country.
    if (country && (name !== 'us' || words.startsWith('the '))) return country;
  }
  return undefined;
}
