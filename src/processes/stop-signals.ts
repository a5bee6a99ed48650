/** What ends the product in order. SIGHUP is not one of them: it asks for a new start. */
export const STOP_SIGNALS = ['SIGTERM', 'SIGINT', 'SIGQUIT', 'SIGUSR2'] as const;
