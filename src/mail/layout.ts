import type { Locale } from '../common/locales.js';
import { type Html, html } from './html.js';

/** A mail as it is handed on. */
export interface Written {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** A fact, and what it is called. */
export type Row = readonly [label: string, value: string];

/** What a letter says, in the order in which it is read. */
export interface Body {
  readonly subject: string;
  readonly hello: string;
  readonly lead: string;
  /** What is to be done, if anything: the words of a button, and where it leads. */
  readonly button?: { readonly label: string; readonly link: string };
  readonly notes: readonly string[];
  /** Facts behind the lead, each with what it is called. */
  readonly rows?: readonly Row[];
  readonly footer: string;
  /** Of the button, behind white letters: `#rrggbb`. */
  readonly color: string;
}

const PAGE = 'margin:0;padding:24px 12px;background:#f4f4f5';
const CARD = 'max-width:480px;margin:0 auto;padding:24px;background:#ffffff;border-radius:8px';
const FONT = 'font:16px/1.5 system-ui,-apple-system,Segoe UI,Roboto,sans-serif;color:#18181b';
const BUTTON =
  'display:inline-block;padding:12px 20px;color:#ffffff;border-radius:6px;text-decoration:none;' +
  'font-weight:600';
const CELL = 'padding:2px 16px 2px 0;vertical-align:top;text-align:left';
const SMALL = 'font-size:13px;color:#52525b';

/** One letter as text and as HTML, which say the same. No pictures, nothing from elsewhere. */
export function writtenBy(locale: Locale, body: Body): Written {
  return { subject: body.subject, text: textOf(body), html: htmlOf(locale, body) };
}

function textOf({ hello, lead, rows = [], button, notes, footer }: Body): string {
  const action = button ? [`${button.label}:\n${button.link}`] : [];
  const facts =
    rows.length > 0 ? [rows.map(([label, value]) => `${label}: ${value}`).join('\n')] : [];
  return `${[hello, lead, ...facts, ...action, ...notes, `-- \n${footer}`].join('\n\n')}\n`;
}

function htmlOf(locale: Locale, body: Body): string {
  const { subject, hello, lead, rows = [], button, notes, footer, color } = body;
  const action = button
    ? html`<p><a href="${button.link}" style="${BUTTON};background:${color}">${button.label}</a></p>
        <p style="${SMALL};word-break:break-all">${button.link}</p>`
    : html``;
  return html`<!doctype html>
    <html lang="${locale}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${subject}</title>
      </head>
      <body style="${PAGE}">
        <div style="${CARD};${FONT}">
          <p>${hello}</p>
          <p>${lead}</p>
          ${tableOf(rows)} ${action} ${notes.map((note) => html`<p>${note}</p>`)}
          <p style="${SMALL}">${footer}</p>
        </div>
      </body>
    </html> `.text.replace(/\n\s+/g, '\n');
}

function tableOf(rows: readonly Row[]): Html {
  if (rows.length === 0) return html``;
  return html`<table role="presentation" style="border-collapse:collapse">
    ${rows.map(
      ([label, value]) =>
        html`<tr>
          <td style="${CELL};${SMALL}">${label}</td>
          <td style="${CELL}">${value}</td>
        </tr> `,
    )}
  </table>`;
}
