import { languageDe } from './language-de.js';
import { languageEn } from './language-en.js';
import { inLanguage } from './texts.js';

/** The texts of the choice of a language, in the one of now. */
export const words = inLanguage({ en: languageEn, de: languageDe });
