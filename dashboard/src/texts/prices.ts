import { pricesDe } from './prices-de.js';
import { pricesEn } from './prices-en.js';
import { inLanguage } from './texts.js';

/** The texts of the price list, in the language of the browser. */
export const words = inLanguage({ en: pricesEn, de: pricesDe });
