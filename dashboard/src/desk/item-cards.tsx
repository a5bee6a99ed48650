import { UnstyledButton } from '@mantine/core';
import type { CatalogueItemDto } from '../api/generated/types.gen.js';
import { words } from '../texts/prices.js';
import { moneyText } from '../ui/money.js';
import classes from './item-cards.module.css';
import listed from './listed.module.css';
import { itemFacts } from './item-facts.js';

interface Props {
  readonly items: readonly CatalogueItemDto[];
  readonly onChoose: (item: CatalogueItemDto) => void;
  readonly onOther: () => void;
}

/** The price list to choose from, and what is not on it. */
export function ItemCards({ items, onChoose, onOther }: Props) {
  return (
    <ul className={listed.list} aria-label={words.sale.choose}>
      {items.map((item) => (
        <li key={item.id}>
          <UnstyledButton className={classes.card} onClick={() => onChoose(item)}>
            <ItemFacts item={item} />
          </UnstyledButton>
        </li>
      ))}
      <li>
        <UnstyledButton className={classes.card} onClick={onOther}>
          <span className={listed.words}>
            <span className={listed.name}>{words.sale.other}</span>
            <span className={listed.detail}>{words.sale.otherDetail}</span>
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
      <span className={listed.words}>
        <span className={listed.name}>{item.name}</span>
        <span className={listed.detail}>{itemFacts(item)}</span>
      </span>
      <span className={classes.price}>{moneyText(item.priceMinor, item.currency)}</span>
    </>
  );
}
