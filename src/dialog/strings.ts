import { type Document, isMap, isScalar, isSeq, parseDocument, type YAMLMap } from 'yaml';
import type { Dialog } from './dialog';
import { choiceKeys, textsOf } from './wording';

export interface Renewed {
  /** The whole file `es/<id>.yaml` as it should be. */
  readonly text: string;
  readonly added: number;
  readonly dropped: number;
  /** Pairs that wait for their Spanish, new ones included. */
  readonly empty: number;
}

/** How alike two texts are, 0 to 1: the share of their words they have in common. */
function alike(a: string, b: string): number {
  const words = (text: string): Set<string> => new Set(text.toLowerCase().match(/\p{L}+/gu) ?? []);
  const [one, two] = [words(a), words(b)];
  const both = [...one].filter((w) => two.has(w)).length;
  return both / Math.max(1, one.size + two.size - both);
}

/** From here on a dropped pair counts as the older wording of a new text. */
const reworded = 0.4;

function stringIn(map: YAMLMap, key: string): string {
  const value = map.get(key);
  return typeof value === 'string' ? value.trim() : '';
}

/** Keeps the pairs that still have their English, in the order of the script; comments stay with their pair. */
function renewPairs(doc: Document, english: readonly string[]): Omit<Renewed, 'text'> {
  const node = doc.get('texts');
  const old = isSeq(node) ? node.items.filter(isMap) : [];
  const known = new Map(old.map((pair) => [stringIn(pair, 'en'), pair]));
  const dead = old.filter((pair) => !english.includes(stringIn(pair, 'en')));
  let added = 0;
  const items = english.map((en) => {
    const there = known.get(en);
    if (there) return there;
    added += 1;
    const pair = doc.createNode({ en, es: '' }) as YAMLMap;
    const before = dead
      .map((p) => ({ es: stringIn(p, 'es'), score: alike(stringIn(p, 'en'), en) }))
      .filter((p) => p.es !== '' && p.score >= reworded)
      .sort((a, b) => b.score - a.score)[0];
    if (before) pair.commentBefore = ` the English was reworded; before: ${before.es.replace(/\s+/g, ' ')}`;
    return pair;
  });
  const list = isSeq(node) ? node : doc.createNode([]);
  if (isSeq(list)) list.items = items;
  if (list !== node) doc.set('texts', list);
  return {
    added,
    dropped: dead.length,
    empty: items.filter((pair) => stringIn(pair, 'es') === '').length,
  };
}

/** Drops words for choices that are gone; returns how many. */
function renewAlso(doc: Document, keys: readonly string[]): number {
  const also = doc.get('also');
  if (!isMap(also)) return 0;
  const gone = also.items.filter((pair) => !(isScalar(pair.key) && keys.includes(String(pair.key.value))));
  for (const pair of gone) also.delete(pair.key);
  return gone.length;
}

/**
 * The Spanish file of a dialog with a pair for every text of the script, in the script's order: new ones empty, dead
 * ones dropped. Where a text was only reworded its old Spanish stands above the new pair as a comment.
 * A file that needs no change comes back as it is, to the letter.
 */
export function renewSpanish(dialog: Dialog): Renewed {
  const before = dialog.spanish?.source.text;
  const doc = parseDocument(before ?? 'triggers: []\n');
  const { added, dropped, empty } = renewPairs(doc, [...new Set([...textsOf(dialog)].map((t) => t.text))]);
  const gone = renewAlso(doc, choiceKeys(dialog));
  const changed = before === undefined || added + dropped + gone > 0;
  const text = changed ? doc.toString({ lineWidth: 120, flowCollectionPadding: true }) : before;
  return { text, added, dropped: dropped + gone, empty };
}
