import type { Locale } from './types';

/** Every sentence the bot itself says, by its key in `dialogs/bot.yaml`. Each has one or more variants, taken in turn. */
export const textKeys = [
  'welcome',
  'disclosure',
  'reminder',
  'hello',
  'menu',
  'next',
  'ask_anything',
  'thanks',
  'bye',
  'stopped',
  'nothing_to_stop',
  'nothing_to_go_back_to',
  'nothing_to_repeat',
  'nothing_to_skip',
  'went_back',
  'restarted',
  'back_to_question',
  'back_to_dialog',
  'away',
  'changed',
  'stale_button',
  'not_understood',
  'moving_on',
  'skipped',
  'suggest',
  'fallback',
  'fallback_again',
  'after_soft_line',
  'person',
  'sources_of',
  'sources_none',
  'forgotten',
  'language',
  'language_set',
  'guides_in_english',
  'only_text',
  'directory_found',
  'directory_none',
  'directory_failed',
  'directory_link',
  'failed',
  'too_fast',
] as const;
export type TextKey = (typeof textKeys)[number];

/** Labels of the bot's own buttons. */
export const labelKeys = [
  'menu',
  'person',
  'skip',
  'yes',
  'no',
  'go_on',
  'start_over',
  'leave_it',
  'none_of_these',
  'english',
  'spanish',
  'sources',
  'open_directory',
] as const;
export type LabelKey = (typeof labelKeys)[number];

/** Where a menu's button leads; ids, never words to be searched. */
export interface MenuItem {
  readonly label: string;
  /** `dialog:<id>`, `answer:<id>`, `menu:<id>` or `command:<name>`. */
  readonly to: string;
}

export const menuKeys = ['begin', 'main', 'learn', 'next'] as const;
export type MenuKey = (typeof menuKeys)[number];

export interface Texts {
  readonly locale: Locale;
  readonly say: Readonly<Record<TextKey, readonly string[]>>;
  readonly labels: Readonly<Record<LabelKey, string>>;
  readonly menus: Readonly<Record<MenuKey, readonly MenuItem[]>>;
}
