import { writeOneOf } from '../../core/nearest';
import { choiceKeys, textsOf } from '../wording';
import type { Finding, Rule } from './rule';

export const missingTranslation: Rule = {
  code: 'missing-translation',
  sentence: 'A dialog with a Spanish file has a text without Spanish, so English would stand in the middle.',
  mend: 'run `npm run strings`, then write the Spanish beside the English',
  *check(dialog): Generator<Finding> {
    const { spanish, source } = dialog;
    if (!spanish) return;
    const pairs = new Map(spanish.pairs.map((p) => [p.en, p]));
    const told = new Set<string>();
    for (const { text, path } of textsOf(dialog)) {
      const pair = pairs.get(text);
      if (pair?.es || told.has(text)) continue;
      told.add(text);
      const message = pair ? 'the Spanish of this pair is empty' : `no Spanish for this text in ${spanish.source.file}`;
      if (pair) yield { source: spanish.source, path: [...pair.path, 'es'], message, mend: 'write the Spanish' };
      else yield { source, path, message };
    }
    if (dialog.triggers.length > 0 && spanish.triggers.length === 0) {
      const mend = 'add triggers: with phrases people would write in Spanish';
      yield { source: spanish.source, path: [], message: 'no Spanish phrase starts this dialog', mend };
    }
  },
};

export const staleTranslation: Rule = {
  code: 'stale-translation',
  sentence: 'A Spanish pair translates an English text that no longer stands in the script.',
  mend: 'run `npm run strings`: it drops dead pairs and adds the new ones',
  *check(dialog): Generator<Finding> {
    const { spanish } = dialog;
    if (!spanish) return;
    const texts = new Set([...textsOf(dialog)].map((t) => t.text));
    for (const pair of spanish.pairs) {
      if (texts.has(pair.en)) continue;
      yield { source: spanish.source, path: [...pair.path, 'en'], message: 'no text in the script reads like this' };
    }
    const keys = choiceKeys(dialog);
    for (const key of Object.keys(spanish.also)) {
      if (keys.includes(key)) continue;
      const message = `no choice is called "${key}"`;
      yield { source: spanish.source, path: ['also', key], key: true, message, mend: writeOneOf(key, keys) };
    }
  },
};
