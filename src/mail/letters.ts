import { shadesOf } from '../common/accent.js';
import type { Locale } from '../common/locales.js';
import type { MailConfig } from '../config/config.js';
import { type Body, type Written, writtenBy } from './layout.js';
import { type ReceiptFacts, receiptRows } from './receipt-rows.js';
import { de } from './texts/de.js';
import { en, type MailTexts } from './texts/en.js';

const TEXTS: Readonly<Record<Locale, MailTexts>> = { en, de };

/** Which letters there are. Their names stand in the database, with the jobs that send them. */
export type LetterKind =
  'invitation' | 'reset' | 'change_email' | 'email_changed' | 'receipt' | 'refund' | 'test';

/** What a letter says of the one whom it is for. */
interface Facts {
  /** Empty where nobody knows it. */
  readonly firstName: string;
  /** Where the button leads; a letter without button has none. */
  readonly link?: string;
  /** What a receipt says; other letters have none. */
  readonly receipt?: ReceiptFacts;
}

/** In whose name letters speak, and where the product is. */
type Sender = Pick<MailConfig, 'from' | 'publicUrl'> & {
  readonly studioName?: string | null;
  /** The studio's colour, `#rrggbb`. */
  readonly color?: string | null;
  /** Where answers go, if anybody reads them. */
  readonly replyTo?: string | null;
};

/** A letter in the name of the studio, in a language. */
export function letterOf(
  kind: LetterKind,
  locale: Locale,
  { firstName, ...facts }: Facts,
  { from, publicUrl, studioName, color = null, replyTo = null }: Sender,
): Written {
  const texts = TEXTS[locale];
  const studio = studioName ?? (from.name === '' ? new URL(publicUrl).host : from.name);
  const name = inOneLine(firstName);
  const common = {
    subject: texts[kind].subject(studio),
    hello: name === '' ? texts.helloNobody : texts.hello(name),
    lead: texts[kind].lead(studio),
    footer: (replyTo === null ? texts.footer : texts.answered)(studio, publicUrl),
    color: shadesOf(color)[8],
  };
  return writtenBy(locale, { ...common, ...restOf(texts, kind, locale, facts) });
}

function restOf(
  texts: MailTexts,
  kind: LetterKind,
  locale: Locale,
  { link = '', receipt }: Omit<Facts, 'firstName'>,
): Pick<Body, 'button' | 'notes' | 'rows'> {
  if (kind === 'receipt' || kind === 'refund') {
    const { noInvoice, voided } = texts.receiptRows;
    const rows = receipt ? receiptRows(receipt, texts.receiptRows, locale) : [];
    return { rows, notes: receipt?.isVoided ? [voided, noInvoice] : [noInvoice] };
  }
  if (kind === 'test' || kind === 'email_changed') return { notes: [texts[kind].unexpected] };
  const { button: label, lasts, unexpected } = texts[kind];
  return { button: { label, link }, notes: [lasts, unexpected] };
}

/** PHP's names may hold anything: a line break would look like the end of one. */
export function inOneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}
