import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { t } from '../texts/texts.js';
import classes from './new-member.module.css';
import { useKeptSheet } from './use-kept-sheet.js';
import { part } from '../ui/part.js';

const NewMemberSheet = lazy(() => part(() => import('./new-member-sheet.js')));

/** Creates a member, for the front desk. */
export function NewMember() {
  const [sheet, trigger] = useKeptSheet();
  return (
    <>
      <Button
        ref={trigger}
        className={classes.button}
        leftSection={<IconPlus size={20} aria-hidden />}
        aria-haspopup="dialog"
        onClick={sheet.open}
      >
        {t.desk.person.create}
      </Button>
      {sheet.wasOpened && (
        <Suspense>
          <NewMemberSheet key={sheet.round} sheet={sheet} />
        </Suspense>
      )}
    </>
  );
}
