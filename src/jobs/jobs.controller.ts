import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Work } from '../audit/audit.interceptor.js';
import { Audited } from '../audit/audited.decorator.js';
import { AuditedWork } from '../audit/audited-work.js';
import type { Page } from '../common/page.js';
import { Allow } from '../http/access.js';
import { ApiIdempotent, ApiProblems, CHANGING, PageOf, READING } from '../http/api-docs.js';
import { JobPathDto, JobQueryDto } from './dto/job-query.dto.js';
import { JobDto } from './dto/job.dto.js';
import { Jobs } from './jobs.service.js';

@ApiTags('Background')
@ApiBearerAuth()
@Controller('jobs')
export class JobsController {
  constructor(private readonly jobs: Jobs) {}

  /**
   * List single jobs of a state, the latest due first
   * @remarks
   * Those that are given up, where no state is asked for: each was tried for some fifteen hours, or
   * failed by what another try would find again. They are kept for 90 days, and those that were
   * done for 7.
   */
  @Get()
  @Allow({ admin: 'all' })
  @ApiOkResponse({ type: PageOf(JobDto) })
  @ApiProblems(...READING)
  async listJobs(@Query() query: JobQueryDto): Promise<Page<JobDto>> {
    return this.jobs.list(query);
  }

  /**
   * Try a job again that is given up
   * @remarks
   * It is due at once, and tried as often as a new one.
   */
  @Post(':jobId/retry')
  @Allow({ admin: 'all' })
  @Audited('job.retried', { status: 200 })
  @HttpCode(200)
  @ApiIdempotent()
  @ApiOkResponse({ type: JobDto })
  @ApiProblems(...CHANGING, 'job_not_found', 'job_not_dead')
  async retryJob(@Work() work: AuditedWork, @Param() { jobId }: JobPathDto): Promise<JobDto> {
    return this.jobs.retry(work, jobId);
  }
}
