import { describe, expect, it } from 'vitest';
import { deviceOf } from './device-words.js';

const ON_MAC = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15';
const ON_IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15';
const ON_ANDROID = 'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko)';
const ON_WINDOWS = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36';

describe('the device of a sign-in', () => {
  it.each([
    [`${ON_MAC} (KHTML, like Gecko) Version/18.0 Safari/605.1.15`, 'Safari', 'Mac'],
    [
      `${ON_IPHONE} (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1`,
      'Safari',
      'iPhone',
    ],
    [`${ON_IPHONE} (KHTML, like Gecko) CriOS/142.0 Mobile/15E148 Safari/604.1`, 'Chrome', 'iPhone'],
    [
      `${ON_IPHONE} (KHTML, like Gecko) FxiOS/142.0 Mobile/15E148 Safari/604.1`,
      'Firefox',
      'iPhone',
    ],
    [`${ON_ANDROID} Chrome/142.0.0.0 Mobile Safari/537.36`, 'Chrome', 'Android'],
    [`${ON_ANDROID} SamsungBrowser/28.0 Chrome/130.0 Safari/537.36`, 'Samsung Internet', 'Android'],
    [`${ON_WINDOWS} Chrome/142.0 Safari/537.36 Edg/142.0`, 'Edge', 'Windows'],
    [`${ON_WINDOWS} Chrome/142.0 Safari/537.36 OPR/120.0`, 'Opera', 'Windows'],
    ['Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) Chrome/142.0 Safari/537.36', 'Chrome', 'Chromebook'],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Firefox/145.0', 'Firefox', 'Linux'],
    ['curl/8.5.0', 'curl', null],
    ['GymApp (build 7)', 'GymApp', null],
    [`${'x'.repeat(60)}/1`, 'x'.repeat(40), null],
    ['/', null, null],
  ])('%s', (userAgent, browser, system) => {
    expect(deviceOf(userAgent)).toEqual({ browser, system });
  });
});
