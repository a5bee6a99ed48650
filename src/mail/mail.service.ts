import { Injectable, Logger } from '@nestjs/common';
import type { Locale } from '../common/locales.js';
import { Config } from '../config/config.js';
import type { Tx } from '../database/tx.js';
import type { Job, JobChanges, Payload } from '../jobs/job-handler.js';
import { JobFailure } from '../jobs/job-rules.js';
import { Jobs } from '../jobs/jobs.service.js';
import { type LetterKind, letterOf } from './letters.js';
import type { ReceiptFacts } from './receipt-rows.js';
import { Settings } from '../settings/settings.service.js';
import { domainOf, type Envelope, MAILS_AT_ONCE, Post } from './post.service.js';
import { Bounced } from './smtp-failure-rules.js';
import { isNobodys } from '../common/recipient-rules.js';

export type { ReceiptFacts } from './receipt-rows.js';

/** A letter to somebody, before it has words. */
export interface Draft {
  readonly to: { readonly name: string; readonly address: string };
  /** Where nobody has said which, the studio's. */
  readonly locale: Locale | undefined;
  readonly facts: {
    readonly firstName: string;
    /** Where in the product the button leads, such as `/app/welcome#…`; absent without one. */
    readonly path?: string;
    readonly receipt?: ReceiptFacts;
  };
  /** What follows where the server takes nothing for this recipient. */
  readonly whenBounced?: () => Promise<void>;
  /** What follows in the database where the server takes it. */
  readonly whenDelivered?: JobChanges;
}

/** What a mail is about: names of things, and `ref`, which no other mail has. */
export type MailPayload = Payload & { readonly ref: string };

/**
 * Makes a letter when it is to be sent, and again at each further try; undefined where there is
 * nothing to be sent any more.
 */
export type Writer = (payload: MailPayload) => Promise<Draft | undefined>;

/** Sends mail, in the background and as often as it takes, where `MAIL_URL` is set. */
@Injectable()
export class Mail {
  private readonly logger = new Logger(Mail.name);
  private readonly writers = new Map<unknown, Writer>();

  constructor(
    private readonly config: Config,
    private readonly jobs: Jobs,
    private readonly post: Post,
    private readonly settings: Settings,
  ) {
    // Where none is set up they stay due, for a process that has it.
    if (!this.reaches()) return;
    jobs.register({ kind: 'mail', atOnce: MAILS_AT_ONCE, run: (job) => this.run(job) });
  }

  /** Whether mail is sent at all; and to this e-mail address, where one is given. */
  reaches(address?: string): boolean {
    return this.config.mail !== undefined && (address === undefined || !isNobodys(address));
  }

  /** Who writes the letters of a kind; called once for each. */
  register(kind: LetterKind, writer: Writer): void {
    this.writers.set(kind, writer);
  }

  /** Has a letter sent once `tx` is committed. No password, token or link stands in `payload`. */
  async add(tx: Tx, kind: LetterKind, payload: MailPayload): Promise<void> {
    await this.jobs.add(tx, 'mail', { letter: kind, ...payload });
  }

  private async run({ id, payload, keep }: Job): Promise<JobChanges | undefined> {
    const { letter: kind, ref } = payload as MailPayload & { letter: LetterKind };
    const write = this.writers.get(kind);
    // Of a later release.
    if (!write) throw new JobFailure(`no letter "${kind}" is known here`);
    const draft = await write({ ...payload, ref });
    const { mail } = this.config;
    if (!draft || !mail) return undefined;
    const { to } = draft;
    if (isNobodys(to.address)) {
      this.logger.log({ msg: 'a mail to an address that is nobody’s was not sent', job: id });
      return undefined;
    }
    // Mailboxes show what comes twice with one id once. A number comes again after a restore.
    const messageId = `${id}.${ref}@${domainOf(mail)}`;
    const { path = '', ...said } = draft.facts;
    const facts = { ...said, link: `${mail.publicUrl}${path}` };
    // Asked anew: commands that send mail do not look by themselves.
    const { values } = await this.settings.readNow();
    const letter = letterOf(kind, draft.locale ?? values.locale ?? 'en', facts, {
      ...{ from: mail.from, publicUrl: mail.publicUrl },
      ...values,
    });
    const { replyTo } = values;
    await this.deliver({ to, letter, messageId, replyTo }, draft);
    keep({ delivered: true });
    return draft.whenDelivered;
  }

  private async deliver(envelope: Envelope, { whenBounced }: Draft): Promise<void> {
    try {
      await this.post.send(envelope);
    } catch (error) {
      if (error instanceof Bounced) await whenBounced?.();
      throw error;
    }
  }
}
