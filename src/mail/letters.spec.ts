import { describe, expect, it } from 'vitest';
import { contrastOf } from '../common/accent.js';
import { LOCALES } from '../common/locales.js';
import { Html, html } from './html.js';
import { type LetterKind, letterOf } from './letters.js';
import type { ReceiptFacts } from './receipt-rows.js';
import { isNobodys } from '../common/recipient-rules.js';

const FROM = { name: 'Studio & Süd', address: 'desk@studio.test' };
const SENDER = { from: FROM, publicUrl: 'https://studio.test' };
const LINK = 'https://studio.test/app/welcome#a-token';
const KINDS: readonly LetterKind[] = [
  'invitation',
  'reset',
  'change_email',
  'email_changed',
  'receipt',
  'refund',
  'test',
];
const LINKED: readonly LetterKind[] = ['invitation', 'reset', 'change_email'];
const RECEIPT: ReceiptFacts = {
  ...{ number: 17, amountMinor: 45_000, currency: 'EUR', at: new Date('2026-03-10T23:30:00Z') },
  ...{ timeZone: 'Europe/Berlin', method: 'cash', member: 'Tom <i>', coach: 'Ana' },
  ...{ itemName: 'Ten & more', sessions: 10, ofPayment: null, isVoided: false },
};

describe.each(LOCALES)('letters in %s', (locale) => {
  it.each(KINDS)('%s say the same as text and as HTML', (kind) => {
    const facts = { firstName: 'Eve <b>', link: LINK };
    const written = letterOf(kind, locale, facts, SENDER);
    expect(written.subject).toContain('Studio & Süd');
    expect(written.text).toContain('Eve <b>,');
    expect(written.html).toContain('Eve &lt;b&gt;,');
    expect(written.html).toContain(`<html lang="${locale}">`);
    const isLinked = LINKED.includes(kind);
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

  it('say what was paid, and when in the studio', () => {
    const of = (more: Partial<ReceiptFacts> = {}) =>
      letterOf('receipt', locale, { firstName: 'Eve', receipt: { ...RECEIPT, ...more } }, SENDER);
    const { text, html: page } = of();
    const day = locale === 'en' ? '11 March 2026' : '11. März 2026';
    for (const said of ['17', '450', '€', day, '00:30', 'Tom <i>', 'Ten & more', '10', 'Ana']) {
      expect(text).toContain(said);
      expect(page).toContain(said.replace('&', '&amp;').replace('<i>', '&lt;i&gt;'));
    }
    expect(of({ currency: 'JPY' }).text).toMatch(/45[.,]000/);
    expect(of({ currency: 'KWD' }).text).toMatch(/45[.,]000/);
    expect(of({ amountMinor: -50 }).text).toMatch(/-€0\.50|-0,50/);
    expect(of({ isVoided: true }).text.length).toBeGreaterThan(text.length);
    const bare = of({ method: null, itemName: null, sessions: null }).text;
    expect(bare.split('\n').length).toBe(text.split('\n').length - 3);
    expect(bare).not.toMatch(/null|undefined/);
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
