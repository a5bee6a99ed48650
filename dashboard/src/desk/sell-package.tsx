import type { MemberDto } from '../api/generated/types.gen.js';
export function SellPackage({ member }: { readonly member: MemberDto }) {
  return <>{member.id}</>;
}
