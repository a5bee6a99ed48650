import { plural } from './plural.js';

/** The texts of the price list, for whoever sells by it. */
export const pricesEn = {
  days: plural('en', { one: 'valid # day', other: 'valid # days' }),
  fromFirst: (days: string) => `${days} from the first session on`,
  endless: 'without an end date',
  only: (coach: string) => `only with ${coach}`,
  faults: {
    price: 'What does it cost? 0 is a price, too.',
    startsOn: 'Please choose a day.',
  },
  sale: {
    choose: 'What is sold',
    other: 'Something else',
    otherDetail: 'Type sessions and end date; it has no price.',
    back: 'Back to the price list',
    another: 'Another price',
    priceIn: (currency: string) => `Price in ${currency}`,
    later: 'Begin later',
    firstDay: 'First day',
    firstDayDetail: 'Until then nothing can be used of it. Its days are counted from here.',
    startsOn: (day: string) => `from ${day}`,
    gift: 'For nothing',
    giftDetail: 'Costs nothing, and is no revenue.',
    why: 'Please say why; it stays in the activity log.',
    free: 'for nothing',
  },
};

export type PricesTexts = typeof pricesEn;
