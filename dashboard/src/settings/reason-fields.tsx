import { Button } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconPencil, IconPlus } from '@tabler/icons-react';
import { type MouseEvent, useState } from 'react';
import { flushSync } from 'react-dom';
import type { ReasonDto } from '../api/generated/types.gen.js';
import { MOST_REASONS } from '../api/rules.js';
import { words } from '../texts/settings.js';
import { inLanguage } from '../texts/texts.js';
import { Mark } from '../ui/mark.js';
import { moved, withReason } from './reason-edits.js';
import { ReasonSheet } from './reason-sheet.js';
import { RowButton } from './row-button.js';
import classes from './settings.module.css';
import type { FieldsProps } from './values.js';

const texts = words.reasons;

/** Why people change something: what is offered, in which order, and in which words. */
export function ReasonFields({ values: { reasons }, onChange }: FieldsProps) {
  const [edited, setEdited] = useState<ReasonDto | 'new' | null>(null);
  const [said, setSaid] = useState('');
  const move = (one: ReasonDto, by: -1 | 1) => {
    const next = moved(reasons, one.code, by);
    onChange({ reasons: next });
    setSaid(texts.isAt(textOf(one), next.indexOf(one) + 1, next.length));
  };
  const isFull = reasons.length >= MOST_REASONS;
  return (
    <section aria-labelledby="reasons">
      <h2 id="reasons" className={classes.heading}>
        {words.names.reasons}
      </h2>
      <p className={classes.hint}>{texts.hint}</p>
      <ol className={classes.reasons}>
        {reasons.map((one) => (
          <Row
            key={one.code}
            one={one}
            onMove={(by) => move(one, by)}
            onEdit={() => setEdited(one)}
          />
        ))}
      </ol>
      <span role="status" className={classes.said}>
        {said}
      </span>
      {isFull && <p className={classes.hint}>{texts.full(MOST_REASONS)}</p>}
      {!isFull && (
        <Button
          variant="default"
          mt="xs"
          leftSection={<IconPlus size={20} aria-hidden />}
          onClick={() => setEdited('new')}
        >
          {texts.add}
        </Button>
      )}
      {edited !== null && (
        <ReasonSheet
          one={edited === 'new' ? null : edited}
          reasons={reasons}
          onDone={(changed) => onChange({ reasons: withReason(reasons, changed) })}
          onClose={() => setEdited(null)}
        />
      )}
    </section>
  );
}

interface RowProps {
  readonly one: ReasonDto;
  readonly onMove: (by: -1 | 1) => void;
  readonly onEdit: () => void;
}

function Row({ one, onMove, onEdit }: RowProps) {
  const name = textOf(one);
  // The row changes its place, and the focus would stay behind.
  const move = (by: -1 | 1) => (event: MouseEvent<HTMLButtonElement>) => {
    const button = event.currentTarget;
    flushSync(() => onMove(by));
    button.focus({ preventScroll: true });
  };
  return (
    <li className={classes.reason}>
      <span className={classes.words} data-archived={one.isArchived}>
        <span>{name}</span>
        <span className={classes.other}>{inLanguage({ en: one.de, de: one.en })}</span>
        {one.isArchived && <Mark tone="calm">{texts.archived}</Mark>}
      </span>
      <span className={classes.buttons}>
        <RowButton icon={IconArrowUp} name={texts.up(name)} onClick={move(-1)} />
        <RowButton icon={IconArrowDown} name={texts.down(name)} onClick={move(1)} />
        <RowButton icon={IconPencil} name={texts.edit(name)} onClick={onEdit} />
      </span>
    </li>
  );
}

function textOf({ en, de }: ReasonDto): string {
  return inLanguage({ en, de });
}
