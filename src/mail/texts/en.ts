/** What mails say in English. */
export const en = {
  hello: (name: string): string => `Hello ${name},`,
  helloNobody: 'Hello,',
  footer: (studio: string, publicUrl: string): string =>
    `${studio} (${publicUrl}) sent this mail by itself. Nobody reads answers.`,
  answered: (studio: string, publicUrl: string): string =>
    `${studio} (${publicUrl}) sent this mail by itself. Answers are read.`,
  invitation: {
    subject: (studio: string): string => `Your access to ${studio}`,
    lead: (studio: string): string =>
      `you are invited to ${studio}. Choose a password, and you are signed in.`,
    button: 'Choose a password',
    lasts: 'The link works once, within seven days. Whoever has it can use it: do not pass it on.',
    unexpected: 'If you expect no invitation, do nothing: nothing happens then.',
  },
  reset: {
    subject: (studio: string): string => `A new password for ${studio}`,
    lead: (studio: string): string =>
      `somebody asked for a new password for your account at ${studio}.`,
    button: 'Set a new password',
    lasts: 'The link works once, within 60 minutes. It ends your other sign-ins.',
    unexpected: 'If that was not you, do nothing: your password stays as it is.',
  },
  change_email: {
    subject: (studio: string): string => `Your e-mail address at ${studio}`,
    lead: (studio: string): string =>
      `somebody wants to sign in to their account at ${studio} by this e-mail address.`,
    button: 'Use this e-mail address',
    lasts: 'The link works once, within 24 hours. Until then the e-mail address of before goes on.',
    unexpected: 'If that was not you, do nothing: nothing changes then.',
  },
  email_changed: {
    subject: (studio: string): string => `Your e-mail address at ${studio} was changed`,
    lead: (studio: string): string =>
      `your account at ${studio} has another e-mail address now. This one lets nobody in any more.`,
    unexpected: 'If that was not you, ask the studio at once.',
  },
  receipt: {
    subject: (studio: string): string => `Your receipt of ${studio}`,
    lead: (studio: string): string => `this is the receipt for what you have paid at ${studio}.`,
  },
  refund: {
    subject: (studio: string): string => `Your receipt of ${studio} for money paid back`,
    lead: (studio: string): string =>
      `this is the receipt for what ${studio} has paid back to you.`,
  },
  receiptRows: {
    ...{ number: 'Receipt', amount: 'Amount', method: 'How it was paid', date: 'When' },
    ...{ member: 'Member', item: 'For', sessions: 'Sessions', coach: 'With' },
    payment: 'Of the payment with receipt',
    methods: { cash: 'Cash', card_terminal: 'Card', transfer: 'Transfer', other: 'Otherwise' },
    voided: 'This payment was taken back. The receipt is not valid.',
    noInvoice: 'This is no invoice: it shows no taxes.',
  },
  test: {
    subject: (studio: string): string => `A test mail of ${studio}`,
    lead: (studio: string): string => `this mail shows that ${studio} can send mail.`,
    unexpected: 'Nothing is to be done.',
  },
};

/** The texts of a language. */
export type MailTexts = typeof en;
