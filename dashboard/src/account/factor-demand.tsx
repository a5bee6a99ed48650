import { Stack, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { noteFactorDemanded } from '../api/asked-again.js';
import type { UserDto } from '../api/generated/types.gen.js';
import { secondFactorQuery } from '../data/queries.js';
import { PageHead } from '../shell/page-head.js';
import { t } from '../texts/texts.js';
import { SignOut } from './account-page.js';
import { useTurnOn } from './use-turn-on.js';

const words = () => t.account.factor;

/** Instead of any page, where the studio demands a second factor and this sign-in has none. */
export default function FactorDemand({ user }: { readonly user: UserDto }) {
  const cache = useQueryClient();
  const { data } = useQuery(secondFactorQuery());
  const turnOn = useTurnOn(user, () => {
    noteFactorDemanded(false);
    // Whatever was refused meanwhile is read again.
    void cache.invalidateQueries();
  });
  const isOnAlready = data?.isOn === true && !turnOn.isOpen;
  return (
    <>
      <PageHead title={words().title} />
      <Stack maw={480}>
        <Text role="alert">{isOnAlready ? words().demand.onAlready : words().demand.why}</Text>
        {!isOnAlready && <Text>{words().about}</Text>}
        {!isOnAlready && turnOn.button}
        <SignOut user={user} text={isOnAlready ? words().demand.again : undefined} />
      </Stack>
      {turnOn.sheet}
    </>
  );
}
