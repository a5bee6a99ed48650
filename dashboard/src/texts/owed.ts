import { owedDe } from './owed-de.js';
import { owedEn } from './owed-en.js';
import { inLanguage } from './texts.js';

/** The texts of sessions that members owe, in the language of the browser. */
export const words = inLanguage({ en: owedEn, de: owedDe });
