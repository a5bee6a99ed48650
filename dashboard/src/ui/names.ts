/** The full name as people say it. */
export { fullNameOf as nameOf } from '../../../src/common/full-name.js';
