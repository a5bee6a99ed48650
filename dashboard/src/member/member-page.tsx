import type { UserDto } from '../api/generated/types.gen.js';
import { PageHead } from '../shell/shell.js';

interface Props {
  readonly memberId: number;
  readonly user: UserDto;
}

export function MemberPage({ memberId }: Props) {
  return <PageHead title={String(memberId)} />;
}
