import { expect, it } from 'vitest';
import type { Config } from '../config/config.js';
import { SealedSecrets } from './sealed-secrets.js';

const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const OLD = 'the secret of the unit tests, before 0123456789';
const NEW = 'the secret of the unit tests, afterwards 987654';

const seals = (jwtSecret: string, jwtSecretPrevious?: string) =>
  new SealedSecrets({ jwtSecret, jwtSecretPrevious } as Config);

it('opens what it has sealed, for the same person', () => {
  const sealed = seals(NEW).seal(SECRET, 3);
  expect(seals(NEW).open(sealed, 3)).toEqual({ secret: SECRET, isOld: false });
  expect(seals(NEW).open(sealed, 4)).toBeUndefined();
});

it('seals the same differently each time, tells nothing of it, and fits its column', () => {
  const [one, other] = [seals(NEW).seal(SECRET, 3), seals(NEW).seal(SECRET, 3)];
  expect(one).not.toBe(other);
  expect(one).not.toContain(SECRET);
  expect(Buffer.from(one.slice(3), 'base64url').toString('latin1')).not.toContain(SECRET);
  expect(one.length).toBeLessThan(255);
});

it('opens nothing that was changed, at whatever place', () => {
  const sealed = seals(NEW).seal(SECRET, 3);
  for (let n = 0; n < sealed.length - 1; n += 1) {
    const changed = sealed.slice(0, n) + (sealed[n] === 'A' ? 'B' : 'A') + sealed.slice(n + 1);
    expect(seals(NEW).open(changed, 3)).toBeUndefined();
  }
  for (const odd of ['', 'v1:', 'v1:AAAA', 'v2:AAAA', SECRET]) {
    expect(seals(NEW).open(odd, 3)).toBeUndefined();
  }
});

it('opens what the secret has sealed that retires, and says so', () => {
  const sealed = seals(OLD).seal(SECRET, 3);
  expect(seals(NEW, OLD).open(sealed, 3)).toEqual({ secret: SECRET, isOld: true });
  expect(seals(NEW).open(sealed, 3)).toBeUndefined();
  expect(seals(NEW, OLD).open(seals(NEW).seal(SECRET, 3), 3)?.isOld).toBe(false);
});
