import { describe, expect, it } from 'vitest';
import { type ApprovedRequest, checkApproved } from './approval-rules.js';

const approved = (about: Partial<ApprovedRequest> = {}): ApprovedRequest => ({
  ...{ id: 1, kind: 'adjustment', memberId: 6, packageId: 2, adjustment: 12, usageId: null },
  ...{ doneUsageId: 40, rowPackageId: 2, rowAdjustment: 12, isUndone: false, named: 1 },
  ...about,
});
const UNDO = { kind: 'undo', adjustment: null, rowAdjustment: null, usageId: 40, isUndone: true };

describe('a request that was approved', () => {
  it.each<[string, Partial<ApprovedRequest>, string[]]>([
    ['and done', {}, []],
    ['and undone', UNDO, []],
    ['as an extension, which has no row', { kind: 'extension', doneUsageId: null }, []],
    ['by a row that PHP has deleted', { rowPackageId: null, rowAdjustment: null }, []],
    [
      'and not done',
      { doneUsageId: null, rowPackageId: null, rowAdjustment: null },
      ['was approved and names no row of the history'],
    ],
    ['twice', { named: 2 }, ['names row 40, as others do']],
    ['for another package', { rowPackageId: 3 }, ['names row 40 of another package']],
    ['by another number', { rowAdjustment: 11 }, ['was for 12, and row 40 corrects by 11']],
    ['and the usage counts', { ...UNDO, isUndone: false }, ['names row 40, which is not undone']],
    ['for another usage', { ...UNDO, usageId: 41 }, ['was for row 41, and names 40']],
  ])('%s', (_, about, said) => {
    const found = checkApproved(approved(about));
    expect(found).toEqual(said.map((what) => ({ law: 'links', what: `request 1 ${what}` })));
  });
});
