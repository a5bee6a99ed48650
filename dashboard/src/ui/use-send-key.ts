import { useRef } from 'react';
import { newKey } from '../api/one-at-a-time.js';

/**
 * The `Idempotency-Key` of what a form would send now: the same for the same content, so that
 * saving again after a lost answer happens once; another as soon as anything is different.
 */
export function useSendKey(content: unknown): string {
  const text = JSON.stringify(content);
  const last = useRef({ text, key: newKey() });
  if (last.current.text !== text) last.current = { text, key: newKey() };
  return last.current.key;
}
