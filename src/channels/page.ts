import { createHash } from 'node:crypto';

const style =
  'body{font:1.1rem/1.6 system-ui,sans-serif;max-width:40rem;margin:3rem auto;padding:0 1rem;color:#1c2b33;background:#fbfaf7}a{color:#0b5d66}code{background:#eee9df;padding:.1em .3em;border-radius:4px}@media(prefers-color-scheme:dark){body{color:#e8ecec;background:#172024}a{color:#8fd3d9}code{background:#26343a}}';

/** Lets the page's own style through and nothing else. */
export const pagePolicy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`;

/** What stands at `/`: what this is, and where to go next. */
export function frontPage(): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Attune</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>Attune</h1>
<p>A guide to relational therapy. It answers questions, walks people through short guides and helps them look for a
therapist. It is a program: not a therapist, not a crisis service.</p>
<p>This server is running. People talk to it through a channel:</p>
<ul>
<li>Bot Framework: point your bot's messaging endpoint at <code>/api/messages</code>.</li>
<li>In a terminal: <code>npm run talk</code>.</li>
</ul>
<p>For operators: <a href="/healthz">/healthz</a> says that the process is alive, <a href="/readyz">/readyz</a> that it
can serve.</p>
<p>What it does when someone may be in danger stands on the page <a href="/safety">/safety</a>.</p>
<p>If you need help now, call your local emergency number, or find a help line at
<a href="https://findahelpline.com">findahelpline.com</a>.</p>
</main>
</body>
</html>
`;
}
