import { Button, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { words } from '../texts/own-details.js';
import { hideChangeToast } from '../ui/change-toast.js';
import { OwnDetailsSheet } from './own-details-sheet.js';

/** What people change of themselves: the buttons that open the sheets. */
export default function OwnDetails() {
  const [opened, sheet] = useDisclosure();
  const open = () => {
    hideChangeToast();
    sheet.open();
  };
  return (
    <Stack gap="sm" mt="sm">
      <Button variant="default" fullWidth aria-haspopup="dialog" onClick={open}>
        {words.title}
      </Button>
      {opened && <OwnDetailsSheet onClose={sheet.close} />}
    </Stack>
  );
}
