/** The texts of what people change of themselves, on the account page. */
export const ownDetailsEn = {
  title: 'Name and phone number',
  phoneHint: 'So that the studio can call you.',
  save: 'Save',
  saved: 'Saved',
};

export type OwnDetailsTexts = typeof ownDetailsEn;
