import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useLayoutEffect, useRef, useState } from 'react';
import type { CatalogueItemDto } from '../api/generated/types.gen.js';
import { useStudio } from '../data/queries.js';
import { words } from '../texts/settings.js';
import { showNotSaved, showSaved } from '../ui/change-toast.js';
import { sendErrorText } from '../ui/send-error.js';
import { ListSkeleton, PartFailed } from '../ui/states.js';
import { ArchivedItems, OfferedItems } from './item-rows.js';
import { ChangeItemSheet, NewItemSheet } from './item-sheet.js';
import classes from './settings.module.css';
import { useChangeItem, usePriceList } from './use-price-list.js';

const texts = words.priceList;

/** The price list: what is offered, in which order, and what is no longer. */
export function PriceListSection() {
  const { lists, error, read } = usePriceList();
  const { currency } = useStudio();
  const [edited, setEdited] = useState<CatalogueItemDto | 'new' | null>(null);
  const { section, leave } = useFocusOfLeaving(lists?.offered, lists?.archived);
  const close = () => setEdited(null);
  const reload = async () => {
    const [{ data }] = await read();
    setEdited((was) => data?.data.find(({ id }) => was !== 'new' && id === was?.id) ?? null);
  };
  return (
    <section ref={section} tabIndex={-1} aria-labelledby="price-list" className={classes.form}>
      <h2 id="price-list" className={classes.heading}>
        {texts.title}
      </h2>
      <p className={classes.hint}>{currency === null ? texts.noCurrency : texts.hint}</p>
      {lists && <Lists {...lists} onEdit={setEdited} onLeave={leave} />}
      {lists && currency !== null && (
        <Button
          variant="default"
          mt="xs"
          leftSection={<IconPlus size={20} aria-hidden />}
          onClick={() => setEdited('new')}
        >
          {texts.add}
        </Button>
      )}
      {!lists &&
        (error ? (
          <PartFailed error={error} onRetry={() => void read()} />
        ) : (
          <ListSkeleton rows={2} />
        ))}
      {edited === 'new' && currency !== null && (
        <NewItemSheet currency={currency} onClose={close} />
      )}
      {edited !== null && edited !== 'new' && (
        <ChangeItemSheet
          item={edited}
          onReload={() => void reload()}
          onArchived={leave}
          onClose={close}
        />
      )}
    </section>
  );
}

interface ListsProps {
  readonly offered: readonly CatalogueItemDto[];
  readonly archived: readonly CatalogueItemDto[];
  readonly onEdit: (item: CatalogueItemDto) => void;
  /** Before an item leaves its list, and the button of it that has the focus. */
  readonly onLeave: () => void;
}

function Lists({ offered, archived, onEdit, onLeave }: ListsProps) {
  const [said, setSaid] = useState('');
  const failed = (error: Error) => showNotSaved(sendErrorText(error));
  const moving = useChangeItem(
    ({ name, position }) => setSaid(words.reasons.isAt(name, position, offered.length)),
    failed,
  );
  const restoring = useChangeItem(({ name }) => {
    onLeave();
    showSaved(texts.restored(name));
  }, failed);
  const move = (item: CatalogueItemDto, by: -1 | 1) => {
    const place = offered.findIndex(({ id }) => id === item.id) + 1 + by;
    const position = Math.min(Math.max(place, 1), offered.length);
    moving.send({ itemId: item.id, body: { position, expectedVersion: item.version } });
  };
  const restore = ({ id: itemId, version: expectedVersion }: CatalogueItemDto) =>
    restoring.send({ itemId, body: { archived: false, expectedVersion } });
  return (
    <>
      {offered.length === 0 && <p>{texts.none}</p>}
      <OfferedItems items={offered} onMove={move} onEdit={onEdit} />
      <span role="status" className={classes.said}>
        {said}
      </span>
      <ArchivedItems items={archived} onRestore={restore} />
    </>
  );
}

type Items = readonly CatalogueItemDto[] | undefined;

/** Keeps the focus in the section where an item leaves its list together with its buttons. */
function useFocusOfLeaving(offered: Items, archived: Items) {
  const section = useRef<HTMLElement>(null);
  const isLeaving = useRef(false);
  useLayoutEffect(() => {
    if (!isLeaving.current || document.activeElement !== document.body) return;
    isLeaving.current = false;
    section.current?.focus({ preventScroll: true });
  }, [offered, archived]);
  return { section, leave: () => (isLeaving.current = true) };
}
