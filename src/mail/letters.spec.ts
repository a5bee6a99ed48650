import { describe, expect, it } from 'vitest';
import { contrastOf } from '../common/accent.js';
import { LOCALES } from '../common/locales.js';
import { Html, html } from './html.js';
import { type LetterKind, letterOf } from './letters.js';
import { isNobodys } from '../common/recipient-rules.js';

const FROM = { name: 'Studio & Süd', address: 'desk@studio.test' };
const SENDER = { from: FROM, publicUrl: 'https://studio.test' };
const LINK = 'https://studio.test/app/welcome#a-token';
const KINDS: readonly LetterKind[] = [
  'invitation',
  'reset',
  'change_email',
  'email_changed',
  'test',
];

describe.each(LOCALES)('letters in %s', (locale) => {
  it.each(KINDS)('%s say the same as text and as HTML', (kind) => {
    const facts = { firstName: 'Eve <b>', link: LINK };
    const written = letterOf(kind, locale, facts, SENDER);
    expect(written.subject).toContain('Studio & Süd');
    expect(written.text).toContain('Eve <b>,');
    expect(written.html).toContain('Eve &lt;b&gt;,');
    expect(written.html).toContain(`<html lang="${locale}">`);
    const isLinked = kind !== 'test' && kind !== 'email_changed';
    expect(written.text.includes(`\n${LINK}\n`)).toBe(isLinked);
    expect(written.html.includes(`href="${LINK}"`)).toBe(isLinked);
    for (const sentence of written.text.split('\n\n').slice(1, 2)) {
      expect(written.html).toContain(sentence.replaceAll('&', '&amp;'));
    }
  });

  it.each(KINDS)('%s are small, and load nothing from elsewhere', (kind) => {
    const facts = { firstName: '🏋🏽‍♀️'.repeat(100), link: LINK };
    const { text, html: page } = letterOf(kind, locale, facts, SENDER);
    expect(Buffer.byteLength(text) + Buffer.byteLength(page)).toBeLessThan(30_000);
    expect(page).not.toMatch(/<(img|link|script|style|iframe)|src=|url\(|@import/i);
    expect([...page.matchAll(/https?:[^\s"<)]+/g)].map(([url]) => new URL(url).host)).toEqual(
      expect.not.arrayContaining([expect.not.stringMatching(/^studio\.test$/)]),
    );
  });

  it('have the studio’s colour where white letters can be read on it', () => {
    const buttonOf = (color?: string) => {
      const facts = { firstName: 'Eve', link: LINK };
      const { html: page } = letterOf('invitation', locale, facts, { ...SENDER, color });
      return /<a [^>]*background:(#[0-9a-f]{6})"/.exec(page)?.[1] ?? '';
    };
    expect(buttonOf()).toBe('#0b6e69');
    expect(buttonOf('#ff0000')).toMatch(/^#[0-9a-f]{2}0000$/);
    expect(contrastOf(buttonOf('#ffff00'), '#ffffff')).toBeGreaterThanOrEqual(4.5);
  });

  it('greet nobody by a name that is not known, and break no line by one', () => {
    const of = (firstName: string) => letterOf('test', locale, { firstName }, SENDER).text;
    expect(of(' ').split('\n')[0]).toMatch(/^H[ae]llo,$/);
    expect(of('Eve\r\nBcc: x@studio.test\u2028 y').split('\n')[0]).toMatch(
      /^H[ae]llo Eve Bcc: x@studio\.test {1,2}y,$/,
    );
  });

  it('name the host where the sender has no name', () => {
    const from = { name: '', address: FROM.address };
    const { subject } = letterOf('reset', locale, { firstName: '' }, { ...SENDER, from });
    expect(subject).toContain('studio.test');
  });
});

it('the tag of HTML escapes all but HTML', () => {
  const inner = html`<b>${'<&>"\''}</b>`;
  expect(inner.text).toBe('<b>&lt;&amp;&gt;&quot;&#39;</b>');
  expect(html`${inner}${[inner, new Html('<i>')]}${''}`.text).toBe(`${inner.text}${inner.text}<i>`);
});

it.each([
  ['eve@example.com', true],
  ['eve@Gym.Example.com', true],
  ['eve@example.org', true],
  ['eve@gym.example', true],
  ['member-7@no-mail.invalid', true],
  ['eve@invalid', true],
  ['Member-7@No-Mail.invalid ', true],
  ['eve@myexample.com', false],
  ['eve@example.com.studio.test', false],
  ['example.com@studio.test', false],
])('%s is nobody’s: %s', (address, is) => {
  expect(isNobodys(address)).toBe(is);
});
