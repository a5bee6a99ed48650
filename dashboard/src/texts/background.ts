import { backgroundDe } from './background-de.js';
import { backgroundEn } from './background-en.js';
import { inLanguage } from './texts.js';

/** The texts about what runs in the background, in the language of the browser. */
export const words = inLanguage({ en: backgroundEn, de: backgroundDe });
