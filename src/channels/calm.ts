import type { Locale, Outgoing } from '../core/types';

/**
 * Said when nothing else can be: the bot's own texts may be what is broken, so these two stand in the code.
 * They name no telephone number, because the country is not known here; the page lists help lines everywhere.
 */
const lastResort: Readonly<Record<Locale, { readonly text: string; readonly help: string }>> = {
  en: {
    text: 'Sorry, something went wrong on our side. What you told me before is safe. Please try again in a minute. If you may be in danger, call your local emergency number.',
    help: 'Find a help line',
  },
  es: {
    text: 'Perdona, algo ha fallado de nuestro lado. Lo que me contaste antes está a salvo. Inténtalo de nuevo en un minuto. Si puedes estar en peligro, llama al número de emergencias de tu zona.',
    help: 'Encontrar una línea de ayuda',
  },
};

/**
 * A calm sentence with a way to help, for a turn that failed.
 * @param text the bot's own sentence for this; whatever it throws is swallowed.
 */
export function calm(locale: Locale, text: (locale: Locale) => string | undefined): readonly Outgoing[] {
  const own = lastResort[locale];
  let said: string | undefined;
  try {
    said = text(locale);
  } catch {
    // The log already has the code of what failed; the person needs a sentence, not a second failure.
  }
  return [
    { type: 'say', text: said || own.text },
    { type: 'card', title: own.help, text: '', buttons: [{ label: own.help, url: 'https://findahelpline.com' }] },
  ];
}
