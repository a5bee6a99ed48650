/** Names that nobody has (RFC 2606): demo data, and people who gave no address. */
const NOBODYS = /(^|\.)(invalid|example|example\.(com|net|org))\.?$/i;

/** Whether nothing may be sent there, because it is nobody's. */
export function isNobodys(address: string): boolean {
  return NOBODYS.test(address.slice(address.lastIndexOf('@') + 1).trim());
}
