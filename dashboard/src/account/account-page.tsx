import { Anchor, Button, Modal, Skeleton, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconClock, IconSettings, IconUsers } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { UserDto } from '../api/generated/types.gen.js';
import { Unreachable } from '../api/problem.js';
import { signOutHere } from '../api/sign-outs.js';
import { useStudio } from '../data/queries.js';
import { useTaps } from '../queue/tap-store.js';
import { isWaiting } from '../queue/tap.js';
import { PageHead } from '../shell/page-head.js';
import { t } from '../texts/texts.js';
import { nameOf } from '../ui/names.js';
import { Choices } from '../ui/choices.js';
import { errorText, ListSkeleton } from '../ui/states.js';
import { InstallButton } from './install-button.js';
import classes from './account-page.module.css';

/** Who is signed in, how the app looks, and the way out. */
export function AccountPage({ user }: { readonly user: UserDto }) {
  const { timeZone } = useStudio();
  return (
    <>
      <PageHead title={t.account.title} />
      <Stack gap="xl" maw={480}>
        <div className={classes.card}>
          <Text fw={700} size="lg" className={classes.name}>
            {nameOf(user)}
          </Text>
          <Text c="dimmed" className={classes.name}>
            {user.email}
          </Text>
          <Text mt={4}>{t.account.role[user.role]}</Text>
          <LaterOwnDetails user={user} />
        </div>
        {user.role === 'admin' && <StudioPages />}
        <LaterAppearance user={user} />
        <InstallButton />
        <Text c="dimmed" size="sm">
          {t.account.studioTime(timeZone)}
          <br />
          <Anchor href="/docs" size="sm" className={classes.link}>
            {t.account.apiDocs}
          </Anchor>
        </Text>
        <SignOut user={user} />
        {user.role !== 'member' && <LaterSecondFactor user={user} />}
        <LaterSignIns user={user} />
      </Stack>
    </>
  );
}

/** What admins look after, beside the members. */
function StudioPages() {
  const words = t.account;
  const people = { name: words.people, detail: words.peopleDetail, icon: IconUsers };
  const settings = { name: words.settings, detail: words.settingsDetail, icon: IconSettings };
  const background = { name: words.background, detail: words.backgroundDetail, icon: IconClock };
  return (
    <section aria-labelledby="studio">
      <h2 id="studio" className={classes.heading}>
        {words.studio}
      </h2>
      <Choices
        choices={[
          { key: 'people', ...people, href: '/people' },
          { key: 'settings', ...settings, href: '/settings' },
          { key: 'background', ...background, href: '/background' },
        ]}
      />
    </section>
  );
}

/*
 * These are loaded when they are looked at: none is among what a phone loads before its first
 * page. What is between them, the way out, is there without a connection.
 */

const loadAppearance = async () => import('./appearance.js');
const loadOwnDetails = async () => import('./own-details.js');
const loadSecondFactor = async () => import('./second-factor.js');
const loadSignIns = async () => import('./sign-ins.js');

function LaterAppearance({ user }: { readonly user: UserDto }) {
  const { part, hasFailed } = usePart(loadAppearance);
  if (part) return <part.default user={user} />;
  return hasFailed ? null : <Skeleton h={180} />;
}

function LaterOwnDetails({ user }: { readonly user: UserDto }) {
  const { part, hasFailed } = usePart(loadOwnDetails);
  if (part) return <part.default user={user} />;
  return hasFailed ? null : <Skeleton h={100} mt="sm" />;
}

/** Where it cannot be loaded, the list below says so. */
function LaterSecondFactor({ user }: { readonly user: UserDto }) {
  const { part, hasFailed } = usePart(loadSecondFactor);
  if (part) return <part.default user={user} />;
  return hasFailed ? null : <ListSkeleton rows={1} />;
}

function LaterSignIns({ user }: { readonly user: UserDto }) {
  const { part, hasFailed } = usePart(loadSignIns);
  if (part) return <part.default user={user} />;
  if (!hasFailed) return <ListSkeleton rows={2} />;
  return (
    <Text c="dimmed" role="alert">
      {errorText(new Unreachable())}
    </Text>
  );
}

/** A part of the page, and whether it could not be loaded, which is tried anew at each visit. */
function usePart<Part>(load: () => Promise<Part>): { part?: Part; hasFailed?: boolean } {
  const [state, setState] = useState<{ part?: Part; hasFailed?: boolean }>({});
  useEffect(() => {
    load().then(
      (part) => setState({ part }),
      () => setState({ hasFailed: true }),
    );
  }, [load]);
  return state;
}

interface SignOutProps {
  readonly user: UserDto;
  readonly text?: string;
}

/** Signs out; with unsent taps, which are kept, it asks first. */
export function SignOut({ user, text = t.account.signOut }: SignOutProps) {
  const [opened, question] = useDisclosure();
  const waiting = useTaps().filter((tap) => isWaiting(tap, user.id)).length;

  return (
    <>
      <Button variant="default" onClick={waiting > 0 ? question.open : signOutHere}>
        {text}
      </Button>
      <Modal
        opened={opened}
        onClose={question.close}
        title={t.account.signOutTitle}
        centered
        closeButtonProps={{ 'aria-label': t.app.close, size: 44 }}
      >
        <Text mb="md">{t.account.signOutWaiting(waiting)}</Text>
        <Stack>
          <Button onClick={question.close}>{t.app.cancel}</Button>
          <Button variant="default" onClick={signOutHere}>
            {t.account.signOutAnyway}
          </Button>
        </Stack>
      </Modal>
    </>
  );
}
