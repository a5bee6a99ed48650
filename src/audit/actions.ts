/** Everything the activity log can say that somebody did. */
export const ACTIONS = [
  'session.deducted',
  'session.used',
  'session.undone',
  'balance.adjusted',
  'balance.external',
  'package.granted',
  'package.changed',
  'package.adopted',
  'package.removed',
  'member.created',
  'member.changed',
  'person.created',
  'person.invited',
  'person.changed',
  'person.disabled',
  'person.enabled',
  'person.signed_out',
  'studio.set_up',
  'job.retried',
  'settings.changed',
  'auth.signed_in',
  'auth.refreshed',
  'auth.confirmed',
  'auth.link_made',
  'auth.password_set',
  'auth.password_changed',
  'auth.password_forgotten',
  'auth.signed_out',
  'auth.sign_ins_ended',
  'auth.reads_refused',
  'auth.tokens_refused',
  'second_factor.turned_on',
  'second_factor.turned_off',
  'second_factor.recovery_codes_made',
  'device_token.created',
  'device_token.revoked',
] as const;
export type Action = (typeof ACTIONS)[number];

/** How an attempt ended: it was done, a rule refused it, or it failed on our side. */
export const OUTCOMES = ['done', 'refused', 'failed'] as const;
export type Outcome = (typeof OUTCOMES)[number];
