/** The texts of what people change of themselves, and of the link that confirms a part of it. */
export const ownDetailsEn = {
  title: 'Name and phone number',
  phoneHint: 'So that the studio can call you.',
  save: 'Save',
  saved: 'Saved',
  email: {
    title: 'Change e-mail address',
    lead: 'You sign in by it. A link to the new one makes it yours; until then nothing changes.',
    label: 'New e-mail address',
    own: 'This is your e-mail address already.',
    submit: 'Send the link',
    sent: (email: string) => `Unless somebody else has ${email}, a link is on its way there.`,
    lasts: (hours: number) => `It works once, within ${hours} hours.`,
    done: 'Done',
    noMail: 'No mail is set up here. Ask the studio to enter your new e-mail address.',
  },
  confirm: {
    title: 'Your new e-mail address',
    lead: 'Then you sign in by the e-mail address to which this link was sent.',
    submit: 'Use this e-mail address',
    moved: (email: string) => `You sign in as ${email} now.`,
    goOn: 'Continue',
    invalid: 'This link is not valid any more',
    invalidDetail: 'It works once, within 24 hours. You can ask for another one under Account.',
  },
};

export type OwnDetailsTexts = typeof ownDetailsEn;
