import type { MemberDto } from '../api/generated/types.gen.js';
export function EditMember({ member }: { readonly member: MemberDto }) {
  return <>{member.id}</>;
}
