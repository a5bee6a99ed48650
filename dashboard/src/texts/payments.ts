import { paymentsDe } from './payments-de.js';
import { paymentsEn } from './payments-en.js';
import { inLanguage } from './texts.js';

/** The texts of payments and their receipts, in the language of the browser. */
export const words = inLanguage({ en: paymentsEn, de: paymentsDe });
