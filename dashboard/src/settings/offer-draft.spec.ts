import { describe, expect, it } from 'vitest';
import type { CatalogueItemDto } from '../api/generated/types.gen.js';
import { missingInOffer, movedTo, NEW_OFFER, offerDraftOf, offerOf } from './offer-draft.js';

const COUNTED = ['package', 'monthly'] as const;
const TEN: CatalogueItemDto = {
  ...{ id: 1, name: '10 sessions', rateType: 'package', sessions: 10, validDays: 90 },
  ...{ activation: 'first_use', priceMinor: 45_050, currency: 'EUR', coachId: 7 },
  ...{ coachName: 'Ana Silva', memberCanBuy: false, position: 1, archivedAt: null, version: 3 },
};
const SENT = {
  ...{ name: '10 sessions', rateType: 'package', sessions: 10, validDays: 90 },
  ...{ activation: 'first_use', priceMinor: 45_050, currency: 'EUR', coachId: 7 },
};
const draft = { ...offerDraftOf(TEN) };

describe('an item that is edited', () => {
  it('is sent as it was where nothing was entered', () => {
    expect(draft).toMatchObject({ price: 450.5, validity: 'first_use', days: 90 });
    expect(offerOf(draft, 'EUR', COUNTED)).toEqual(SENT);
  });

  it.each([
    [29.99, 'EUR', 2999],
    [1200, 'JPY', 1200],
    [1.005, 'KWD', 1005],
    [0, 'EUR', 0],
  ])('costs %d %s, which are %d of the smallest unit', (price, currency, priceMinor) => {
    const sent = offerOf({ ...draft, price }, currency, COUNTED);
    expect(sent).toMatchObject({ priceMinor, currency });
    const again = offerDraftOf({ ...TEN, priceMinor, currency });
    expect(again.price).toBe(price);
  });

  it('has no days and begins with the sale where it does not end', () => {
    expect(offerOf({ ...draft, validity: 'endless' }, 'EUR', COUNTED)).toEqual({
      ...{ ...SENT, validDays: null, activation: 'purchase' },
    });
    const endless = offerDraftOf({ ...TEN, validDays: null, activation: 'purchase' });
    expect(endless).toMatchObject({ validity: 'endless', days: '' });
  });

  it('says that no sessions are counted where none are', () => {
    const sessionsOf = (part: object) => offerOf({ ...draft, ...part }, 'EUR', COUNTED)?.sessions;
    expect(sessionsOf({ kind: 'per_session' })).toBeNull();
    expect(sessionsOf({ kind: 'monthly' })).toBe(10);
    expect(sessionsOf({ kind: 'monthly', isUnlimited: true })).toBeNull();
    // Of a package there is always a number, whatever was chosen for another kind.
    expect(sessionsOf({ isUnlimited: true })).toBe(10);
    const free = offerDraftOf({ ...TEN, rateType: 'monthly', sessions: null });
    expect(free).toMatchObject({ isUnlimited: true, sessions: '' });
  });

  it.each([
    [{ name: '  ' }, ['name']],
    [{ sessions: '' as const }, ['sessions']],
    [{ sessions: 0 }, ['sessions']],
    [{ days: '' as const }, ['validDays']],
    [{ price: '' as const }, ['priceMinor']],
  ])('is not sent with %j', (part, missing) => {
    expect(missingInOffer({ ...draft, ...part }, COUNTED)).toEqual(missing);
    expect(offerOf({ ...draft, ...part }, 'EUR', COUNTED)).toBeNull();
  });

  it('needs a name and a price where it is new', () => {
    expect(missingInOffer(NEW_OFFER, COUNTED)).toEqual(['name', 'priceMinor']);
    expect(offerOf({ ...NEW_OFFER, name: ' Ten ', price: 9 }, 'EUR', COUNTED)).toMatchObject({
      ...{ name: 'Ten', sessions: 10, validDays: null, priceMinor: 900, coachId: null },
    });
  });
});

describe('the list', () => {
  const list = [1, 2, 3].map((id) => ({ ...TEN, id, position: id }));
  const idsWith = (id: number, position: number) =>
    movedTo(list, { ...TEN, id, position }).map((one) => one.id);

  it('has a moved item where the server put it', () => {
    expect(idsWith(3, 2)).toEqual([1, 3, 2]);
    expect(idsWith(1, 3)).toEqual([2, 3, 1]);
    expect(idsWith(2, 2)).toEqual([1, 2, 3]);
  });
});
