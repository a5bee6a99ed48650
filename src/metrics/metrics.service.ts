import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Meter } from '../common/meter.js';
import { metricsText } from '../common/metrics.js';
import { Problem } from '../common/problem.js';
import { Config } from '../config/config.js';
import type { ApiRequest } from '../http/api-request.js';
import { SharedState } from '../processes/shared-state.js';
import { JobsToCome } from './jobs-to-come.service.js';
import { accessToMetrics } from './metrics-rules.js';

/** Gives out what all processes count. */
@Injectable()
export class MetricsService implements OnModuleInit {
  constructor(
    private readonly config: Config,
    private readonly meter: Meter,
    private readonly shared: SharedState,
    private readonly jobs: JobsToCome,
  ) {}

  onModuleInit(): void {
    this.shared.reportBy(() => this.meter.read());
  }

  /**
   * All figures as text. Throws `not_found` or `not_signed_in` for who may not know them, and
   * `unavailable` while they cannot be told for all processes.
   */
  async read({ socket, headers, raw }: ApiRequest): Promise<string> {
    const { remoteAddress } = socket;
    const asker = { remoteAddress, headers, httpVersion: raw.httpVersion };
    const access = accessToMetrics(asker, this.config.metricsToken);
    if (access === 'hidden') throw new Problem('not_found', 'There is nothing at this address.');
    if (access === 'locked') {
      throw new Problem('not_signed_in', 'Send METRICS_TOKEN as the bearer token.');
    }
    const [ofProcesses, ofJobs] = await Promise.all([this.shared.figuresOfAll(), this.jobs.read()]);
    if (!ofProcesses) {
      // Those of one alone would look as if all had begun anew.
      const detail = 'The other processes do not answer. Try again in a moment.';
      throw new Problem('unavailable', detail, { retryAfter: 1 });
    }
    return metricsText({ ...ofProcesses, ...ofJobs });
  }
}
