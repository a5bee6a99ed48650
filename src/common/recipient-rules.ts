import { emailOf } from '../common/no-mail.js';

/** Names that nobody has (RFC 2606): demo data, and the like. */
const NOBODYS = /(^|\.)(invalid|example|example\.(com|net|org))\.?$/i;

/** Whether nothing may be sent there, because it is nobody's. */
export function isNobodys(address: string): boolean {
  return (
    emailOf(address) === null || NOBODYS.test(address.slice(address.lastIndexOf('@') + 1).trim())
  );
}
