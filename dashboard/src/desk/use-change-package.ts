import { useQueryClient } from '@tanstack/react-query';
import { changePackage } from '../api/generated/sdk.gen.js';
import type { ChangePackageDto, PackageDto } from '../api/generated/types.gen.js';
import { ask } from '../api/problem.js';
import { putPackage } from '../data/cache.js';
import { useStudio } from '../data/queries.js';
import { t } from '../texts/texts.js';
import { showSaved } from '../ui/change-toast.js';
import { validityText } from '../ui/last-day.js';
import { type Sending, useSending } from '../ui/use-sending.js';

interface Outcome {
  readonly onDone?: () => void;
  readonly onFailed?: (error: Error) => void;
}

interface PackageChange {
  readonly sending: Sending<ChangePackageDto>;
  /** Changes the package as it is shown now; refused where it is another by then. */
  change(terms: ChangePackageDto): void;
}

/** Changes the terms of a package, updates what is shown, and shows a toast. */
export function useChangePackage(one: PackageDto, outcome: Outcome): PackageChange {
  const cache = useQueryClient();
  const showOutcome = useOutcomeToast();
  const { id: packageId, memberId, version: expectedVersion } = one;
  const sending = useSending(
    async (body: ChangePackageDto, headers) => {
      const path = { memberId, packageId };
      return { body, changed: await ask(changePackage({ path, body, headers })) };
    },
    ({ body, changed }) => {
      putPackage(cache, changed);
      outcome.onDone?.();
      showOutcome(body, changed);
    },
    outcome.onFailed,
  );
  return { sending, change: (terms) => sending.send({ ...terms, expectedVersion }) };
}

function useOutcomeToast(): (body: ChangePackageDto, changed: PackageDto) => void {
  const { timeZone } = useStudio();
  const texts = t.desk.package;
  return ({ approvals, disconnected, expiresAt }, { state, coachName, ...changed }) => {
    if (approvals && state === 'expired') showSaved(texts.approvedExpired);
    else if (approvals && state === 'disconnected') showSaved(texts.rejected(coachName));
    else if (approvals) showSaved(texts.approved(coachName));
    else if (disconnected === true) showSaved(texts.disconnected(coachName));
    else if (disconnected === false) showSaved(texts.reconnected(coachName));
    else if (expiresAt !== undefined) showSaved(validityText(changed.expiresAt, timeZone));
  };
}
