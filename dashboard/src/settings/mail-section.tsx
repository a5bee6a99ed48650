import { Button, Text } from '@mantine/core';
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { getMail, testMail } from '../api/generated/sdk.gen.js';
import type { MailDto, TestedMailDto } from '../api/generated/types.gen.js';
import { ApiProblem, ask } from '../api/problem.js';
import { words } from '../texts/settings.js';
import { ErrorBox, sendErrorText } from '../ui/send-error.js';
import { ListSkeleton, PartFailed } from '../ui/states.js';
import { useMomentText } from '../ui/use-moment-text.js';
import { useSending } from '../ui/use-sending.js';
import classes from './settings.module.css';

const { mail: texts } = words;

const mailQuery = () =>
  queryOptions({
    queryKey: ['mail'],
    queryFn: ({ signal }) => ask(getMail({ signal })),
    staleTime: 0,
  });

/** Whether mail is set up, how the last mails went, and a mail to try it out. */
export function MailSection() {
  const { data, error, refetch } = useQuery(mailQuery());
  return (
    <section aria-labelledby="mail" className={classes.form}>
      <h2 id="mail" className={classes.heading}>
        {texts.title}
      </h2>
      {data && <MailFacts mail={data} />}
      {data?.isSetUp && <TestMail />}
      {!data &&
        (error ? (
          <PartFailed error={error} onRetry={() => void refetch()} />
        ) : (
          <ListSkeleton rows={2} />
        ))}
    </section>
  );
}

function MailFacts({ mail }: { readonly mail: MailDto }) {
  const moment = useMomentText();
  const { server, sender, lastDeliveredAt, waiting, givenUp, trouble } = mail;
  if (server === null || sender === null) return <Text c="dimmed">{texts.none}</Text>;
  return (
    <>
      <Text className={classes.facts}>{texts.by(sender, server)}</Text>
      <Text c="dimmed">
        {lastDeliveredAt === null ? texts.noneTaken : texts.taken(moment(lastDeliveredAt))}
        {waiting > 0 && ` ${texts.waiting(waiting)}`}
      </Text>
      {givenUp > 0 && (
        <Text>
          <Link href="/background" className={classes.more}>
            {texts.givenUp(givenUp)}
          </Link>
        </Text>
      )}
      {trouble && (
        <Text className={classes.facts}>
          {texts.trouble(trouble.reason)}
          {trouble.nextTryAt !== null && ` ${texts.nextTry(moment(trouble.nextTryAt))}`}
        </Text>
      )}
    </>
  );
}

function TestMail() {
  const cache = useQueryClient();
  const [tested, setTested] = useState<TestedMailDto | null>(null);
  const sending = useSending(
    () => ask(testMail()),
    (answer) => {
      setTested(answer);
      void cache.invalidateQueries(mailQuery());
    },
    () => setTested(null),
  );
  return (
    <>
      <Button
        mt="sm"
        variant="default"
        loading={sending.isSending}
        onClick={() => sending.send(undefined)}
      >
        {texts.test}
      </Button>
      <Text role="status" mt="xs" className={classes.facts}>
        {tested && texts.tested(tested.to, tested.answer)}
      </Text>
      {sending.error && <ErrorBox>{testErrorText(sending.error)}</ErrorBox>}
    </>
  );
}

/** The words of the server tell more than ours. */
function testErrorText(error: Error): string {
  const isOfServer = error instanceof ApiProblem && error.code === 'mail_not_delivered';
  return isOfServer ? texts.notDelivered(error.message) : sendErrorText(error);
}
