import { Button } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconPencil } from '@tabler/icons-react';
import type { CatalogueItemDto } from '../api/generated/types.gen.js';
import { ItemFacts } from '../desk/item-cards.js';
import { words } from '../texts/settings.js';
import { RowButton } from './row-button.js';
import classes from './settings.module.css';

const { priceList: texts, reasons: rows } = words;

interface OfferedProps {
  readonly items: readonly CatalogueItemDto[];
  readonly onMove: (item: CatalogueItemDto, by: -1 | 1) => void;
  readonly onEdit: (item: CatalogueItemDto) => void;
}

/** What is offered, in its order. */
export function OfferedItems({ items, onMove, onEdit }: OfferedProps) {
  if (items.length === 0) return null;
  return (
    <ol className={classes.reasons}>
      {items.map((item) => (
        <li key={item.id} className={classes.reason}>
          <span className={classes.item}>
            <ItemFacts item={item} />
          </span>
          <span className={classes.buttons}>
            <RowButton
              icon={IconArrowUp}
              name={rows.up(item.name)}
              onClick={() => onMove(item, -1)}
            />
            <RowButton
              icon={IconArrowDown}
              name={rows.down(item.name)}
              onClick={() => onMove(item, 1)}
            />
            <RowButton icon={IconPencil} name={rows.edit(item.name)} onClick={() => onEdit(item)} />
          </span>
        </li>
      ))}
    </ol>
  );
}

interface ArchivedProps {
  readonly items: readonly CatalogueItemDto[];
  readonly onRestore: (item: CatalogueItemDto) => void;
}

/** What is offered no more, and may be again. */
export function ArchivedItems({ items, onRestore }: ArchivedProps) {
  if (items.length === 0) return null;
  return (
    <>
      <h3 id="archived-items" className={classes.subheading}>
        {texts.noLonger}
      </h3>
      <ul className={classes.reasons} aria-labelledby="archived-items">
        {items.map((item) => (
          <li key={item.id} className={classes.reason}>
            <span className={classes.item} data-archived>
              <ItemFacts item={item} />
            </span>
            <Button
              variant="default"
              size="md"
              aria-label={texts.offerAgainOf(item.name)}
              onClick={() => onRestore(item)}
            >
              {texts.offerAgain}
            </Button>
          </li>
        ))}
      </ul>
    </>
  );
}
