import { JobFailure } from '../jobs/job-rules.js';

/** What is known of a try that failed, as the SMTP client says it. */
export interface SmtpError {
  readonly message: string;
  readonly code?: string | undefined;
  /** The command that the server refused, such as `RCPT TO`. */
  readonly command?: string | undefined;
  readonly responseCode?: number | undefined;
  /** The answer of the server. */
  readonly response?: string | undefined;
}

/** What a reason must not repeat: servers like to quote what they were told. */
export interface Withheld {
  readonly recipient: string;
  readonly secrets: readonly string[];
}

/** The server takes nothing for this recipient, now or later. */
export class Bounced extends JobFailure {
  constructor(words: string) {
    super(`bounced: ${words}`, true);
  }
}

const MAX_LENGTH = 300;

/**
 * Why a mail was not taken, in the server's own words. Final where the server has refused the
 * recipient or the mail for good (5xx); a wrong password or sender is for the operator to mend, so
 * that it is tried again, as is all that is temporary (4xx) or got no answer.
 */
export function failureOf(error: SmtpError, withheld: Withheld): JobFailure {
  const { command = '', responseCode = 0, response } = error;
  const words = shown(response ?? error.message, withheld);
  if (responseCode >= 500 && command === 'RCPT TO') return new Bounced(words);
  if (responseCode >= 500 && command === 'DATA') return new JobFailure(`refused: ${words}`, true);
  const where = command === '' || command === 'CONN' ? '' : ` at ${command}`;
  return new JobFailure(
    response === undefined
      ? `no delivery${where}: ${words}${error.code === undefined ? '' : ` (${error.code})`}`
      : `not yet${where}: ${words}`,
  );
}

/** In one line, and without what nobody who reads it need know. */
function shown(text: string, { recipient, secrets }: Withheld): string {
  const line = text.replace(/[\p{Cc}\s]+/gu, ' ').trim();
  const named = [
    [recipient, 'the address'] as const,
    ...secrets.map((one) => [one, '***'] as const),
  ];
  const clean = named
    .filter(([word]) => word !== '')
    .reduce((all, [word, instead]) => replaced(all, word, instead), line);
  return Array.from(clean).slice(0, MAX_LENGTH).join('');
}

/** Whatever the case: servers write addresses in small letters. */
function replaced(text: string, word: string, instead: string): string {
  const literal = word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return text.replace(new RegExp(literal, 'gi'), () => instead);
}
