import { personDe } from './person-de.js';
import { personEn } from './person-en.js';
import { inLanguage } from './texts.js';

/** The texts of the fields of a person, in the language of the browser. */
export const words = inLanguage({ en: personEn, de: personDe });
