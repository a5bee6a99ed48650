import { describe, expect, it } from 'vitest';
import { accessToMetrics, type Asker } from './metrics-rules.js';

const TOKEN = 'a-token-that-only-prometheus-knows';
const HERE: Asker = { remoteAddress: '127.0.0.1', httpVersion: '1.1', headers: {} };

describe('who may read the metrics', () => {
  it.each(['127.0.0.1', '127.8.0.1', '::1', '::ffff:127.0.0.1'])('without a token %s', (one) => {
    expect(accessToMetrics({ ...HERE, remoteAddress: one }, undefined)).toBe('open');
  });

  it.each(['10.0.0.7', '::ffff:10.0.0.7', 'fe80::1', '1127.0.0.1', undefined])(
    'without a token not %s',
    (one) => {
      expect(accessToMetrics({ ...HERE, remoteAddress: one }, undefined)).toBe('hidden');
    },
  );

  it.each(['x-forwarded-for', 'x-forwarded-host', 'forwarded', 'via', 'x-real-ip'])(
    'not what a proxy on this machine forwards, as %s says',
    (name) => {
      expect(accessToMetrics({ ...HERE, headers: { [name]: '127.0.0.1' } }, undefined)).toBe(
        'hidden',
      );
    },
  );

  it('not what comes as nginx forwards it without being told more', () => {
    expect(accessToMetrics({ ...HERE, httpVersion: '1.0' }, undefined)).toBe('hidden');
  });

  it('with a token whoever has it, from everywhere', () => {
    const headers = { authorization: `Bearer ${TOKEN}`, 'x-forwarded-for': '192.0.2.1' };
    expect(accessToMetrics({ ...HERE, remoteAddress: '10.0.0.7', headers }, TOKEN)).toBe('open');
  });

  it.each([undefined, '', `Basic ${TOKEN}`, 'Bearer', `Bearer ${TOKEN}x`, `Bearer ${TOKEN} x`])(
    'with a token nobody who says %j, on this machine either',
    (authorization) => {
      const headers = authorization === undefined ? {} : { authorization };
      expect(accessToMetrics({ ...HERE, headers }, TOKEN)).toBe('locked');
    },
  );
});
