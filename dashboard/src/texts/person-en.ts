/** The texts of the fields of a person, which sheets load. */
export const personEn = {
  noteOfMember: 'For the front desk, admins and the member’s coaches. The member does not see it.',
  noteOfOthers: 'Only admins see it.',
  invite: 'Invite to sign in',
  inviteMailed: 'An e-mail brings a link by which they set a password.',
  inviteShown: 'You get a link for them, by which they set a password.',
  invited: (name: string) => `${name} is a member now, and gets an e-mail with a link.`,
  mailedTitle: 'It is on its way',
  mailed: (email: string, until: string) =>
    `An e-mail to ${email} has a link by which they set a password. It works once, until ${until}.`,
  addedTitle: 'Added',
  added: (name: string) =>
    `${name} is a member now. Once there is an e-mail address, a link for a password can be made.`,
  linkTitle: 'The link for the password',
  linkAbout: (name: string) => `Give this link to ${name}, and to nobody else.`,
  linkOnce: (until: string) => `It is shown only now, and works once, until ${until}.`,
  link: 'Link',
  copy: 'Copy',
  share: 'Share',
  done: 'Done',
};

export type PersonTexts = typeof personEn;
