import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsNumber, ValidateIf } from 'class-validator';
import { applyDecorators } from '@nestjs/common';
import { MAX_PRICE_MINOR, MAX_SESSIONS_SOLD } from '../../catalogue/catalogue-rules.js';
import { MAX_NOTE_LENGTH } from '../../common/limits.js';
import {
  ChoiceField,
  CursorParam,
  IdField,
  IdParam,
  InstantField,
  IntegerField,
  LimitParam,
  ReasonCodeField,
  TextField,
} from '../../http/fields.js';
import { CurrencyField } from '../../http/money-fields.js';
import { MAX_REASON_LENGTH } from '../package-rules.js';
import { PAYMENT_METHODS, type PaymentMethod } from '../payment.entity.js';
import { RECEIVED_DAYS_BACK } from '../payment-rules.js';
import { MemberPackagesPathDto } from './package-path.dto.js';

/** A number; whether it is an amount that can be paid is a rule, with a code of its own. */
function AmountField(options: { optional?: true; description: string }): PropertyDecorator {
  const { optional = false, description } = options;
  const limits = { minimum: 1, maximum: MAX_PRICE_MINOR, example: 45_000 };
  const documented = { type: 'integer', ...limits, description } as const;
  return applyDecorators(
    ...(optional ? [ValidateIf((_, value) => value !== undefined)] : []),
    optional ? ApiPropertyOptional(documented) : ApiProperty(documented),
    IsNumber({}, { message: '$property must be a number.' }),
  );
}

const METHOD = 'How the money was given.';

/** What is paid together with a sale. */
export class SalePaymentDto {
  @ChoiceField(PAYMENT_METHODS, { description: METHOD, example: 'cash' })
  method: PaymentMethod;

  @AmountField({ optional: true, description: 'In the smallest unit; all of it if absent.' })
  amountMinor?: number;
}

export class TakePaymentDto {
  @IdField({ description: 'The package that is paid.', example: 1 })
  packageId: number;

  @ChoiceField(PAYMENT_METHODS, { description: METHOD, example: 'cash' })
  method: PaymentMethod;

  @AmountField({
    description: 'In the smallest unit of the currency: 45000 is 450 €. No more than is open.',
  })
  amountMinor: number;

  @CurrencyField({
    optional: true,
    description:
      'That of the package, which it has if absent. The first payment of a package without a ' +
      'price says it: that of the studio if absent.',
  })
  currency?: string;

  @IntegerField({
    optional: true,
    minimum: 1,
    maximum: MAX_PRICE_MINOR,
    description:
      'What a package costs that has no price, with its first payment: the amount if absent.',
  })
  priceMinor?: number;

  @InstantField({
    optional: true,
    description: `When it was received: now if absent, ${RECEIVED_DAYS_BACK} days back at most.`,
  })
  receivedAt?: string;

  @TextField({ optional: true, maxLength: MAX_NOTE_LENGTH, description: 'Stands on the receipt.' })
  note?: string;
}

export class VoidPaymentDto {
  @TextField({
    optional: true,
    neededWithout: 'reasonCode',
    maxLength: MAX_REASON_LENGTH,
    example: 'Typed twice',
  })
  reason?: string;

  @ReasonCodeField({ optional: true, description: 'Instead of own words, or beside them.' })
  reasonCode?: string;
}

export class RefundPaymentDto {
  @AmountField({
    optional: true,
    description:
      'In the smallest unit. If absent, what was paid for the sessions that go back: the price ' +
      'is split so that its parts add up.',
  })
  amountMinor?: number;

  @IntegerField({
    optional: true,
    minimum: 0,
    maximum: MAX_SESSIONS_SOLD,
    description: 'How many sessions go back; all that are left if absent, 0 for money alone.',
  })
  sessions?: number;

  @TextField({
    optional: true,
    neededWithout: 'reasonCode',
    maxLength: MAX_REASON_LENGTH,
    example: 'Moves away',
  })
  reason?: string;

  @ReasonCodeField({ optional: true, description: 'Instead of own words, or beside them.' })
  reasonCode?: string;
}

export class PaymentPathDto extends MemberPackagesPathDto {
  @IdParam({ description: 'One of the payments of this member.', example: 1 })
  paymentId: number;
}

export class PaymentsQueryDto {
  @LimitParam()
  limit?: number;

  @CursorParam()
  cursor?: string;
}

export class MailReceiptDto {
  @IdField({
    optional: true,
    description: 'The receipt of money that was paid back; that of the payment if absent.',
  })
  refundId?: number;
}
