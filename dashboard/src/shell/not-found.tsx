import { IconMapQuestion } from '@tabler/icons-react';
import { t } from '../texts/texts.js';
import { Empty, ToMembers } from '../ui/states.js';

export function NotFound() {
  return (
    <Empty isPage icon={<IconMapQuestion />} title={t.errors.notFound} action={<ToMembers />}>
      {t.errors.notFoundDetail}
    </Empty>
  );
}
