import type { AddItemDto, CatalogueItemDto } from '../api/generated/types.gen.js';
import { FEWEST_SESSIONS } from '../api/rules.js';
import { type CountedKinds, countingOf, type SaleDraft } from '../desk/sale.js';
import { amountOf, minorOf } from '../ui/amounts.js';

/** From when on an item is valid, and whether it ever ends. */
export const VALIDITIES = ['endless', 'purchase', 'first_use'] as const;
type Validity = (typeof VALIDITIES)[number];

/** The state of the form of an item; an empty text while a number is not entered. */
export interface OfferDraft extends Pick<SaleDraft, 'kind' | 'sessions' | 'isUnlimited'> {
  readonly name: string;
  readonly validity: Validity;
  readonly days: number | '';
  /** In the currency itself, as it is typed. */
  readonly price: number | '';
  readonly coachId: number | null;
}

/** Of an item that is not on the list yet. */
export const NEW_OFFER: OfferDraft = {
  ...{ name: '', kind: 'package', sessions: 10, isUnlimited: false },
  ...{ validity: 'endless', days: '', price: '', coachId: null },
};

/** Of an item as it is on the list. */
export function offerDraftOf(item: CatalogueItemDto): OfferDraft {
  const { name, rateType: kind, sessions, validDays, activation, coachId } = item;
  return {
    ...{ name, kind, coachId, sessions: sessions ?? '', isUnlimited: sessions === null },
    validity: validDays === null ? 'endless' : activation,
    days: validDays ?? '',
    price: amountOf(item.priceMinor, item.currency),
  };
}

/** What must be entered before it can be saved, by the names of the API. */
export function missingInOffer(draft: OfferDraft, countedKinds: CountedKinds): string[] {
  const { name, sessions, validity, days, price } = draft;
  const isUncounted = sessions === '' || sessions < FEWEST_SESSIONS;
  return [
    ...(name.trim() === '' ? ['name'] : []),
    ...(countingOf(draft, countedKinds).does && isUncounted ? ['sessions'] : []),
    ...(validity !== 'endless' && days === '' ? ['validDays'] : []),
    ...(price === '' ? ['priceMinor'] : []),
  ];
}

/** All that is sent of an item; null while something is missing. */
export function offerOf(
  draft: OfferDraft,
  currency: string,
  countedKinds: CountedKinds,
): AddItemDto | null {
  const { name, kind, sessions, validity, days, price, coachId } = draft;
  if (missingInOffer(draft, countedKinds).length > 0) return null;
  const isEndless = validity === 'endless';
  return {
    ...{ name: name.trim(), rateType: kind },
    sessions: countingOf(draft, countedKinds).does ? Number(sessions) : null,
    validDays: isEndless ? null : Number(days),
    activation: isEndless ? 'purchase' : validity,
    ...{ priceMinor: minorOf(Number(price), currency), currency, coachId },
  };
}

/** The list with an item at the place that it has now. */
export function movedTo(
  items: readonly CatalogueItemDto[],
  moved: CatalogueItemDto,
): CatalogueItemDto[] {
  return items.filter(({ id }) => id !== moved.id).toSpliced(moved.position - 1, 0, moved);
}
