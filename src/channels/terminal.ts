import type { Option, Outgoing } from '../core/types';

/** How text is dressed; without colour every member is the identity. */
export interface Style {
  readonly strong: (text: string) => string;
  readonly quiet: (text: string) => string;
  readonly choice: (text: string) => string;
  readonly urgent: (text: string) => string;
}

const sgr = (codes: string) => (text: string) => `\u001b[${codes}m${text}\u001b[0m`;
const same = (text: string): string => text;
export const colours: Style = { strong: sgr('1'), quiet: sgr('2'), choice: sgr('36'), urgent: sgr('1;33') };
export const noColours: Style = { strong: same, quiet: same, choice: same, urgent: same };

/** Longest line, in characters. */
const width = 88;

/** Breaks a text into lines of at most `width` characters; longer words stay whole. */
export function wrap(text: string, indent = ''): string {
  return text
    .split('\n')
    .map((paragraph) => {
      const lines: string[] = [];
      let line = '';
      for (const word of paragraph.split(' ')) {
        if (line && `${line} ${word}`.length > width - indent.length) {
          lines.push(line);
          line = word;
        } else line = line ? `${line} ${word}` : word;
      }
      lines.push(line);
      return lines.map((l) => (l ? indent + l : l)).join('\n');
    })
    .join('\n');
}

function choices(options: readonly Option[] | undefined, style: Style): string[] {
  return (options ?? []).map((option, i) => style.choice(`  ${i + 1}) ${option.label}`));
}

/** `url` as a person reads it: `tel:988` is `988`. */
function address(url: string): string {
  return url.replace(/^(?:tel|sms):/, '');
}

/** One message as lines of text, with numbered choices. Pure, so that it can be tested as a table. */
export function terminalLines(message: Outgoing, style: Style): string[] {
  switch (message.type) {
    case 'say':
      return [wrap(message.text), ...choices(message.options, style)];
    case 'answer':
      return [
        style.strong(message.title),
        ...message.bubbles.flatMap((bubble, i) => (i ? ['', wrap(bubble)] : [wrap(bubble)])),
        ...(message.sources.length
          ? [style.quiet(wrap(`Sources: ${message.sources.map((s) => s.label).join('; ')}`))]
          : []),
        ...choices(message.options, style),
      ];
    case 'crisis':
      return [
        ...message.paragraphs.map((p, i) => (i ? wrap(p) : style.urgent(wrap(p)))),
        ...message.contacts.map((c) =>
          style.strong(`  * ${c.label}${labelHas(c.label, c.url) ? '' : `: ${address(c.url)}`}`),
        ),
        ...choices(message.options, style),
      ];
    case 'card':
      return [
        ...(message.text ? [style.strong(message.title), wrap(message.text)] : []),
        ...message.buttons.map((b) => `  - ${b.label}: ${address(b.url)}`),
      ];
    case 'sheet':
      return [style.strong(message.title), ...message.lines.map((line) => wrap(`- ${line}`))];
    case 'therapists':
      return message.list.flatMap((t) => [
        style.strong(t.name),
        ...t.lines.map((l) => wrap(l, '  ')),
        ...t.links.map((l) => `  ${l.label}: ${address(l.url)}`),
      ]);
    case 'pause':
      return [];
  }
}

function labelHas(label: string, url: string): boolean {
  const digits = (text: string): string => text.replace(/\D/g, '');
  const number = digits(address(url).split('?')[0] ?? '');
  return number !== '' && digits(label).includes(number);
}
