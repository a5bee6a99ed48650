import { useQueryClient } from '@tanstack/react-query';
import { grantPackage } from '../api/generated/sdk.gen.js';
import type { GrantPackageDto, MemberDto, PackageDto } from '../api/generated/types.gen.js';
import { ask } from '../api/problem.js';
import { type Sending, useSending } from '../ui/use-sending.js';

/**
 * Hands on what was sold: whether it waits is for the server to say, because the studio may have
 * changed what coaches may do since it was asked. What is refused may be another price by now.
 */
export function useSelling(
  { id: memberId }: MemberDto,
  onDone: (sold: PackageDto) => void,
): Sending<GrantPackageDto> {
  const cache = useQueryClient();
  return useSending(
    (body: GrantPackageDto, headers) => ask(grantPackage({ path: { memberId }, body, headers })),
    onDone,
    () => void cache.invalidateQueries({ queryKey: ['catalogue'] }),
  );
}
