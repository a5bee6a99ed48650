import { Button } from '@mantine/core';
import { IconMapQuestion } from '@tabler/icons-react';
import { Link } from 'wouter';
import { t } from '../texts/texts.js';
import { Empty } from '../ui/states.js';

export function NotFound() {
  return (
    <Empty
      isPage
      icon={<IconMapQuestion />}
      title={t.errors.notFound}
      action={
        <Button component={Link} href="/">
          {t.errors.toMembers}
        </Button>
      }
    >
      {t.errors.notFoundDetail}
    </Empty>
  );
}
