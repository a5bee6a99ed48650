import { peopleDe } from './people-de.js';
import { peopleEn } from './people-en.js';
import { inLanguage } from './texts.js';

/** The texts about the people of the studio, in the language of the browser. */
export const words = inLanguage({ en: peopleEn, de: peopleDe });
