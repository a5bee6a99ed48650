import { correctionsDe } from './corrections-de.js';
import { correctionsEn } from './corrections-en.js';
import { inLanguage } from './texts.js';

/** The texts of sheets that correct what was counted, in the language of the browser. */
export const words = inLanguage({ en: correctionsEn, de: correctionsDe });
