import { describe, expect, it } from 'vitest';
import { part } from './upgrade.js';

describe('a part of the app', () => {
  it('is what was loaded, or why it was not', async () => {
    expect(await part(Promise.resolve('loaded'))).toBe('loaded');
    await expect(part(Promise.reject(new Error('no connection')))).rejects.toThrow('no connection');
  });

  it('is waited for where it is gone and the page is loaded anew', async () => {
    const gone = Promise.resolve() as Promise<unknown>;
    const later = new Promise((resolve) => setTimeout(resolve, 20, 'the page is left'));
    expect(await Promise.race([part(gone), later])).toBe('the page is left');
  });
});
