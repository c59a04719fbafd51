import { createHash } from 'node:crypto';
import type { Protocol, ProtocolBlock, ProtocolLine, ProtocolPlace } from '../core/protocol';
import { type Link, type Locale, locales } from '../core/types';
import type { Handler } from './http';
import { errorFields, type Log } from './log';
import { writeReply } from './reply';

/**
 * The page's style. Colours pass WCAG AA on their own ground, in light and in dark; the accent is never the only sign.
 * Order on the screen is order in the text, so that a screen reader tells the same story.
 */
const style = `
:root{color-scheme:light dark;--ground:#f7f5f0;--paper:#fffefb;--ink:#22302f;--soft:#55625f;--line:#ddd8cc;--accent:#0f5c5c;
--tint:#e6efec;--warm:#f6ecdd;--warm-ink:#6b4a16;--focus:#0f5c5c}
@media(prefers-color-scheme:dark){:root{--ground:#141c1d;--paper:#1b2526;--ink:#e6ebe8;--soft:#a9b5b1;--line:#314042;
--accent:#8fd0c8;--tint:#1f3434;--warm:#332b1d;--warm-ink:#e8c88d;--focus:#8fd0c8}}
*{box-sizing:border-box}
html{scroll-behavior:smooth;-webkit-text-size-adjust:100%}
@media(prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
body{margin:0;background:var(--ground);color:var(--ink);font:1.0625rem/1.65 system-ui,-apple-system,"Segoe UI",
Roboto,"Noto Sans",sans-serif;overflow-wrap:break-word}
h1,h2,h3,.bar p{font-family:ui-serif,"Iowan Old Style","Palatino Linotype",Palatino,"Noto Serif",Georgia,serif;font-weight:600}
a{color:var(--accent);text-underline-offset:.2em;text-decoration-thickness:1px}
a:hover{text-decoration-thickness:2px}
:focus-visible{outline:3px solid var(--focus);outline-offset:3px;border-radius:4px}
.skip{position:absolute;left:-100rem;top:0;background:var(--paper);padding:.75rem 1rem;z-index:1}
.skip:focus{left:1rem;top:1rem}
.bar{display:flex;flex-wrap:wrap;gap:.25rem 1.5rem;justify-content:space-between;align-items:center;
max-width:68rem;margin:0 auto;padding:1rem 1.25rem 0}
.bar p{margin:0;font-size:1.15rem}
.bar a{padding:.6rem 0}
.top{max-width:68rem;margin:0 auto;padding:2.25rem 1.25rem 2rem}
h1{font-size:clamp(1.75rem,1.2rem + 2.4vw,2.75rem);line-height:1.2;letter-spacing:-.015em;margin:0 0 1rem;max-width:20em;
text-wrap:balance}
.lead{font-size:1.15rem;max-width:38em;margin:0;color:var(--soft)}
.help{margin:2rem 0 0;background:var(--tint);border-left:4px solid var(--accent);border-radius:0 .9rem .9rem 0;padding:1.25rem 1.4rem}
.help h2{font-size:1.2rem;margin:0 0 .35rem}
.help p{margin:0 0 1rem;max-width:44em}
.links{list-style:none;display:flex;flex-wrap:wrap;gap:.6rem;margin:0;padding:0}
.links a{display:inline-block;min-height:2.75rem;padding:.55rem 1rem;border:1px solid var(--accent);border-radius:1.4rem;
background:var(--paper);color:var(--accent);text-decoration:none;font-weight:600;line-height:1.5}
.links a:hover{background:var(--accent);color:var(--paper)}
.help .links li:first-child a{background:var(--accent);color:var(--paper)}
.help .links li:first-child a:hover{text-decoration:underline}
.page{max-width:68rem;margin:0 auto;padding:0 1.25rem 4rem}
nav.contents{margin:0 0 2.5rem;padding:1rem 0;border-top:1px solid var(--line);border-bottom:1px solid var(--line)}
nav h2{font-family:inherit;font-size:.9rem;margin:0 0 .35rem;color:var(--soft)}
nav ul{list-style:none;margin:0;padding:0}
nav a{display:block;padding:.45rem 0;text-decoration:none}
nav a:hover{text-decoration:underline}
section{margin:0 0 3.25rem;scroll-margin-top:1.5rem}
section>h2{font-size:1.5rem;line-height:1.25;letter-spacing:-.01em;margin:0 0 .9rem}
section>p,section>ul,section>ol{max-width:40em}
section>p{margin:0 0 1rem}
section>ul,section>ol{margin:0;padding-left:1.4rem}
section>ul>li,section>ol>li{margin:0 0 .6rem;padding-left:.25rem}
section>ul>li::marker,section>ol>li::marker{color:var(--accent);font-weight:600}
dl{margin:0;display:grid;gap:.75rem}
dl div{background:var(--paper);border:1px solid var(--line);border-radius:.9rem;padding:1rem 1.15rem}
dt{font-weight:650}
dd{margin:.15rem 0 0;color:var(--soft)}
details{border-top:1px solid var(--line);scroll-margin-top:1.5rem}
details:last-child{border-bottom:1px solid var(--line)}
summary{display:flex;gap:.35rem .9rem;align-items:baseline;padding:.85rem .15rem;cursor:pointer;list-style:none}
summary::-webkit-details-marker{display:none}
summary::before{content:"";flex:none;width:.5rem;height:.5rem;border:solid var(--accent);border-width:0 2px 2px 0;
transform:rotate(-45deg);margin-right:.15rem;translate:0 -.1rem}
details[open]>summary::before{transform:rotate(45deg)}
summary:hover h3{text-decoration:underline;text-underline-offset:.2em;text-decoration-thickness:1px}
summary h3{font-size:1.15rem;margin:0;flex:1}
summary span{color:var(--soft);white-space:nowrap}
.inside{padding:.35rem 0 1.75rem}
.inside>.links{margin:0 0 1rem}
.note{color:var(--soft);font-size:.95rem;margin:0 0 .85rem;max-width:44em}
.cards{list-style:none;margin:0;padding:0;display:grid;gap:.85rem}
.cards>li{background:var(--paper);border:1px solid var(--line);border-radius:.9rem;padding:1.05rem 1.15rem;margin:0;
display:flex;flex-direction:column;gap:.6rem}
.cards h4{font-size:1.05rem;font-weight:650;margin:0;line-height:1.35}
.cards .links{gap:.5rem}
.cards .links li{margin:0;padding:0}
.cards .links a{padding:.5rem .9rem;font-size:1rem}
.facts{margin:0;color:var(--soft);font-size:.95rem;line-height:1.5}
.state{margin:auto 0 0;padding-top:.35rem;font-size:.875rem;line-height:1.5;color:var(--soft)}
.state span{display:inline-block;background:var(--warm);color:var(--warm-ink);border-radius:.5rem;padding:.1rem .55rem;
margin:0 0 .3rem}
.state .checked{background:var(--tint);color:var(--accent)}
.table{overflow-x:auto;border:1px solid var(--line);border-radius:.9rem;background:var(--paper)}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
caption{text-align:left;padding:.9rem 1.15rem .5rem;font-weight:650}
th,td{text-align:left;vertical-align:top;padding:.55rem 1.15rem;border-top:1px solid var(--line)}
th{font-size:.9rem;color:var(--soft);font-weight:600}
th:last-child,td:last-child{text-align:right}
@media(min-width:40rem){dl{grid-template-columns:1fr 1fr}.cards{grid-template-columns:1fr 1fr}}
@media(min-width:60rem){.page{display:grid;grid-template-columns:13rem minmax(0,1fr);gap:0 4rem;align-items:start}
nav.contents{position:sticky;top:1.5rem;border:0;padding:.35rem 0}
.top{padding-top:3rem;padding-bottom:3.5rem}}
@media print{nav,.skip,.bar a{display:none}details::details-content{content-visibility:visible;display:block}body{background:#fff;color:#000}.page{display:block}
.cards>li,dl div{break-inside:avoid}}
`.replace(/\n/g, '');

/** Lets the page's own style through and nothing else. */
export const protocolPolicy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`;

/** The public page about safety: one document, no script, no image, nothing from elsewhere. */
export function protocolPage(page: Protocol): string {
  const { locale, title, lead, other, help, contents, skip, sections } = page;
  return `<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="description" content="${safe(lead)}">
<title>${safe(title)} · Attune</title>
<link rel="alternate" hreflang="${other.locale}" href="/safety?lang=${other.locale}">
<style>${style}</style>
</head>
<body>
<a class="skip" href="#text">${safe(skip)}</a>
<header>
<div class="bar">
<p>Attune</p>
<a href="/safety?lang=${other.locale}" lang="${other.locale}" hreflang="${other.locale}" aria-label="${safe(other.page)}">${safe(other.label)}</a>
</div>
<div class="top">
<h1>${safe(title)}</h1>
<p class="lead">${safe(lead)}</p>
<div class="help" role="region" aria-labelledby="help">
<h2 id="help">${safe(help.title)}</h2>
<p>${safe(help.text)}</p>
${links(help.links)}
</div>
</div>
</header>
<div class="page">
<nav class="contents" aria-labelledby="contents">
<h2 id="contents">${safe(contents)}</h2>
<ul>
${sections.map((s) => `<li><a href="#${s.id}">${safe(s.title)}</a></li>`).join('\n')}
</ul>
</nav>
<main id="text" tabindex="-1">
${sections.map((s) => `<section id="${s.id}" aria-labelledby="${s.id}-title">\n<h2 id="${s.id}-title">${safe(s.title)}</h2>\n${s.blocks.map(block).join('\n')}\n</section>`).join('\n')}
</main>
</div>
</body>
</html>
`;
}

function block(one: ProtocolBlock): string {
  switch (one.type) {
    case 'text':
      return `<p>${safe(one.text)}</p>`;
    case 'list': {
      const tag = one.ordered ? 'ol' : 'ul';
      return `<${tag}>\n${one.items.map((item) => `<li>${safe(item)}</li>`).join('\n')}\n</${tag}>`;
    }
    case 'terms':
      return `<dl>\n${one.terms.map(({ term, text }) => `<div><dt>${safe(term)}</dt><dd>${safe(text)}</dd></div>`).join('\n')}\n</dl>`;
    case 'places':
      return one.places.map(place).join('\n');
    case 'table': {
      const head = one.columns.map((c) => `<th scope="col">${safe(c)}</th>`).join('');
      const rows = one.rows.map((row) => `<tr>${row.map((cell) => `<td>${safe(cell)}</td>`).join('')}</tr>`).join('\n');
      // A table that scrolls sideways must be reachable by keyboard.
      return `<div class="table" role="region" aria-label="${safe(one.caption)}" tabindex="0"><table>\n<caption>${safe(one.caption)}</caption>\n<thead><tr>${head}</tr></thead>\n<tbody>\n${rows}\n</tbody>\n</table></div>`;
    }
  }
}

/** Closed but for the default country: on a phone the list of places is then one screen, not twenty. */
function place({ id, name, emergency, note, open, lines }: ProtocolPlace): string {
  const number = emergency ? `<span>${safe(emergency.short)}</span>` : '';
  const call = emergency ? `${links([emergency])}\n` : '';
  const more = note ? `<p class="note">${safe(note)}</p>\n` : '';
  return `<details id="${id}"${open ? ' open' : ''}>
<summary><h3>${safe(name)}</h3>${number}</summary>
<div class="inside">
${call}${more}<ul class="cards">
${lines.map(line).join('\n')}
</ul>
</div>
</details>`;
}

function line({ name, links: own, facts, state, checked, source }: ProtocolLine): string {
  const about = facts.length ? `<p class="facts">${facts.map(safe).join(' · ')}</p>\n` : '';
  return `<li>
<h4>${safe(name)}</h4>
${links(own)}
${about}<p class="state"><span${checked ? ' class="checked"' : ''}>${safe(state)}</span><br>${safe(source)}</p>
</li>`;
}

function links(all: readonly Link[]): string {
  return `<ul class="links">\n${all.map((l) => `<li><a href="${href(l)}">${safe(l.label)}</a></li>`).join('\n')}\n</ul>`;
}

/** Only what a person can follow to help; anything else leads nowhere. */
function href({ url }: Link): string {
  return /^(?:https:|tel:|sms:)/.test(url) ? safe(url) : '#';
}

function safe(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** What the page's route needs: the page as data, and the counters, which may fail without taking the page along. */
export interface ProtocolParts {
  readonly page: (locale: Locale, counters: Readonly<Record<string, number>> | undefined) => Protocol;
  readonly counters: () => Promise<Readonly<Record<string, number>>>;
  /** Where neither the address nor the browser asks for a language. */
  readonly locale: Locale;
  readonly log: Log;
}

/** `GET /safety`, with `?lang=es` for the other language. */
export function protocolHandler({ page, counters, locale, log }: ProtocolParts): Handler {
  return async (request, response) => {
    const asked = new URL(request.url ?? '/', 'http://localhost').searchParams.get('lang');
    const wanted = localeAsked(asked, request.headers['accept-language']) ?? locale;
    const counted = await counters().catch((error: unknown) => {
      log('error', 'counters-failed', errorFields(error));
      return undefined;
    });
    response.setHeader('Content-Security-Policy', protocolPolicy);
    response.setHeader('Vary', 'Accept-Language');
    writeReply(response, 200, 'text/html; charset=utf-8', protocolPage(page(wanted, counted)));
  };
}

/** The first language of ours in the address, else in the browser's list, in its order. */
function localeAsked(lang: string | null, header: string | undefined): Locale | undefined {
  const tags = [lang ?? '', ...(header ?? '').slice(0, 200).split(',')].map((tag) =>
    tag.trim().slice(0, 2).toLowerCase(),
  );
  return tags.map((tag) => locales.find((l) => l === tag)).find((l) => l !== undefined);
}
