import { ChoiceField, CursorParam, FlagParam, IdParam, LimitParam } from '../../http/fields.js';
import { SearchParam } from '../../http/person-fields.js';
import { ATTENTIONS, type Attention } from '../../packages/package-rules.js';

const BALANCES = ['low', 'empty'] as const satisfies Attention[];
export type BalanceFilter = (typeof BALANCES)[number];

const TO_PAY = ['open', 'unpaid', 'partly'] as const;
export type PaymentFilter = (typeof TO_PAY)[number];

const ORDERS = ['name', 'attention'] as const;
export type MemberOrder = (typeof ORDERS)[number];

export class MembersQueryDto {
  @SearchParam()
  search?: string;

  @IdParam({
    optional: true,
    description:
      'The list as this coach sees it: the assigned members, and the packages with this coach. ' +
      'Coaches name themselves, or one for whom they stand in.',
    example: 3,
  })
  coachId?: number;

  @ChoiceField(BALANCES, {
    optional: true,
    description:
      '`low`: one usable session left, or up to `lowBalance` of them. `empty`: packages were ' +
      'sold, but no usable session is left and no other subscription runs.',
  })
  balance?: BalanceFilter;

  @ChoiceField(ATTENTIONS, {
    optional: true,
    description:
      '`empty` and `low` as in `balance`. `expiring`: a usable package ends within ' +
      '`expiringWithinDays`. `waiting`: a package waits for an approval. Both numbers are told ' +
      'by `GET /studio`.',
  })
  attention?: Attention;

  @ChoiceField(TO_PAY, {
    optional: true,
    description:
      'Who has a package that is not paid: of which nothing is (`unpaid`), or not all ' +
      '(`partly`); `open` for both. However the package stands otherwise.',
  })
  payment?: PaymentFilter;

  @FlagParam({
    optional: true,
    description:
      'Who has something left with a coach who is switched off, or none any more; for the desk.',
  })
  coachGone?: boolean;

  @ChoiceField(ORDERS, {
    optional: true,
    description:
      'By name (the default), or by the most urgent reason for attention and then by name. While ' +
      '`search` is given, whom it fits best comes first: beginnings of names, then other words ' +
      'of them, then e-mail addresses. A cursor belongs to its order.',
  })
  order?: MemberOrder;

  @LimitParam()
  limit?: number;

  @CursorParam()
  cursor?: string;
}
