import { plural } from './plural.js';

/** The texts of payments and their receipts. */
export const paymentsEn = {
  states: {
    paid: (amount: string) => `Paid ${amount}`,
    partly: (open: string) => `${open} still to be paid`,
    unpaid: (open: string) => `Unpaid: ${open}`,
  },
  take: 'Take payment',
  takeDetail: 'In cash, by card or by transfer; with a receipt.',
  how: 'How it is paid: one touch takes it',
  methods: { cash: 'Cash', card_terminal: 'Card', transfer: 'Transfer', other: 'Otherwise' },
  amountIn: (currency: string) => `Amount in ${currency}`,
  faults: {
    missing: 'How much is it?',
    more: (open: string) => `No more than ${open} is to be paid.`,
  },
  taken: (amount: string) => `${amount} taken`,
  now: 'Is it paid now?',
  title: 'Payments',
  number: (number: number) => `Receipt ${number}`,
  voided: 'taken back',
  receipt: {
    back: 'Back to the member',
    date: 'Date',
    member: 'Received of',
    what: 'For',
    sessions: plural('en', { one: '# session', other: '# sessions' }),
    package: 'A package',
    coach: (name: string) => `with ${name}`,
    how: 'Paid',
    amount: 'Amount',
    note: 'Note',
    by: 'Taken by',
    noInvoice: 'This is no invoice: it shows no taxes.',
    voided: 'This payment was taken back. The receipt is not valid.',
    print: 'Print',
    share: 'Share',
    copy: 'Copy',
    mail: 'Send by e-mail',
    mailed: (address: string) => `On its way to ${address}`,
  },
  takeBack: 'Take it back',
  takeBackDetail: 'For a payment that was booked by mistake. The receipt stays, and says so.',
  why: 'Please say why; it stays in the activity log.',
  takenBack: 'Payment taken back',
  refund: {
    name: 'Pay back',
    nameOf: (number: number) => `Pay back: receipt ${number}`,
    about: (rest: string) => `${rest} of this payment can be paid back.`,
    sessions: 'Sessions that go back',
    left: plural('en', { one: '# session is left.', other: '# sessions are left.' }),
    pays: (member: string, money: string, sessions: string) =>
      `${member} is paid ${money} and loses ${sessions}.`,
    paysMoney: (member: string, money: string) =>
      `${member} is paid ${money}, and no session goes.`,
    save: (money: string) => `Pay back ${money}`,
    done: (money: string) => `${money} paid back`,
    faults: {
      more: (rest: string) => `No more than ${rest} is left of the payment.`,
      used: plural('en', {
        one: 'No more than # session is left.',
        other: 'No more than # sessions are left.',
      }),
    },
    row: 'paid back',
    receipt: {
      amount: 'Paid back',
      member: 'Paid back to',
      payment: 'Of the payment',
      sessions: 'Sessions that went back',
      by: 'Paid out by',
    },
  },
};

export type PaymentsTexts = typeof paymentsEn;
