import type { MemberDto, PackageDto, UserDto } from '../api/generated/types.gen.js';

/** Whose package it is, the package, and who looks at it. */
export interface PackageProps {
  readonly member: MemberDto;
  readonly one: PackageDto;
  readonly user: UserDto;
}
