import { Text } from '@mantine/core';
import type { PackageDto, PackagePaymentDto, PackageSaleDto } from '../api/generated/types.gen.js';
import { words as payments } from '../texts/payments.js';
import { words } from '../texts/prices.js';
import { Mark, type Tone } from '../ui/mark.js';
import { moneyText } from '../ui/money.js';

const TONES: Readonly<Record<PackagePaymentDto['state'], Tone>> = {
  ...{ paid: 'good', partly: 'warn', unpaid: 'warn' },
};

/** What a package was sold as, for how much, and what of it is paid. */
export default function SoldFor({ sale, payment }: Pick<PackageDto, 'sale' | 'payment'>) {
  return (
    <>
      {sale && (
        <Text size="sm" c="dimmed" mt={4} style={{ overflowWrap: 'anywhere' }}>
          {soldAs(sale)}
        </Text>
      )}
      {payment && (
        <div style={{ marginTop: 4 }}>
          <Mark tone={TONES[payment.state]}>{paidText(payment)}</Mark>
        </div>
      )}
    </>
  );
}

function soldAs({ name, priceMinor, currency, complimentary }: PackageSaleDto): string {
  return `${name} · ${complimentary ? words.sale.free : moneyText(priceMinor, currency)}`;
}

function paidText({ state, paidMinor, openMinor, currency }: PackagePaymentDto): string {
  return payments.states[state](moneyText(state === 'paid' ? paidMinor : openMinor, currency));
}
