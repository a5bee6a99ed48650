/** What ends a command before its end; `kill -9` cannot be heard. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

/**
 * Cleans up where a signal ends this process, which then ends as it would have. Gives what to call
 * when there is nothing to clean up any more.
 */
export function onEarlyEnd(clean: () => void): () => void {
  const forget = () => {
    for (const signal of SIGNALS) process.off(signal, end);
  };
  const end = (signal: NodeJS.Signals) => {
    forget();
    try {
      clean();
    } finally {
      process.kill(process.pid, signal);
    }
  };
  for (const signal of SIGNALS) process.on(signal, end);
  return forget;
}
