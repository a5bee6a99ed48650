import { inLanguage } from './texts.js';
import { transfersDe } from './transfers-de.js';
import { transfersEn } from './transfers-en.js';

/** The texts of transfers, in the language of the browser. */
export const words = inLanguage({ en: transfersEn, de: transfersDe });
