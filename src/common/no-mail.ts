/*
 * PHP's table demands an e-mail address of each account, one that nobody else has. Who has none is
 * kept there with one of a domain that nobody ever has (RFC 2606); it is told to nobody.
 */

const DOMAIN = '@no-mail.invalid';

/** What is kept for somebody without an e-mail address; the number is nobody else's. */
export function keptForNobody(number: number): string {
  return `member-${number}${DOMAIN}`;
}

/** The e-mail address of somebody, as it is kept; null where they have none. */
export function emailOf(kept: string): string | null {
  return kept.trim().toLowerCase().endsWith(DOMAIN) ? null : kept;
}
