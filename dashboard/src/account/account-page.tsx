import {
  Anchor,
  Button,
  Modal,
  SegmentedControl,
  Stack,
  Text,
  useMantineColorScheme,
} from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { UserDto } from '../api/generated/types.gen.js';
import { signOutHere } from '../api/sign-outs.js';
import { useStudio } from '../data/queries.js';
import { useTaps } from '../queue/tap-store.js';
import { isWaiting } from '../queue/tap.js';
import { PageHead } from '../shell/page-head.js';
import { t } from '../texts/texts.js';
import { InstallButton } from './install-button.js';
import { SignIns } from './sign-ins.js';
import classes from './account-page.module.css';

/** Who is signed in, how the app looks, and the way out. */
export default function AccountPage({ user }: { readonly user: UserDto }) {
  const { timeZone } = useStudio();
  return (
    <>
      <PageHead title={t.account.title} />
      <Stack gap="xl" maw={480}>
        <div className={classes.card}>
          <Text fw={700} size="lg" className={classes.name}>
            {user.firstName} {user.lastName}
          </Text>
          <Text c="dimmed" className={classes.name}>
            {user.email}
          </Text>
          <Text mt={4}>{t.account.role[user.role]}</Text>
        </div>
        <Appearance />
        <InstallButton />
        <Text c="dimmed" size="sm">
          {t.account.studioTime(timeZone)}
          <br />
          <Anchor href="/docs" size="sm" className={classes.link}>
            {t.account.apiDocs}
          </Anchor>
        </Text>
        <SignOut user={user} />
        <SignIns user={user} />
      </Stack>
    </>
  );
}

function Appearance() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <div>
      <Text fw={600} mb={6} id="appearance">
        {t.account.theme}
      </Text>
      <SegmentedControl
        fullWidth
        size="md"
        aria-labelledby="appearance"
        value={colorScheme}
        onChange={(value) => setColorScheme(value)}
        data={(['auto', 'light', 'dark'] as const).map((value) => ({
          value,
          label: t.account[value],
        }))}
      />
    </div>
  );
}

/** Signs out; with unsent taps, which are kept, it asks first. */
function SignOut({ user }: { readonly user: UserDto }) {
  const [opened, question] = useDisclosure();
  const waiting = useTaps().filter((tap) => isWaiting(tap, user.id)).length;

  return (
    <>
      <Button variant="default" onClick={waiting > 0 ? question.open : signOutHere}>
        {t.account.signOut}
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
