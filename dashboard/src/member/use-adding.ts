import { addUsage } from '../api/generated/sdk.gen.js';
import type { AddUsageDto, MemberDto, PackageDto } from '../api/generated/types.gen.js';
import { ApiProblem, ask } from '../api/problem.js';
import { useOfCoach } from '../data/covering.js';
import { useTapping } from '../queue/tap-context.js';
import { NotSent, useSending } from '../ui/use-sending.js';

interface Adding {
  readonly member: MemberDto;
  readonly one: PackageDto;
  readonly onClose: () => void;
}

/** Adds a session; a request without an answer is queued as a tap with the same key. */
export function useAdding({ member, one, onClose }: Adding) {
  const ofCoach = useOfCoach();
  const { markSessionUsed, showSent } = useTapping();
  return useSending(
    (body: AddUsageDto, headers) =>
      ask(addUsage({ path: { memberId: member.id }, body: { ...body, ...ofCoach }, headers })),
    (answer, { key }) => {
      showSent(member, answer, key);
      onClose();
    },
    (error, { body: { usageDate, reason = null, reasonCode = null, ...body }, key }) => {
      if (error instanceof ApiProblem) return;
      const { again = false, attendance = 'attended' } = body;
      const day = usageDate === undefined ? {} : { usageDate };
      const tries = error instanceof NotSent ? 0 : 1;
      const how = { again, attendance, ...day };
      markSessionUsed(member, { key, tries, packageId: one.id, reason, reasonCode, ...how });
      onClose();
    },
  );
}
