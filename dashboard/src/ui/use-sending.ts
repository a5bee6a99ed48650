import { onlineManager, useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { newKey } from '../api/one-at-a-time.js';
import { ApiProblem } from '../api/problem.js';
import { refetchChanged } from '../data/cache.js';

/** It was not sent, because the device has no connection. */
export class NotSent extends Error {}

/** The header that makes a repeated change count once. */
export type OnceHeaders = Readonly<Record<'Idempotency-Key', string>>;

/** What was sent, and under which key. */
export interface Sent<Body> {
  readonly body: Body;
  readonly key: string;
}

/** The state of sending a change to the server. */
export interface Sending<Body> {
  send(body: Body): void;
  readonly isSending: boolean;
  /** Why the last attempt failed; null before the first one and after a success. */
  readonly error: Error | null;
}

/**
 * Sends a change that happens once: a second tap while it is under way sends nothing, and the same
 * change again, after no answer came, goes with the same key.
 */
export function useSending<Body, Answer>(
  request: (body: Body, headers: OnceHeaders) => Promise<Answer>,
  onDone: (answer: Answer, sent: Sent<Body>) => void,
  onFailed?: (error: Error, sent: Sent<Body>) => void,
): Sending<Body> {
  const cache = useQueryClient();
  const intent = useRef({ text: '', key: '' });
  const isUnderWay = useRef(false);
  const mutation = useMutation({
    // Otherwise it would wait for a connection, and be sent when nobody expects it any more.
    networkMode: 'always',
    mutationFn: async (body: Body) => {
      const text = JSON.stringify(body);
      if (intent.current.text !== text) intent.current = { text, key: newKey() };
      if (!onlineManager.isOnline()) throw new NotSent();
      return request(body, { 'Idempotency-Key': intent.current.key });
    },
    onSuccess: (answer, body) => {
      const { key } = intent.current;
      intent.current = { text: '', key: '' };
      onDone(answer, { body, key });
      void refetchChanged(cache);
    },
    onError: (error, body) => {
      onFailed?.(error, { body, key: intent.current.key });
      if (!isRefusal(error)) return;
      // Refused, so nothing happened: the next try is another one.
      intent.current = { text: '', key: '' };
      void refetchChanged(cache);
    },
    onSettled: () => {
      isUnderWay.current = false;
    },
  });
  return {
    send: (body) => {
      if (isUnderWay.current) return;
      isUnderWay.current = true;
      mutation.mutate(body);
    },
    isSending: mutation.isPending,
    error: mutation.error,
  };
}

function isRefusal(error: Error): boolean {
  return error instanceof ApiProblem && !error.isTemporary;
}
