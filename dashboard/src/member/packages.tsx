import { Button, Stack } from '@mantine/core';
import { IconTicket } from '@tabler/icons-react';
import { useState } from 'react';
import type { MemberDto, PackageShape, UserDto } from '../api/generated/types.gen.js';
import { useStudio } from '../data/queries.js';
import { useTaps } from '../queue/tap-store.js';
import { tapsOf, usedOn, withTaps } from '../queue/tap.js';
import { t } from '../texts/texts.js';
import { studioToday } from '../ui/dates.js';
import { Empty } from '../ui/states.js';
import { PackageCard } from './package-card.js';
import { currentOf } from './package-order.js';

interface Props {
  readonly member: MemberDto;
  readonly user: UserDto;
}

/** A member's packages: what counts now, and on request what was before. */
export function Packages({ member, user }: Props) {
  const [isAll, setAll] = useState(false);
  const { timeZone } = useStudio();
  const taps = tapsOf(useTaps(), member.id);
  const current = currentOf(member.packages);
  const earlier = member.packages.filter((one) => !current.includes(one));
  const expected = new Map(withTaps(current, taps).map((one) => [one.id, one.remaining]));
  const isUsedToday = usedOn(studioToday(timeZone), taps) ?? member.usedToday;
  const card = (one: PackageShape) => (
    <PackageCard
      key={one.id}
      {...{ member, user, one, isUsedToday }}
      expected={expected.get(one.id) ?? one.remaining}
    />
  );
  if (member.packages.length === 0) return <NoPackages user={user} />;
  return (
    <section aria-labelledby="packages">
      <h2 id="packages">{t.member.packages}</h2>
      <Stack gap="sm">
        {current.map(card)}
        {earlier.length > 0 && (
          <Button variant="subtle" aria-expanded={isAll} onClick={() => setAll(!isAll)}>
            {t.member.earlier(earlier.length)}
          </Button>
        )}
        {isAll && earlier.map(card)}
      </Stack>
    </section>
  );
}

function NoPackages({ user }: { readonly user: UserDto }) {
  const isDesk = user.role === 'admin' || user.role === 'staff';
  return (
    <Empty icon={<IconTicket />} title={t.member.noPackages}>
      {isDesk ? t.member.noPackagesDetail : t.member.noPackagesCoach}
    </Empty>
  );
}
