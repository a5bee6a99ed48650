import { Text } from '@mantine/core';
import type { PackageSaleDto } from '../api/generated/types.gen.js';
import { words } from '../texts/prices.js';
import { moneyText } from '../ui/money.js';

/** What a package was sold as, and for how much. */
export default function SoldFor({ sale }: { readonly sale: PackageSaleDto }) {
  const { name, priceMinor, currency, complimentary } = sale;
  const price = complimentary ? words.sale.free : moneyText(priceMinor, currency);
  return (
    <Text size="sm" c="dimmed" mt={4} style={{ overflowWrap: 'anywhere' }}>
      {name} · {price}
    </Text>
  );
}
