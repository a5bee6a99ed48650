import type { Studio } from './studio.js';

/** Everything that a studio's server logs from now on; open the studio with a LOG_LEVEL. */
export function captureLog({ app }: Studio): { text: string } {
  const log = app.getHttpAdapter().getInstance().log as unknown as Record<symbol, unknown>;
  const stream = Object.getOwnPropertySymbols(log).find(
    ({ description }) => description === 'pino.stream',
  );
  if (!stream) throw new Error('the log of this version of pino cannot be captured');
  const captured = { text: '' };
  // Loggers of single requests inherit it.
  log[stream] = { write: (line: string) => (captured.text += line) };
  return captured;
}
