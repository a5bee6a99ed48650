/** The first that fits counts: most browsers also claim to be those behind them. */
const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/\bEdg(e|A|iOS)?\//, 'Edge'],
  [/\b(OPR|OPiOS)\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(Firefox|FxiOS)\//, 'Firefox'],
  [/(Chrome|Chromium|CriOS)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
];
const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bMacintosh\b/, 'Mac'],
  [/\bCrOS\b/, 'Chromebook'],
  [/\bLinux\b/, 'Linux'],
];
/** What a program may call itself in a list. */
const LONGEST_NAME = 40;

/** The browser and the device that a `User-Agent` names; null for what it does not tell. */
export function deviceOf(userAgent: string): Readonly<Record<'browser' | 'system', string | null>> {
  const first = (names: typeof BROWSERS) => names.find(([sign]) => sign.test(userAgent))?.[1];
  const browser = first(BROWSERS) ?? null;
  const system = first(SYSTEMS) ?? null;
  if (browser !== null || system !== null) return { browser, system };
  const program = /^[^/(]+/.exec(userAgent)?.[0].trim().slice(0, LONGEST_NAME) ?? '';
  return { browser: program === '' ? null : program, system };
}
