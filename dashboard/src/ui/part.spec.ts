import { onlineManager } from '@tanstack/react-query';
import { describe, expect, it } from 'vitest';
import { part } from './part.js';

describe('a part of the app', () => {
  it('is what was loaded, or why it was not', async () => {
    expect(await part(() => Promise.resolve('loaded'))).toBe('loaded');
    const failing = () => Promise.reject(new Error('no such file'));
    await expect(part(failing)).rejects.toThrow('no such file');
  });

  it('is loaded again with the connection where there was none', async () => {
    onlineManager.setOnline(false);
    let isThere = false;
    const loading = part(() =>
      isThere ? Promise.resolve('loaded') : Promise.reject(new Error('no connection')),
    );
    await Promise.resolve();
    isThere = true;
    onlineManager.setOnline(true);
    expect(await loading).toBe('loaded');
  });

  it('is waited for where it is gone and the page is loaded anew', async () => {
    const gone = () => Promise.resolve() as Promise<unknown>;
    const later = new Promise((resolve) => setTimeout(resolve, 20, 'the page is left'));
    expect(await Promise.race([part(gone), later])).toBe('the page is left');
  });
});
