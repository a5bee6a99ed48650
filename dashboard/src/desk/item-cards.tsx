import { UnstyledButton } from '@mantine/core';
import type { CatalogueItemDto } from '../api/generated/types.gen.js';
import { words } from '../texts/prices.js';
import { moneyText } from '../ui/money.js';
import classes from './item-cards.module.css';
import { itemFacts } from './item-facts.js';

interface Props {
  readonly items: readonly CatalogueItemDto[];
  readonly onChoose: (item: CatalogueItemDto) => void;
  readonly onOther: () => void;
}

/** The price list to choose from, and what is not on it. */
export function ItemCards({ items, onChoose, onOther }: Props) {
  return (
    <ul className={classes.list} aria-label={words.sale.choose}>
      {items.map((item) => (
        <li key={item.id}>
          <UnstyledButton className={classes.card} onClick={() => onChoose(item)}>
            <ItemFacts item={item} />
          </UnstyledButton>
        </li>
      ))}
      <li>
        <UnstyledButton className={classes.card} onClick={onOther}>
          <span className={classes.words}>
            <span className={classes.name}>{words.sale.other}</span>
            <span className={classes.detail}>{words.sale.otherDetail}</span>
          </span>
        </UnstyledButton>
      </li>
    </ul>
  );
}

/** An item: what it is called, what it holds, and what it costs. */
export function ItemFacts({ item }: { readonly item: CatalogueItemDto }) {
  return (
    <>
      <span className={classes.words}>
        <span className={classes.name}>{item.name}</span>
        <span className={classes.detail}>{itemFacts(item)}</span>
      </span>
      <span className={classes.price}>{moneyText(item.priceMinor, item.currency)}</span>
    </>
  );
}
