import { Button, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { CatalogueItemDto } from '../api/generated/types.gen.js';
import { words } from '../texts/prices.js';
import { t } from '../texts/texts.js';
import { nameOf } from '../ui/names.js';
import { useFocusOnShow } from '../ui/use-focus-on-show.js';
import { Sheet } from '../ui/sheet.js';
import { ListSkeleton } from '../ui/states.js';
import { catalogueQuery } from './catalogue-query.js';
import classes from './desk.module.css';
import { ItemCards } from './item-cards.js';
import { ItemSale } from './item-sale.js';
import type { SellProps } from './sell-props.js';
import { TypedSale } from './typed-sale.js';

/** Sells a package: by the price list where there is one, and known, or as somebody types it. */
export default function SellSheet(props: SellProps) {
  const { sheet, member, again } = props;
  const { data, isLoading } = useQuery(catalogueQuery());
  const items = data?.data ?? [];
  return (
    <Sheet
      title={again ? t.desk.sell.again : t.desk.sell.title}
      opened={sheet.opened}
      onClose={sheet.close}
    >
      <Text className={classes.who} mb="md">
        {t.desk.sell.for(nameOf(member))}
      </Text>
      {isLoading && <ListSkeleton rows={3} />}
      {!isLoading && items.length === 0 && <TypedSale {...props} />}
      {items.length > 0 && <ListedSale {...props} items={items} />}
    </Sheet>
  );
}

interface ListedProps extends SellProps {
  readonly items: readonly CatalogueItemDto[];
}

/**
 * Begins with what was bought last, if it is on offer still: most people buy the same again. What
 * was sold without the list is typed again.
 */
function ListedSale({ items, ...props }: ListedProps) {
  const { member, again } = props;
  const last = again ?? member.packages[0] ?? member.lastPackage;
  const typed = again && !again.sale ? 'other' : null;
  const [chosen, setChosen] = useState<number | 'other' | null>(
    last?.sale?.catalogueItemId ?? typed,
  );
  // What it is by now: it may have another price since it was chosen.
  const item = items.find(({ id }) => id === chosen);
  if (!item && chosen !== 'other') {
    return (
      <ItemCards
        items={items}
        onChoose={({ id }) => setChosen(id)}
        onOther={() => setChosen('other')}
      />
    );
  }
  return (
    <>
      <Back onClick={() => setChosen(null)} />
      {item ? <ItemSale {...props} item={item} /> : <TypedSale {...props} />}
    </>
  );
}

function Back({ onClick }: { readonly onClick: () => void }) {
  const shown = useFocusOnShow<HTMLButtonElement>();
  return (
    <Button ref={shown} variant="default" mb="md" onClick={onClick}>
      {words.sale.back}
    </Button>
  );
}
