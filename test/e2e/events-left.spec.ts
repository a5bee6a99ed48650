import { once } from 'node:events';
import { get } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EventStream } from '../../src/realtime/event-stream.js';
import { EventStreams } from '../../src/realtime/event-streams.service.js';
import { LivePackages } from '../../src/realtime/live-packages.service.js';
import type { TestPerson } from '../support/api.js';
import { captureLog } from '../support/captured-log.js';
import { Listener } from '../support/listener.js';
import { openStudio, type Studio } from '../support/studio.js';
import { trafficOf, withSending } from '../support/traffic.js';

describe('whoever leaves live updates', () => {
  let studio: Studio;
  let ana: TestPerson;
  let log: { text: string };

  beforeAll(async () => {
    studio = await openStudio({ env: { LOG_LEVEL: 'info' } });
    ana = await studio.given.coach();
    await studio.given.member({ coach: ana, remaining: 3 });
    log = captureLog(studio);
  });
  afterAll(() => studio.close());

  const openStreams = () => studio.app.get(EventStreams).state.streams;

  function ask() {
    const { base, authorization: headers } = studio.api.as(ana);
    const request = get(`${base}/api/v1/events`, { headers, agent: false });
    request.on('error', () => undefined);
    return request;
  }

  async function expectNoErrors(): Promise<void> {
    const next = await Listener.openAndSee(studio.api.as(ana));
    next.leave();
    await expect.poll(openStreams).toBe(0);
    expect(log.text).toContain('incoming request');
    expect(log.text).not.toMatch(/"level":[56]0|"statusCode":5/);
  }

  it('while waiting for a turn has nothing read', async () => {
    const person = { id: ana.id, role: ana.role, displayName: ana.name };
    const access = { person, endsAt: studio.clock.now(), deviceTokenId: null, signInId: null };
    const stream = new EventStream(access, () => undefined);
    stream.output.destroy();
    await once(stream.output, 'close');
    const { messages } = await trafficOf(studio, () =>
      studio.app.get(LivePackages).subscribe(stream),
    );
    expect(messages).toEqual([]);
  });

  it('while the first packages are read is no error of ours', async () => {
    let goOn = (): void => undefined;
    const left = new Promise<void>((resolve) => (goOn = resolve));
    const leaveMeanwhile = async () => {
      const request = ask();
      await expect.poll(openStreams).toBe(1);
      request.destroy();
      await expect.poll(openStreams).toBe(0);
      goOn();
      await expectNoErrors();
    };
    await withSending(studio, leaveMeanwhile, async (send, statements) => {
      if (openStreams() > 0) await left;
      return send(statements);
    });
  });

  it('at any moment is none either', async () => {
    for (let ms = 0; ms < 40; ms += 1) {
      const request = ask();
      await new Promise((resolve) => setTimeout(resolve, ms / 2));
      request.destroy();
    }
    await expectNoErrors();
  });
});
