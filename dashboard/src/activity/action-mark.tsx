import {
  IconArrowBackUp,
  IconBan,
  IconBarbell,
  IconCash,
  IconCashOff,
  IconCircleMinus,
  IconDeviceMobile,
  IconHistory,
  IconKey,
  IconLogin,
  IconLogout,
  IconMail,
  IconMailOff,
  IconPackage,
  IconPackageOff,
  IconPencil,
  IconSettings,
  IconShieldCheck,
  IconShieldOff,
  IconTag,
  IconTagOff,
  IconUserCheck,
  IconUserEdit,
  IconUserOff,
  IconUserPlus,
  type TablerIcon,
} from '@tabler/icons-react';
import type { ActivityDto } from '../api/generated/types.gen.js';
import classes from './activity-page.module.css';

const ICONS: Readonly<Record<ActivityDto['action'], TablerIcon>> = {
  'session.deducted': IconBarbell,
  'session.used': IconCircleMinus,
  'session.undone': IconArrowBackUp,
  'balance.adjusted': IconPencil,
  'balance.external': IconHistory,
  'package.granted': IconPackage,
  'package.changed': IconPackage,
  'package.adopted': IconHistory,
  'package.removed': IconPackageOff,
  'payment.received': IconCash,
  'payment.voided': IconCashOff,
  'member.created': IconUserPlus,
  'member.changed': IconUserEdit,
  'person.created': IconUserPlus,
  'person.invited': IconUserPlus,
  'person.changed': IconUserEdit,
  'person.disabled': IconUserOff,
  'person.enabled': IconUserCheck,
  'person.signed_out': IconLogout,
  'studio.set_up': IconShieldCheck,
  'job.retried': IconHistory,
  'settings.changed': IconSettings,
  'catalogue.created': IconTag,
  'catalogue.changed': IconTag,
  'catalogue.archived': IconTagOff,
  'catalogue.restored': IconTag,
  'mail.tested': IconMail,
  'mail.bounced': IconMailOff,
  'auth.link_made': IconKey,
  'auth.password_set': IconKey,
  'auth.password_changed': IconKey,
  'auth.password_forgotten': IconKey,
  'auth.email_asked': IconMail,
  'auth.signed_in': IconLogin,
  'auth.refreshed': IconKey,
  'auth.signed_out': IconLogout,
  'auth.sign_ins_ended': IconLogout,
  'auth.reads_refused': IconBan,
  'auth.tokens_refused': IconBan,
  'auth.confirmed': IconKey,
  'second_factor.turned_on': IconShieldCheck,
  'second_factor.turned_off': IconShieldOff,
  'second_factor.recovery_codes_made': IconShieldCheck,
  'device_token.created': IconDeviceMobile,
  'device_token.revoked': IconDeviceMobile,
};

/** The icon of an action; the sentence beside it has the same information. */
export function ActionMark({ action, outcome }: Pick<ActivityDto, 'action' | 'outcome'>) {
  const Icon = outcome === 'done' ? ICONS[action] : IconBan;
  return (
    <span className={classes.icon} data-outcome={outcome} aria-hidden>
      <Icon size={20} />
    </span>
  );
}
