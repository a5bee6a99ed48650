import { describe, expect, it } from 'vitest';
import type { Figures } from '../common/metrics.js';
import { FiguresOfAll } from './figures-of-all.js';

const REPLAYS = 'coach_idempotent_replays_total{to="client"}';

/** A process that says what it is told to say. */
function process(first: Figures) {
  let said: Figures | undefined = first;
  return {
    says: (figures: Figures | undefined) => (said = figures),
    report: () => Promise.resolve(said),
  };
}

describe('FiguresOfAll', () => {
  it('adds up what processes count, and tells the largest of what cannot be added', async () => {
    const all = new FiguresOfAll(() => ({ coach_log_lines_dropped_total: 1 }));
    const delay = 'coach_event_loop_delay_max_seconds';
    all.join(process({ coach_processes: 1, [REPLAYS]: 2, [delay]: 0.5 }));
    all.join(process({ coach_processes: 1, [REPLAYS]: 3, [delay]: 0.25 }));
    expect(await all.gather()).toEqual({
      coach_log_lines_dropped_total: 1,
      coach_processes: 2,
      [REPLAYS]: 5,
      [delay]: 0.5,
    });
  });

  it('keeps what one had counted that has ended, and not what it held', async () => {
    const all = new FiguresOfAll(() => ({}));
    const bucket = 'coach_http_request_duration_seconds_bucket{le="1"}';
    const one = process({ coach_streams_open: 4, [REPLAYS]: 2, [bucket]: 7 });
    all.join(one);
    await all.gather();
    all.leave(one);
    all.join(process({ coach_streams_open: 1, [REPLAYS]: 1, [bucket]: 1 }));
    expect(await all.gather()).toEqual({ coach_streams_open: 1, [REPLAYS]: 3, [bucket]: 8 });
  });

  it('never falls: of one that does not answer, what it said last', async () => {
    const all = new FiguresOfAll(() => ({}));
    const one = process({ [REPLAYS]: 2 });
    all.join(one);
    await all.gather();
    one.says(undefined);
    expect(await all.gather()).toEqual({ [REPLAYS]: 2 });
    all.leave(one);
    expect(await all.gather()).toEqual({ [REPLAYS]: 2 });
  });
});
