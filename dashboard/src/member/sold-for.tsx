import { Text } from '@mantine/core';
import type { PackageDto } from '../api/generated/types.gen.js';
import { words } from '../texts/prices.js';
import { moneyText } from '../ui/money.js';

/** What a package was sold as, and for how much; nothing where nobody knows. */
export default function SoldFor({ one }: { readonly one: PackageDto }) {
  const { name, priceMinor, currency, complimentary } = one;
  if (name === null || priceMinor === null || currency === null) return null;
  const price = complimentary ? words.sale.free : moneyText(priceMinor, currency);
  return (
    <Text size="sm" c="dimmed" mt={4} style={{ overflowWrap: 'anywhere' }}>
      {name} · {price}
    </Text>
  );
}
