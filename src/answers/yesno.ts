import { asks, bare, plain } from '../core/plain';
import type { Locale } from '../core/types';

const list = (words: string): readonly string[] => words.split(',').map((w) => w.trim());

const yes: Readonly<Record<Locale, readonly string[]>> = {
  en: list(`yes,y,ye,yeah,yea,yep,yup,yess,sure,ok,okay,k,of course,definitely,absolutely,please,please do,go on,go ahead,
    lets go,lets do it,i do,i am,i would,i think so,sounds good,fine,alright,right,correct,true,exactly,why not,a bit,
    a little,kind of,i guess,i guess so,👍`),
  es: list(`si,s,claro,por supuesto,vale,ok,okay,dale,de acuerdo,esta bien,adelante,creo que si,eso es,correcto,exacto,
    desde luego,sip,un poco,👍`),
};
const no: Readonly<Record<Locale, readonly string[]>> = {
  en: list(`no,n,nope,nah,no thank you,not now,not really,not yet,not at all,not today,never,i dont,i do not,i dont think so,
    i am not,im not,im good,im ok,no im good,no need,dont,maybe later,later,rather not,id rather not,👎`),
  es: list(`no,ahora no,todavia no,aun no,nunca,la verdad no,no realmente,para nada,mejor no,no quiero,no lo creo,
    creo que no,quizas luego,luego,nop,👎`),
};
const thumbs = new Set(['👍', '👎']);

/** Reads yes or no. "it depends" and "maybe" are neither. Whole phrases first, then a leading word. */
export function readYesNo(text: string, locale: Locale): 'yes' | 'no' | undefined {
  const said = thumbs.has(text.trim()) ? text.trim() : bare(text);
  const whole = plain(text);
  for (const words of [said, whole]) {
    if (no[locale].includes(words)) return 'no';
    if (yes[locale].includes(words)) return 'yes';
  }
  if (asks(text)) return undefined;
  const first = whole.split(' ')[0] ?? '';
  if (['no', 'nope', 'nah'].includes(first)) return 'no';
  const agrees = ['yes', 'yeah', 'yep', 'yup', 'sure', 'si', 'claro'].includes(first);
  return agrees && !/\b(but|pero)\b/.test(whole) ? 'yes' : undefined;
}

const skipping: Readonly<Record<Locale, readonly string[]>> = {
  en: list(`skip,skip it,skip this,skip that,pass,next,no preference,i dont mind,dont mind,dont care,i dont care,
    doesnt matter,it doesnt matter,any,anything,whatever,no idea,not sure,im not sure,i dont know,dont know,idk,none,no,
    nothing,prefer not to say,rather not say,id rather not say,no limit`),
  es: list(`saltar,omitir,pasar,paso,siguiente,sin preferencia,me da igual,da igual,no importa,cualquiera,no se,
    no estoy seguro,no estoy segura,ninguno,ninguna,nada,no,prefiero no decirlo,sin limite`),
};

/** Whether the person leaves an optional question open: "skip", "no preference", "I don't know". */
export function declines(text: string, locale: Locale): boolean {
  return skipping[locale].includes(bare(text));
}
