import type { ChildProcess } from 'node:child_process';

/** What Node's own messages look like, as far as this file knows them. */
interface ClusterMessage {
  readonly cmd?: string;
  readonly act?: string;
  readonly seq?: number;
  readonly ack?: number;
}

interface Handle {
  close(): void;
}

/**
 * Closes the connections that a worker was handed and never took, because it was killed. Node keeps
 * them open for ever in the primary (as of Node 24), and their clients would wait for an answer.
 * Where a version of Node says it otherwise, nothing here matches, and nothing is changed. Returns
 * how many are on their way.
 */
export function closeUntaken(worker: ChildProcess): () => number {
  // One for which the machine had no room has no channel.
  if (!(worker.send as unknown)) return () => 0;
  const untaken = new Map<number, Handle>();
  const send = worker.send.bind(worker) as (...all: unknown[]) => boolean;
  worker.send = (...all: unknown[]) => {
    const [message, handle] = all as [ClusterMessage, Handle | undefined];
    const { cmd, act, seq } = message;
    const isHandedOver = cmd === 'NODE_CLUSTER' && act === 'newconn' && seq !== undefined;
    if (isHandedOver && handle) untaken.set(seq, handle);
    return send(...all);
  };
  worker.on('internalMessage', ({ ack }: ClusterMessage) => {
    if (ack !== undefined) untaken.delete(ack);
  });
  worker.once('exit', () => {
    for (const handle of untaken.values()) handle.close();
    untaken.clear();
  });
  return () => untaken.size;
}
