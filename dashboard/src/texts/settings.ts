import { inLanguage } from './texts.js';
import { settingsDe } from './settings-de.js';
import { settingsEn } from './settings-en.js';

/** The texts of the settings, in the language of the browser. */
export const words = inLanguage({ en: settingsEn, de: settingsDe });
