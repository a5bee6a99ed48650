import { overviewDe } from './overview-de.js';
import { overviewEn } from './overview-en.js';
import { inLanguage } from './texts.js';

/** The texts of the overview, in the language of the browser. */
export const words = inLanguage({ en: overviewEn, de: overviewDe });
