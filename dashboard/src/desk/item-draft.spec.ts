import { describe, expect, it } from 'vitest';
import { NO_WHY } from '../ui/why.js';
import { type ItemDraft, itemSaleOf, missingIn } from './item-draft.js';

const ITEM = { id: 7, priceMinor: 45_000, currency: 'EUR' };
const draft = (more: Partial<ItemDraft> = {}): ItemDraft => ({
  ...{ price: null, isGift: false, why: NO_WHY, asksCoach: false, method: null },
  ...{ startsOn: null, ...more },
});
const WHY = { code: 'agreed', text: '' };

describe('a sale by an item', () => {
  it.each([
    [draft(), { priceMinor: 45_000 }],
    [draft({ price: 450 }), { priceMinor: 45_000 }],
    [draft({ method: 'cash' }), { priceMinor: 45_000, payment: { method: 'cash' } }],
    [draft({ method: 'cash', price: 0, why: WHY }), { priceMinor: 0, reasonCode: 'agreed' }],
    [draft({ why: WHY }), { priceMinor: 45_000 }],
    [draft({ price: 399.5, why: WHY }), { priceMinor: 39_950, reasonCode: 'agreed' }],
    [draft({ price: 0, why: { code: null, text: ' First ' } }), { priceMinor: 0, reason: 'First' }],
    [
      draft({ isGift: true, price: '', why: WHY }),
      { priceMinor: 0, complimentary: true, reasonCode: 'agreed' },
    ],
    [draft({ startsOn: '2026-12-03' }), { priceMinor: 45_000, startsOn: '2026-12-03' }],
    [draft({ asksCoach: true }), { priceMinor: 45_000, approvals: { coach: 'pending' } }],
  ])('of %j is %j', (one, sent) => {
    expect(itemSaleOf(one, ITEM, 3)).toEqual({ coachId: 3, catalogueItemId: 7, ...sent });
  });

  it.each([
    [draft(), null, ['coachId']],
    [draft({ price: '' }), 3, ['price']],
    [draft({ price: 1 }), 3, ['reason']],
    [draft({ startsOn: '' }), 3, ['startsOn']],
    [draft({ startsOn: '2026-13-03' }), 3, ['startsOn']],
    [draft({ isGift: true }), null, ['coachId', 'reason']],
  ])('of %j with the coach %j is not whole: %j', (one, coachId, missing) => {
    expect(missingIn(one, ITEM, coachId)).toEqual(missing);
    expect(itemSaleOf(one, ITEM, coachId)).toBeNull();
  });
});
