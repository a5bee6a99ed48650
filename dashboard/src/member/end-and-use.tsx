import { Button } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { changeFreeze } from '../api/generated/sdk.gen.js';
import type { MemberDto, PackageDto } from '../api/generated/types.gen.js';
import { ask } from '../api/problem.js';
import { putPackage } from '../data/cache.js';
import { useStudio } from '../data/queries.js';
import { startOf } from '../desk/later-start.js';
import { useTapping } from '../queue/tap-context.js';
import { words } from '../texts/freezes.js';
import { showNotSaved } from '../ui/change-toast.js';
import { addDays, studioToday } from '../ui/dates.js';
import { sendErrorText } from '../ui/send-error.js';
import { useSending } from '../ui/use-sending.js';

interface Props {
  readonly member: MemberDto;
  readonly one: PackageDto;
  readonly isUsedToday: boolean;
}

/** Ends the freeze, which may last until a later start, with yesterday, and uses a session. */
export default function EndAndUse({ member, one, isUsedToday }: Props) {
  const cache = useQueryClient();
  const { timeZone } = useStudio();
  const { markSessionUsed } = useTapping();
  const { id: packageId, memberId, freeze, version: expectedVersion } = one;
  const sending = useSending(
    async (freezeId: number, headers) => {
      const path = { memberId, packageId, freezeId };
      const body = { to: addDays(studioToday(timeZone), -1), expectedVersion };
      return ask(changeFreeze({ path, body, headers }));
    },
    (changed) => {
      putPackage(cache, changed);
      const packages = member.packages.map((each) => (each.id === packageId ? changed : each));
      markSessionUsed({ ...member, packages }, { packageId });
    },
    (error) => showNotSaved(sendErrorText(error)),
  );
  if (freeze === null || isUsedToday || !one.remaining) return null;
  return (
    <Button
      flex="1 0 100%"
      size="lg"
      variant="default"
      loading={sending.isSending}
      leftSection={<IconPlayerPlay aria-hidden />}
      onClick={() => sending.send(freeze.id)}
    >
      {startOf(one, timeZone) === null ? words.endAndUse : words.startAndUse}
    </Button>
  );
}
