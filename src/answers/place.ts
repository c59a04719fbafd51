import { asks } from '../core/plain';
import type { Place } from '../core/types';

/** Longest name of a place, in characters; longer text is a sentence about something else. */
const maxPlaceLength = 60;
const lead =
  /^(?:(?:i(?:'m| am)?|im|we(?:'re| are)?|it(?:'s| is)?)\s+)?(?:(?:live|living|based|located|vivo|estoy)\s+)?(?:(?:in|near|around|close to|by|at|en|cerca de)\s+)?/i;

/**
 * A place as the person names it. There is no list of places yet: any short text with a word or a postcode counts,
 * and a question does not.
 */
export function readPlace(text: string): Place | undefined {
  const name = text
    .trim()
    .replace(lead, '')
    .replace(/[.!]+$/, '')
    .trim();
  if (!name || name.length > maxPlaceLength || asks(text)) return undefined;
  if (!/\p{L}{2,}|\d{4,}/u.test(name)) return undefined;
  if (name.split(/\s+/).length > 6) return undefined;
  return { name: /\p{Lu}/u.test(name) ? name : name.replace(/(^|[\s-])\p{Ll}/gu, (c) => c.toUpperCase()) };
}
