import { substitutesDe } from './substitutes-de.js';
import { substitutesEn } from './substitutes-en.js';
import { inLanguage } from './texts.js';

/** The texts of substitutes, in the language of the browser. */
export const words = inLanguage({ en: substitutesEn, de: substitutesDe });
