import { ownDetailsDe } from './own-details-de.js';
import { ownDetailsEn } from './own-details-en.js';
import { inLanguage } from './texts.js';

/** The texts of what people change of themselves, in the language of now. */
export const words = inLanguage({ en: ownDetailsEn, de: ownDetailsDe });
