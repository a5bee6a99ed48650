import { useQueryClient } from '@tanstack/react-query';
import { changeFreeze, freezePackage } from '../api/generated/sdk.gen.js';
import type { FreezePackageDto, PackageDto } from '../api/generated/types.gen.js';
import { ask } from '../api/problem.js';
import { putPackage } from '../data/cache.js';
import { words } from '../texts/freezes.js';
import { showSaved } from '../ui/change-toast.js';
import { type Sending, useSending } from '../ui/use-sending.js';

/** A new freeze, or another end of one. */
type Freezing =
  Omit<FreezePackageDto, 'expectedVersion'> | { readonly id: number; readonly to: string | null };

/** Freezes what is shown, or changes its freeze; refused where it is another by then. */
export function useFreezing(one: PackageDto, onDone: () => void): Sending<Freezing> {
  const cache = useQueryClient();
  const { id: packageId, memberId, version: expectedVersion, coachName } = one;
  return useSending(
    async (said: Freezing, headers) => {
      if (!('id' in said)) {
        const body = { ...said, expectedVersion };
        return ask(freezePackage({ path: { memberId, packageId }, body, headers }));
      }
      const path = { memberId, packageId, freezeId: said.id };
      const body = { to: said.to, expectedVersion };
      return ask(changeFreeze({ path, body, headers }));
    },
    (changed, { body }) => {
      putPackage(cache, changed);
      if (!('id' in body)) showSaved(words.frozen(coachName));
      else showSaved(changed.freeze ? words.changed(coachName) : words.ended(coachName));
      onDone();
    },
  );
}
