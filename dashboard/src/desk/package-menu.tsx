import type { MemberDto, PackageShape, UserDto } from '../api/generated/types.gen.js';
interface Props {
  readonly member: MemberDto;
  readonly one: PackageShape;
  readonly user: UserDto;
}
export function PackageMenu({ one }: Props) {
  return <>{one.id}</>;
}
export function ApproveButton({ one }: Props) {
  return <>{one.id}</>;
}
