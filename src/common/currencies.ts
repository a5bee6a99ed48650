const CODES: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

/** Whether it is the code of a currency by ISO 4217, as `EUR`. */
export function isCurrency(value: unknown): value is string {
  return typeof value === 'string' && CODES.has(value);
}
