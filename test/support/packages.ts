import type { PackageDto } from '../../src/packages/dto/package.dto.js';
import type { Answer } from './api.js';
import type { Studio } from './studio.js';

type Named = Pick<PackageDto, 'id' | 'memberId'>;

/** What the table says of a package, in its legacy words. */
export interface PackageRow {
  readonly status: string;
  readonly remaining: number | null;
  readonly version: number;
}

export async function packageRow({ sql }: Studio, id: number): Promise<PackageRow | undefined> {
  const rows = await sql<PackageRow>(
    'SELECT status, remaining_sessions AS remaining, version FROM coach_member_list WHERE id = ?',
    [id],
  );
  return rows[0] && { ...rows[0] };
}

/** Changes the terms of a package as an admin does. */
export async function changePackage(
  { api, given }: Studio,
  { id, memberId }: Named,
  change: object,
): Promise<PackageDto> {
  const admin = api.as(await given.admin());
  const answer: Answer<PackageDto> = await admin.patch(
    `/members/${memberId}/packages/${id}`,
    change,
  );
  if (answer.status !== 200) throw new Error(`changePackage: ${answer.text}`);
  return answer.body;
}

/** Ends a subscription. */
export async function disconnect(studio: Studio, one: Named): Promise<PackageDto> {
  return changePackage(studio, one, { disconnected: true });
}

/** Voids a package of each member, whatever was used of it. */
export async function voidPackages(
  { api, given }: Studio,
  members: readonly { readonly id: number; readonly packageId: number }[],
): Promise<void> {
  const admin = api.as(await given.admin());
  const body = { reason: 'voided', keepUsages: true };
  for (const { id, packageId } of members) {
    const answer = await admin.post(`/members/${id}/packages/${packageId}/void`, body);
    if (answer.status !== 200) throw new Error(`voidPackages: ${answer.text}`);
  }
}
