import { packageStatesDe } from './package-states-de.js';
import { packageStatesEn } from './package-states-en.js';
import { inLanguage } from './texts.js';

/** The texts of what else becomes of a package, in the language of the browser. */
export const words = inLanguage({ en: packageStatesEn, de: packageStatesDe });
