import { writeOneOf } from '../../core/nearest';
import type { Problem, SourceFile } from '../../core/problem';
import { menuKeys, textKeys } from '../../core/texts';
import type { Locale } from '../../core/types';
import { type Path, readYaml } from '../../core/yaml';
import type { BotTexts } from '../texts';
import { maxMessage, tooHard, tooLong } from './form';

/** Where the buttons of menus may lead. */
export interface Destinations {
  readonly dialogs: ReadonlySet<string>;
  readonly answers: ReadonlySet<string>;
}

/** The rules for messages and targets, for the bot's own texts in `bot.yaml`. */
export function lintBotTexts(source: SourceFile, bot: BotTexts, locale: Locale, known: Destinations): Problem[] {
  const file = readYaml(source);
  const problems: Problem[] = [];
  const add = (path: Path, code: string, message: string, mend: string): void => {
    problems.push({ file: source.file, ...file.place(path), code, message, mend });
  };
  for (const key of textKeys) {
    const variants = bot.texts.say[key];
    for (const [i, text] of variants.entries()) {
      const path = variants.length > 1 ? ['texts', key, 'any', i] : ['texts', key];
      const long = tooLong(text, maxMessage);
      if (long !== undefined) add(path, 'long-message', `this message has ${long}`, 'say it shorter');
      const hard = tooHard(text, locale);
      if (hard !== undefined) add(path, 'hard-to-read', hard, 'use shorter sentences and everyday words');
    }
  }
  for (const menu of menuKeys) {
    for (const [i, { to }] of bot.texts.menus[menu].entries()) {
      const [kind, id = ''] = to.split(':');
      const ids = kind === 'dialog' ? known.dialogs : kind === 'answer' ? known.answers : undefined;
      if (!ids || ids.has(id)) continue;
      add(['menus', menu, i, 'to'], 'dangling-target', `no ${kind} "${id}"`, writeOneOf(id, [...ids].slice(0, 12)));
    }
  }
  return problems;
}
