import { Button, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import type { SecondFactorDto, UserDto } from '../api/generated/types.gen.js';
import { secondFactorQuery, useStudio } from '../data/queries.js';
import { t } from '../texts/texts.js';
import { hideChangeToast } from '../ui/change-toast.js';
import { momentText, studioToday } from '../ui/dates.js';
import { Mark } from '../ui/mark.js';
import { ListSkeleton, PartFailed } from '../ui/states.js';
import classes from './account-page.module.css';
import factorClasses from './factor.module.css';
import { useTurnOn } from './use-turn-on.js';
import { part } from '../ui/part.js';

const words = () => t.account.factor;
/** So few recovery codes ask for new ones. */
const FEW = 3;

const NewCodesSheet = lazy(() => part(() => import('./new-codes-sheet.js')));
const TurnOffSheet = lazy(() => part(() => import('./turn-off-sheet.js')));

type SheetName = 'codes' | 'off';

/** Whether signing in asks for a code, and what can be done about it. */
export default function SecondFactor({ user }: { readonly user: UserDto }) {
  const cache = useQueryClient();
  const { data, error, refetch } = useQuery(secondFactorQuery());
  const [sheet, setSheet] = useState<SheetName | null>(null);
  const readAgain = () => void cache.invalidateQueries(secondFactorQuery());
  const turnOn = useTurnOn(user, readAgain);
  const close = () => {
    setSheet(null);
    readAgain();
  };
  const open = (name: SheetName) => {
    hideChangeToast();
    setSheet(name);
  };
  return (
    <section aria-labelledby="second-factor" className={factorClasses.factor}>
      <h2 id="second-factor" className={classes.heading}>
        {words().title}
      </h2>
      {!data && !error && <ListSkeleton rows={1} />}
      {!data && error && <PartFailed error={error} onRetry={() => void refetch()} />}
      {data?.isOn === true && <On factor={data} onOpen={open} />}
      {data?.isOn === false && (
        <>
          <Text>{words().about}</Text>
          {data.isDemanded && <Text fw={600}>{words().demanded}</Text>}
          {turnOn.button}
        </>
      )}
      {turnOn.sheet}
      {sheet && (
        <Suspense>
          {sheet === 'codes' && <NewCodesSheet user={user} onClose={close} />}
          {sheet === 'off' && <TurnOffSheet onClose={close} />}
        </Suspense>
      )}
    </section>
  );
}

interface OnProps {
  readonly factor: SecondFactorDto;
  readonly onOpen: (name: SheetName) => void;
}

function On({ factor: { since, recoveryCodesLeft, isDemanded }, onOpen }: OnProps) {
  const { timeZone } = useStudio();
  const isFew = recoveryCodesLeft <= FEW;
  return (
    <>
      <div>
        <Mark tone="good">{words().on}</Mark>
      </div>
      <Text c="dimmed" size="sm">
        {since !== null && words().since(momentText(since, timeZone, studioToday(timeZone)))}
        <br />
        {words().left(recoveryCodesLeft)}
      </Text>
      {isFew && (
        <div>
          <Mark tone="warn">{words().few}</Mark>
        </div>
      )}
      {isDemanded && <Text size="sm">{words().demanded}</Text>}
      <div className={factorClasses.buttons}>
        <Button variant="default" aria-haspopup="dialog" onClick={() => onOpen('codes')}>
          {words().newCodes}
        </Button>
        {!isDemanded && (
          <Button variant="default" aria-haspopup="dialog" onClick={() => onOpen('off')}>
            {words().turnOff}
          </Button>
        )}
      </div>
    </>
  );
}
