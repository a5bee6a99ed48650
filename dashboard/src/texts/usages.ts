import { inLanguage } from './texts.js';
import { usagesDe } from './usages-de.js';
import { usagesEn } from './usages-en.js';

/** The texts of sheets about one used session, in the language of the browser. */
export const words = inLanguage({ en: usagesEn, de: usagesDe });
