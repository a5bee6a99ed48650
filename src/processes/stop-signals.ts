import type { Config } from '../config/config.js';
import { HAS_TERMINAL } from './terminal.js';

/** What ends the product in order. SIGHUP is not one of them: it asks for a new start. */
const STOP_SIGNALS = ['SIGTERM', 'SIGINT', 'SIGQUIT', 'SIGUSR2'] as const;
export type StopSignal = (typeof STOP_SIGNALS)[number];

/** The terminal, a shell and npm each hand on what somebody wants once. */
const ONE_WISH_MS = 1_000;

/** Calls `stop` once. Whoever insists gets what a process does that listens to no signals. */
export function onStopSignals(
  stop: (signal: StopSignal) => void,
  end: (signal: StopSignal) => void = dieOf,
): void {
  let wishedAtMs: number | undefined;
  const hear = (signal: StopSignal) => {
    const nowMs = performance.now();
    if (wishedAtMs !== undefined) {
      if (nowMs - wishedAtMs >= ONE_WISH_MS) end(signal);
      return;
    }
    wishedAtMs = nowMs;
    stop(signal);
  };
  for (const signal of STOP_SIGNALS) process.on(signal, () => hear(signal));
}

/** How long to go on serving: whoever sits at the terminal does not wait for a balancer. */
export function graceMsAt(signal: StopSignal, { shutdownGraceSeconds }: Config): number {
  return HAS_TERMINAL && signal === 'SIGINT' ? 0 : shutdownGraceSeconds * 1_000;
}

/** Ends this process as the signal does by itself. */
export function dieOf(signal: StopSignal): void {
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
}
