import { SegmentedControl, Text, useMantineColorScheme } from '@mantine/core';
import { t } from '../texts/texts.js';

/** How the app looks on this device. */
export default function Appearance() {
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
