/** Each window claims an IP address of its own, so that none uses up the limits of another. */
export const BEHIND_A_PROXY = { TRUSTED_PROXIES: '127.0.0.1' };
let windows = 0;

export function nextIpAddress(): string {
  windows += 1;
  return `10.${process.pid % 256}.${Math.floor(windows / 256)}.${windows % 256}`;
}
