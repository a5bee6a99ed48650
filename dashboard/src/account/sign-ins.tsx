import { Button, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { endSignIn } from '../api/generated/sdk.gen.js';
import type { SignInDto, UserDto } from '../api/generated/types.gen.js';
import { ask } from '../api/problem.js';
import { signInsQuery } from '../data/queries.js';
import { t } from '../texts/texts.js';
import { showNotSaved, showSaved } from '../ui/change-toast.js';
import { Mark } from '../ui/mark.js';
import { sendErrorText } from '../ui/send-error.js';
import { ListSkeleton, PartFailed } from '../ui/states.js';
import { useMomentText } from '../ui/use-moment-text.js';
import { useSending } from '../ui/use-sending.js';
import classes from './account-page.module.css';
import { ChangePassword } from './change-password.js';
import { deviceOf } from './device-words.js';
import { part } from '../ui/part.js';

/** As many are shown first; who has more has signed in often and never out. */
const FIRST = 5;

const EndSignInsSheet = lazy(() => part(() => import('./end-sign-ins-sheet.js')));

/** Where the person is signed in, and the way to end it there and everywhere. */
export default function SignIns({ user }: { readonly user: UserDto }) {
  const { data, error, refetch } = useQuery(signInsQuery());
  const [opened, sheet] = useDisclosure();
  const [most, setMost] = useState(FIRST);
  // This device comes first, wherever it was used last.
  const signIns = data?.data.toSorted((a, b) => Number(b.current) - Number(a.current)) ?? [];
  return (
    <section aria-labelledby="sign-ins">
      <h2 id="sign-ins" className={classes.heading}>
        {t.account.signIns.title}
      </h2>
      {!data && !error && <ListSkeleton rows={2} />}
      {!data && error && <PartFailed error={error} onRetry={() => void refetch()} />}
      <ul className={classes.list}>
        {signIns.slice(0, most).map((one) => (
          <SignInRow key={one.id} one={one} />
        ))}
      </ul>
      {signIns.length > most && (
        <Button variant="subtle" mt="sm" fullWidth onClick={() => setMost(signIns.length)}>
          {t.app.more}
        </Button>
      )}
      {signIns.length > 1 && (
        <Button variant="default" mt="sm" fullWidth onClick={sheet.open}>
          {t.account.signIns.endAll}
        </Button>
      )}
      <ChangePassword user={user} />
      {opened && (
        <Suspense>
          <EndSignInsSheet user={user} onClose={sheet.close} />
        </Suspense>
      )}
    </section>
  );
}

function SignInRow({ one }: { readonly one: SignInDto }) {
  const cache = useQueryClient();
  const words = t.account.signIns;
  const device = deviceText(one);
  // The one in the person's hand needs no warning.
  const isStrange = one.isNewDevice && !one.current;
  const sending = useSending(
    (signInId: string, headers) => ask(endSignIn({ path: { signInId }, headers })),
    () => {
      showSaved(words.ended(device));
      void cache.invalidateQueries(signInsQuery());
    },
    (error) => {
      showNotSaved(sendErrorText(error));
      void cache.invalidateQueries(signInsQuery());
    },
  );
  return (
    <li className={classes.signIn}>
      <Stack gap={2} className={classes.facts}>
        <Text fw={600}>{device}</Text>
        {one.current && (
          <div>
            <Mark tone="good">{words.thisDevice}</Mark>
          </div>
        )}
        {isStrange && (
          <div>
            <Mark tone="warn">{words.newDevice}</Mark>
          </div>
        )}
        <Times one={one} />
        {isStrange && <Text size="sm">{words.notYou}</Text>}
      </Stack>
      {!one.current && (
        <Button
          variant="default"
          loading={sending.isSending}
          aria-label={words.endOf(device)}
          onClick={() => sending.send(one.id)}
        >
          {t.account.signOut}
        </Button>
      )}
    </li>
  );
}

/** When, and from where. */
function Times({ one: { lastUsedAt, startedAt, ipAddress } }: { readonly one: SignInDto }) {
  const moment = useMomentText();
  const words = t.account.signIns;
  return (
    <Text c="dimmed" size="sm">
      {words.used(moment(lastUsedAt))}
      <br />
      {words.started(moment(startedAt))}
      {ipAddress !== null && (
        <>
          <br />
          {words.address(ipAddress)}
        </>
      )}
    </Text>
  );
}

function deviceText({ userAgent }: SignInDto): string {
  const { browser, system } = deviceOf(userAgent ?? '');
  if (browser !== null && system !== null) return t.account.signIns.device(browser, system);
  return browser ?? system ?? t.account.signIns.unknown;
}
