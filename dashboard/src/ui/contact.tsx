import { IconPhone } from '@tabler/icons-react';
import { t } from '../texts/texts.js';
import { Mark } from '../ui/mark.js';
import { useMomentText } from '../ui/use-moment-text.js';
import classes from './contact.module.css';

interface Props {
  readonly phone?: string | null;
  readonly note?: string | null;
  /** Since when mail to the person comes back. */
  readonly emailBouncedAt?: string | null;
}

/** The phone number of somebody, to be called, and what the studio should know. */
export function Contact({ phone = null, note = null, emailBouncedAt = null }: Props) {
  const moment = useMomentText();
  return (
    <>
      {emailBouncedAt !== null && (
        <Mark tone="warn">{t.member.bounced(moment(emailBouncedAt))}</Mark>
      )}
      {phone !== null && (
        <div>
          <a href={callOf(phone)} className={classes.phone}>
            <IconPhone size={20} aria-hidden />
            {phone}
          </a>
        </div>
      )}
      {note !== null && (
        <section aria-label={t.member.note} className={classes.note}>
          {note}
        </section>
      )}
    </>
  );
}

/** A telephone waits a moment before it dials an extension. */
function callOf(phone: string): string {
  const [main = '', extension = ''] = phone.split(/[a-z#]+\.?/i);
  const digits = main.replace('(0)', '').replace(/[^\d+]/g, '');
  const inside = extension.trim();
  return `tel:${digits}${inside === '' ? '' : `,${inside}`}`;
}
