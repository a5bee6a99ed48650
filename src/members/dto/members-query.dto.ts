import { ChoiceField, CursorParam, LimitParam, TextField } from '../../common/fields.js';

const BALANCES = ['low', 'empty'] as const;
export type BalanceFilter = (typeof BALANCES)[number];

export class MembersQueryDto {
  @TextField({
    optional: true,
    minLength: 0,
    maxLength: 100,
    description: 'Words to be found in name or e-mail address, all of them.',
  })
  search?: string;

  @ChoiceField(BALANCES, {
    optional: true,
    description:
      '`low`: one to three usable sessions left. `empty`: packages were sold, but no usable ' +
      'session is left and no other subscription runs.',
  })
  balance?: BalanceFilter;

  @LimitParam()
  limit?: number;

  @CursorParam()
  cursor?: string;
}
