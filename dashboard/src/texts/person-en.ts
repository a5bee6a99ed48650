/** The texts of the fields of a person, which sheets load. */
export const personEn = {
  noteOfMember: 'For the front desk, admins and the member’s coaches. The member does not see it.',
  noteOfOthers: 'Only admins see it.',
};

export type PersonTexts = typeof personEn;
