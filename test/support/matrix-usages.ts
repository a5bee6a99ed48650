import type { Api, TestPerson } from './api.js';
import type { GivenMember } from './given.js';
import type { Studio } from './studio.js';

/** A session of a member, and a package that it may be moved to, where a route does so. */
export interface GivenUsage {
  readonly usageId: number;
  readonly otherPackageId: number;
}

/** A session of yesterday as a route wants it: undone, to be counted again, or one that counts. */
export async function givenUsage(
  { given }: Studio,
  { admin, coach, route }: { admin: Api; coach: TestPerson; route: string },
  member: GivenMember,
): Promise<GivenUsage> {
  const added = await admin.addUsage(member, { usageDate: '2026-03-09', reason: 'yesterday' });
  if (added.status !== 201) throw new Error(`no usage: ${added.text}`);
  const usageId = added.body.usage.id;
  if (route.endsWith('/redo')) await admin.undo(member, usageId);
  const moves = route.endsWith('/move');
  const otherPackageId = moves ? (await given.package(member, { coach, remaining: 3 })).id : 0;
  return { usageId, otherPackageId };
}
