import { SegmentedControl, Stack, Text, useMantineColorScheme } from '@mantine/core';
import type { UserDto } from '../api/generated/types.gen.js';
import { t } from '../texts/texts.js';
import { OwnLanguage } from './own-language.js';

/** How the app looks on this device, and the language that it speaks to this person. */
export default function Appearance({ user }: { readonly user: UserDto }) {
  return (
    <Stack gap="xl">
      <ColorScheme />
      <OwnLanguage user={user} />
    </Stack>
  );
}

function ColorScheme() {
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
