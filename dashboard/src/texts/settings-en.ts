/** The texts of the settings, which only admins load. */
export const settingsEn = {
  title: 'Settings',
  back: 'To the account',
  /** What each setting is called, also in the activity log. */
  names: {
    studioName: 'Name of the studio',
    color: 'Colour',
    currency: 'Currency',
    locale: 'Language of mails',
    replyTo: 'Answers to mails go to',
    lowBalance: 'Few sessions: up to',
    expiringWithinDays: 'Ends soon: within days',
    coachSales: 'Packages that coaches sell',
    coachGivesPerMemberMonth: 'Sessions that a coach may give',
    coachExtendsDays: 'Days by which coaches may extend',
    coachLargestCorrection: 'Sessions that a coach may correct at once',
    owedSessions: 'Sessions that a member may owe',
    freezeDays: 'Days that a package may be frozen',
    reasons: 'Reasons',
  },
  studioNameHint: 'Stands in the app, and in mails that the studio sends.',
  colorHint:
    'Of buttons, marks and mails. Where letters would be hard to read, a lighter or darker shade ' +
    'of it is taken.',
  ownColor: 'Back to the colour of the product',
  shades: { light: 'Light', dark: 'Dark' },
  currencyHint: 'In what the studio is paid.',
  noCurrency: 'Not said',
  localeHint: 'For people of whom nobody knows one. Each person can have their own.',
  locales: { en: 'English', de: 'German' },
  noLocale: 'As their device asks, else English',
  replyToHint: 'Without an address they go to the sender, and nobody may read them.',
  timeZone: 'Time zone',
  timeZoneHint:
    'Set where the product is run: with another one, days that are booked would be other days.',
  attention: 'Who needs attention',
  lowBalanceHint: 'Whoever has so many left, or fewer, is marked and comes first. 0: nobody is.',
  expiringWithinDaysHint: 'Packages that end within so many days are marked.',
  coaches: 'What coaches may do',
  coachSalesHint: 'To their own members, with themselves. The activity log has each sale.',
  sales: {
    sell: 'Are valid at once',
    request: 'Wait for the front desk to approve them',
    off: 'Coaches sell none',
  },
  coachGivesHint:
    'To a member in a month: corrections upwards, and sessions undone on a later day. ' +
    'More needs the front desk. Empty: no limit.',
  coachExtendsHint:
    'Of a package, all extensions together. More needs the front desk. Empty: no limit.',
  coachCorrectionHint: 'Up or down. More needs the front desk. Empty: no limit.',
  owedHint:
    'To a coach, trained with nothing left, until a package settles them. 0: nobody owes any.',
  freezes: 'Freezes',
  freezeDaysHint: 'Of a package, all its freezes together. 0: none is frozen.',
  reasons: {
    hint:
      'Offered where somebody corrects, undoes, extends or adds something. Whoever reads them, ' +
      'members too, sees them in their own language.',
    add: 'Add a reason',
    edit: (name: string) => `Change: ${name}`,
    up: (name: string) => `Further up: ${name}`,
    down: (name: string) => `Further down: ${name}`,
    isAt: (name: string, place: number, count: number) => `${name}: ${place} of ${count}`,
    archived: 'Not offered',
    notOffered: (text: string) => `${text} (not offered)`,
    full: (most: number) =>
      `There are ${most} at most, those included that are not offered any more. Give one of ` +
      'these another text, if nobody ever chose it.',
    editTitle: 'Change the reason',
    english: 'Text in English',
    german: 'Text in German',
    bothHint: 'What was chosen earlier gets the new text, too.',
    textMissing: 'Please write a text; people read it in their own language.',
    offered: 'Is offered',
    offeredHint: 'Without this it stands where it was chosen earlier, and nowhere else.',
    done: 'Done',
  },
  priceList: {
    title: 'Price list',
    hint: 'What is sold at the desk, in this order. What was sold stays as it was sold.',
    noCurrency:
      'In what the studio is paid must be said first: choose its currency above, and save.',
    none: 'Nothing is offered yet.',
    add: 'Add an item',
    editTitle: 'Change the item',
    name: 'Name of the item',
    validity: 'Valid',
    validities: {
      endless: 'Without an end date',
      purchase: 'For days from the sale on',
      first_use: 'For days from the first session on',
    },
    days: 'How many days, the first one included',
    daysMissing: 'For how many days?',
    coach: 'Sold with',
    allCoaches: 'Every coach',
    archive: 'Archive the item',
    noLonger: 'No longer offered',
    offerAgain: 'Offer again',
    offerAgainOf: (name: string) => `Offer again: ${name}`,
    saved: (name: string) => `Saved · ${name}`,
    archived: (name: string) => `No longer offered · ${name}`,
    restored: (name: string) => `Offered again · ${name}`,
    faults: {
      name: 'This name is too long, or holds signs that cannot be read.',
      validDays: 'Nothing can be valid for this many days.',
      priceMinor: 'Nothing on the list can cost this much.',
    },
  },
  mail: {
    title: 'Mail',
    none: 'No mail is set up: links are shown to you instead. Whoever runs the product sets it up.',
    by: (sender: string, server: string) => `From ${sender}, by ${server}.`,
    taken: (moment: string) => `The server took the last mail ${moment}.`,
    noneTaken: 'The server took no mail within seven days.',
    waiting: (count: number) =>
      count === 1 ? 'One mail is on its way.' : `${count} mails are on their way.`,
    givenUp: (count: number) =>
      count === 1 ? 'One mail is given up' : `${count} mails are given up`,
    trouble: (reason: string) => `The last trouble: ${reason}.`,
    nextTry: (moment: string) => `The next try is ${moment}.`,
    test: 'Send me a mail',
    tested: (to: string, answer: string) => `Sent to ${to}. The server says: ${answer}`,
    notDelivered: (reason: string) => `Not delivered. ${reason}`,
  },
  save: 'Save',
  saved: 'The settings are saved.',
  reload: 'Show what is set now',
};

export type SettingsTexts = typeof settingsEn;
