import { Button } from '@mantine/core';
import { t } from '../texts/texts.js';

/** Creates a member. */
export function NewMember() {
  return <Button>{t.app.members}</Button>;
}
