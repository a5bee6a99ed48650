/** Ten shades of one colour, from the lightest to the darkest. */
export type Shades = readonly [
  ...[string, string, string, string, string],
  ...[string, string, string, string, string],
];

/** Those of the product itself. Letters in white stand on the last three. */
export const OWN_SHADES: Shades = [
  ...['#e6f7f4', '#cdeee8', '#9bdccf', '#66c9b6', '#3db9a2'],
  ...['#22a68f', '#16907d', '#0f7c70', '#0b6e69', '#075a57'],
] as unknown as Shades;
