import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { protocolHandler, protocolPage, protocolPolicy } from '../../src/channels/protocol';
import { knowledgeFolder, readFolder } from '../../src/content';
import { grade } from '../../src/core/grade';
import { locales } from '../../src/core/types';
import { createProtocol } from '../../src/safety/protocol';

const protocol = createProtocol(readFolder(knowledgeFolder));
const counters = { 'crisis/2026-11/suicide/certain/en': 17, 'crisis/2026-11/self_harm/certain/es': 3 };

/** What a reader meets: the text without its tags. */
const read = (html: string): string =>
  html
    .replace(/<style>.*?<\/style>/s, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/&#(\d+);/g, (_all, code: string) => String.fromCharCode(Number(code)))
    .replace(/\s+/g, ' ');

describe.each(locales)('the page in %s', (locale) => {
  const html = protocolPage(protocol(locale, 'US', counters));
  const text = read(html);

  test('runs no script and loads nothing', () => {
    expect(html).not.toMatch(/<script|<img|<iframe|\son\w+=|@import|url\(|\sstyle=/i);
    const style = /<style>(.*?)<\/style>/s.exec(html)?.[1] ?? '';
    expect(protocolPolicy).toContain(`'sha256-${createHash('sha256').update(style).digest('base64')}'`);
    expect(protocolPolicy).toContain("default-src 'none'");
  });

  test('links lead to help only', () => {
    const targets = [...html.matchAll(/href="([^"]*)"/g)].map((m) => m[1] ?? '');
    expect(targets.filter((t) => !/^(?:https:\/\/|tel:[\d*]+$|sms:\d+|#[\w-]+$|\/safety\?lang=)/.test(t))).toEqual([]);
    expect(targets).toEqual(expect.arrayContaining(['tel:911', 'tel:999', 'https://findahelpline.com']));
    const ids = new Set([...html.matchAll(/\sid="([^"]+)"/g)].map((m) => `#${m[1]}`));
    expect(targets.filter((t) => t.startsWith('#') && !ids.has(t))).toEqual([]);
  });

  test('says of every line whether a person has checked it, and where it was read', () => {
    const lines = html.match(/<h4>/g)?.length ?? 0;
    expect(lines).toBeGreaterThan(50);
    const unchecked = locale === 'es' ? 'Sin comprobar por una persona' : 'Not yet checked by a person';
    expect(text.split(unchecked).length - 1).toBe(lines);
    expect(text).toContain('988lifeline.org');
  });

  test('shows large counts and hides small ones', () => {
    expect(html).toMatch(/<td>17<\/td>/);
    expect(html).not.toMatch(/<td>3<\/td>/);
    expect(text).toMatch(locale === 'es' ? /menos de 5 cada uno/ : /fewer than 5 each/);
  });

  test('reads at grade 8 or below', () => {
    const page = protocol(locale, 'US', {});
    const told = page.sections.flatMap((s) =>
      s.blocks.flatMap((b) => (b.type === 'text' ? [b.text] : b.type === 'list' ? b.items : [])),
    );
    expect(grade([page.lead, page.help.text, ...told].join(' '), locale)).toBeLessThanOrEqual(8);
  });

  test('has one first heading, a language, and headings without a gap', () => {
    expect(html).toContain(`<html lang="${locale}">`);
    const levels = [...html.matchAll(/<h([1-6])[ >]/g)].map((m) => Number(m[1]));
    expect(levels.filter((l) => l === 1)).toHaveLength(1);
    expect(levels.filter((l, i) => l > (levels[i - 1] ?? 0) + 1)).toEqual([]);
  });
});

test('without a country only the list for every country leads', () => {
  expect(protocol('en', undefined, {}).help.links).toEqual([
    { label: 'findahelpline.com', url: 'https://findahelpline.com' },
  ]);
});

test('what stands in the content cannot become markup', () => {
  const page = protocol('en', 'US', {});
  const html = protocolPage({ ...page, title: '<script>alert("1")</script>' });
  expect(html).not.toContain('<script>');
  expect(read(html)).toContain('<script>alert("1")</script>');
});

describe('contrast of text on its ground, WCAG 2.2 AA', () => {
  const style = /<style>(.*?)<\/style>/s.exec(protocolPage(protocol('en', 'US', {})))?.[1] ?? '';
  const [light = '', dark = ''] = [...style.matchAll(/:root\{(.*?)\}/g)].map((m) => m[1] ?? '');
  const luminance = (hex: string): number => {
    const [r = 0, g = 0, b = 0] = [1, 3, 5]
      .map((i) => Number.parseInt(hex.slice(i, i + 2), 16) / 255)
      .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const pairs = [
    ['ink', 'ground'],
    ['soft', 'ground'],
    ['accent', 'ground'],
    ['ink', 'paper'],
    ['soft', 'paper'],
    ['accent', 'paper'],
    ['paper', 'accent'],
    ['ink', 'tint'],
    ['accent', 'tint'],
    ['warm-ink', 'warm'],
  ] as const;
  test.each([
    ['light', light],
    ['dark', dark],
  ])('%s', (_name, block) => {
    const colour = (name: string): string => new RegExp(`--${name}:(#[0-9a-f]{6})`).exec(block)?.[1] ?? 'missing';
    const low = pairs.filter(([text, ground]) => {
      const [a, b] = [luminance(colour(text)), luminance(colour(ground))];
      return !((Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) >= 4.5);
    });
    expect(low).toEqual([]);
  });
});

describe('GET /safety', () => {
  async function get(url: string, language?: string, fail = false) {
    let body = '';
    const headers: Record<string, unknown> = {};
    const logged: string[] = [];
    const response = {
      headersSent: false,
      destroyed: false,
      setHeader: (name: string, value: unknown) => {
        headers[name] = value;
      },
      writeHead: (status: number, more: object) => Object.assign(headers, more, { status }),
      end: (text: string) => {
        body = text;
      },
    } as unknown as ServerResponse;
    const handler = protocolHandler({
      page: (locale, counted) => protocol(locale, 'GB', counted),
      counters: async () => {
        if (fail) throw new Error('the disk is gone');
        return counters;
      },
      locale: 'en',
      log: (_level, event) => {
        logged.push(event);
      },
    });
    await handler({ url, headers: { 'accept-language': language } } as IncomingMessage, response, {});
    return { body, headers, logged };
  }

  test.each([
    ['/safety', undefined, 'en'],
    ['/safety', 'de, es-MX;q=0.8, en;q=0.5', 'es'],
    ['/safety?lang=en', 'es', 'en'],
    ['/safety?lang=es', 'en', 'es'],
    ['/safety?lang=xx', undefined, 'en'],
  ])('%s for a browser that speaks %s is in %s', async (url, language, locale) => {
    const { body, headers } = await get(url, language);
    expect(body).toContain(`<html lang="${locale}">`);
    expect(headers).toMatchObject({ status: 200, 'Content-Security-Policy': protocolPolicy });
  });

  test('stands when the counts cannot be read', async () => {
    const { body, logged } = await get('/safety', 'en', true);
    expect(read(body)).toContain('The counts cannot be read just now.');
    expect(body).toContain('tel:999');
    expect(logged).toEqual(['counters-failed']);
  });
});
