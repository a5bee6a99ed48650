import { freezesDe } from './freezes-de.js';
import { freezesEn } from './freezes-en.js';
import { inLanguage } from './texts.js';

/** The texts of freezes, in the language of the browser. */
export const words = inLanguage({ en: freezesEn, de: freezesDe });
