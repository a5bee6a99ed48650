import { approvalsDe } from './approvals-de.js';
import { approvalsEn } from './approvals-en.js';
import { inLanguage } from './texts.js';

/** The texts of what coaches ask the front desk for, in the language of the browser. */
export const words = inLanguage({ en: approvalsEn, de: approvalsDe });
