import { describe, expect, it } from 'vitest';
import type { MemberDto, OwedSessionDto, PackageDto } from '../api/generated/types.gen.js';
import { mayOwe, settlesFor } from './owing.js';

const pack = (about: Partial<PackageDto>) =>
  ({ id: 1, coachId: 3, state: 'exhausted', remaining: 0, ...about }) as PackageDto;
const member = (...packages: PackageDto[]) => ({ packages }) as MemberDto;
const owed = { coachId: 3 } as OwedSessionDto;

describe('what a member owes', () => {
  it.each([
    ['with nothing left', pack({}), [], true],
    ['past its date', pack({ state: 'expired', remaining: 2 }), [], true],
    ['with another one to train with', pack({}), [pack({ id: 2, state: 'active' })], false],
    ['with one that is frozen', pack({}), [pack({ id: 2, state: 'frozen' })], false],
    ['with one of another coach', pack({}), [pack({ id: 2, state: 'active', coachId: 4 })], true],
    ['that waits', pack({ state: 'pending' }), [], false],
    ['that counts nothing', pack({ state: 'expired', remaining: null }), [], false],
  ] as const)('may be added to a package %s', (_, one, others, may) => {
    expect(mayOwe(one, member(one, ...others), 3)).toBe(may);
    expect(mayOwe(one, member(one, ...others), 0)).toBe(false);
  });

  it.each([
    ['with sessions', pack({ state: 'active', remaining: 1 }), true],
    ['with none', pack({}), false],
    ['without a count', pack({ state: 'active', remaining: null }), false],
    ['of another coach', pack({ state: 'active', remaining: 1, coachId: 4 }), false],
  ] as const)('is settled by a package %s', (_, one, settles) => {
    expect(settlesFor(member(one), owed)).toBe(settles);
  });
});
