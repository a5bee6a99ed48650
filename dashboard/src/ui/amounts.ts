/** How many digits of a currency stand behind the sign: its units are these of the smallest. */
export function digitsOf(currency: string): number {
  return formatIn('en', currency).resolvedOptions().maximumFractionDigits ?? 2;
}

/** An amount for people who read in a language: `€450.00`. */
export function moneyIn(locale: string, minor: number, currency: string): string {
  return formatIn(locale, currency).format(amountOf(minor, currency));
}

/** What somebody has typed, in the smallest unit of the currency. */
export function minorOf(amount: number, currency: string): number {
  return Math.round(amount * 10 ** digitsOf(currency));
}

/** An amount as it is typed. */
export function amountOf(minor: number, currency: string): number {
  return minor / 10 ** digitsOf(currency);
}

function formatIn(locale: string, currency: string): Intl.NumberFormat {
  return new Intl.NumberFormat(locale, { style: 'currency', currency });
}
