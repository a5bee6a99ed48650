import { activityDe } from './activity-de.js';
import { activityEn } from './activity-en.js';
import { inLanguage } from './texts.js';

/** The texts of the activity log, in the language of the browser. */
export const words = inLanguage({ en: activityEn, de: activityDe });
