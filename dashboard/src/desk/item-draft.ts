import { isStudioDay } from '../../../src/common/studio-day.js';
import type { CatalogueItemDto, GrantPackageDto } from '../api/generated/types.gen.js';
import { minorOf } from '../ui/amounts.js';
import type { Method } from './paying.js';
import { isUnsaid, type Why, whyPart } from '../ui/why.js';

/** The state of a sale by an item of the price list. */
export interface ItemDraft {
  /** The amount that is asked; null for that of the list, an empty text while none is entered. */
  readonly price: number | '' | null;
  readonly isGift: boolean;
  readonly why: Why;
  readonly asksCoach: boolean;
  /** How it is paid at once; null for later. */
  readonly method: Method | null;
  /** Its first day; null for today, an empty text while the day is not entered. */
  readonly startsOn: string | null;
}

type Priced = Pick<CatalogueItemDto, 'id' | 'priceMinor' | 'currency'>;

/** What is asked, in the smallest unit; null while nobody has said. */
export function askedPrice({ price, isGift }: ItemDraft, item: Priced): number | null {
  if (isGift) return 0;
  if (price === '') return null;
  return price === null ? item.priceMinor : minorOf(price, item.currency);
}

/** Whether it is not sold for the price of the list, which needs a reason. */
export function isOtherPrice(draft: ItemDraft, item: Priced): boolean {
  return draft.isGift || askedPrice(draft, item) !== item.priceMinor;
}

/** What must be entered before it can be sold. */
export function missingIn(
  draft: ItemDraft,
  item: Priced,
  coachId: number | null,
): ('coachId' | 'price' | 'startsOn' | 'reason')[] {
  const asked = askedPrice(draft, item);
  const { startsOn } = draft;
  const needsWhy = asked !== null && isOtherPrice(draft, item) && isUnsaid(draft.why);
  return [
    ...(coachId === null ? (['coachId'] as const) : []),
    ...(asked === null ? (['price'] as const) : []),
    ...(startsOn === null || isStudioDay(startsOn) ? [] : (['startsOn'] as const)),
    ...(needsWhy ? (['reason'] as const) : []),
  ];
}

/**
 * What is sent; null while something is missing. The price is always said: whoever sells has seen
 * it, and it may be another one by now.
 */
export function itemSaleOf(
  draft: ItemDraft,
  item: Priced,
  coachId: number | null,
): GrantPackageDto | null {
  const priceMinor = askedPrice(draft, item);
  if (coachId === null || priceMinor === null) return null;
  if (missingIn(draft, item, coachId).length > 0) return null;
  return {
    ...{ coachId, catalogueItemId: item.id, priceMinor },
    ...(draft.isGift ? { complimentary: true } : {}),
    ...(isOtherPrice(draft, item) ? whyPart(draft.why) : {}),
    ...(draft.method !== null && priceMinor > 0 ? { payment: { method: draft.method } } : {}),
    ...(draft.startsOn === null ? {} : { startsOn: draft.startsOn }),
    ...(draft.asksCoach ? { approvals: { coach: 'pending' } } : {}),
  };
}
