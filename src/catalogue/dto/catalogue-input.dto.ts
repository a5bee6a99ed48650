import { MAX_ID } from '../../common/limits.js';
import type { RateType } from '../../config/config.js';
import {
  ChoiceField,
  FlagField,
  FlagParam,
  IdField,
  IdParam,
  IntegerField,
} from '../../http/fields.js';
import { CurrencyField } from '../../http/money-fields.js';
import { NameField } from '../../http/person-fields.js';
import {
  type Activation,
  ACTIVATIONS,
  MAX_ITEM_NAME_LENGTH,
  MAX_ITEMS,
  MAX_PRICE_MINOR,
  MAX_SESSIONS_SOLD,
  MAX_VALID_DAYS,
  SALE_TYPES,
} from '../catalogue-rules.js';

const MAYBE = { optional: true } as const;
const NAME = { maxLength: MAX_ITEM_NAME_LENGTH, example: '10 sessions' };
const PRICE = {
  ...{ minimum: 0, maximum: MAX_PRICE_MINOR, example: 45_000 },
  description: 'In the smallest unit of its currency: 45000 is 450 €.',
};
const SESSIONS = {
  ...{ optional: true, nullable: true, minimum: 1, maximum: MAX_SESSIONS_SOLD, example: 10 },
  description:
    'Required for a `package`; null for no limit, or where the studio does not count its type.',
};
const VALID_DAYS = {
  ...{ optional: true, nullable: true, minimum: 1, maximum: MAX_VALID_DAYS, example: 90 },
  description:
    'How many studio days it is valid, the first one included; null for no end. Required where ' +
    'the first use begins it.',
};
const ACTIVATION =
  'With which day its days begin: that of the sale (`purchase`), or that of the first session ' +
  'used (`first_use`).';
const RATE = 'How it is paid; `package` counts sessions.';
const COACH = 'With whom alone it is sold; null for every coach.';
const MEMBER = 'Whether members may be offered it. Nothing sells it to them yet.';

export class CatalogueQueryDto {
  @FlagParam({ ...MAYBE, description: 'Those that are archived, instead of those on offer.' })
  archived?: boolean;
}

export class ItemPathDto {
  @IdParam({ description: 'The item.', example: 1 })
  itemId: number;
}

export class AddItemDto {
  @NameField(NAME)
  name: string;

  @ChoiceField(SALE_TYPES, { ...MAYBE, description: `${RATE} \`package\` if absent.` })
  rateType?: RateType;

  @IntegerField(SESSIONS)
  sessions?: number | null;

  @IntegerField(VALID_DAYS)
  validDays?: number | null;

  @ChoiceField(ACTIVATIONS, { ...MAYBE, description: `${ACTIVATION} \`purchase\` if absent.` })
  activation?: Activation;

  @IntegerField(PRICE)
  priceMinor: number;

  @CurrencyField({ ...MAYBE, description: 'By ISO 4217; that of the studio if absent.' })
  currency?: string;

  @IdField({ ...MAYBE, nullable: true, description: COACH, example: null })
  coachId?: number | null;

  @FlagField({ ...MAYBE, description: MEMBER })
  memberCanBuy?: boolean;
}

export class ChangeItemDto {
  @NameField({ ...NAME, ...MAYBE })
  name?: string;

  @ChoiceField(SALE_TYPES, { ...MAYBE, description: RATE })
  rateType?: RateType;

  @IntegerField(SESSIONS)
  sessions?: number | null;

  @IntegerField(VALID_DAYS)
  validDays?: number | null;

  @ChoiceField(ACTIVATIONS, { ...MAYBE, description: ACTIVATION })
  activation?: Activation;

  @IntegerField({ ...PRICE, ...MAYBE })
  priceMinor?: number;

  @CurrencyField({ ...MAYBE, description: 'By ISO 4217.' })
  currency?: string;

  @IdField({ ...MAYBE, nullable: true, description: COACH, example: null })
  coachId?: number | null;

  @FlagField({ ...MAYBE, description: MEMBER })
  memberCanBuy?: boolean;

  @IntegerField({
    ...{ ...MAYBE, minimum: 1, maximum: MAX_ITEMS, example: 1 },
    description: 'To which place of the list it goes, counted from 1; the others make room.',
  })
  position?: number;

  @FlagField({ ...MAYBE, description: 'Whether it is offered no more, or again.' })
  archived?: boolean;

  @IntegerField({
    ...{ minimum: 1, maximum: MAX_ID, example: 1 },
    description: 'The version that the change was decided on; refused where it is another by now.',
  })
  expectedVersion: number;
}
