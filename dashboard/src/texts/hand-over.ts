import { handOverDe } from './hand-over-de.js';
import { handOverEn } from './hand-over-en.js';
import { inLanguage } from './texts.js';

/** The texts of handing a coach’s members over, in the language of the browser. */
export const words = inLanguage({ en: handOverEn, de: handOverDe });
