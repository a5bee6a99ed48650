import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '../audit/audit.module.js';
import { Background } from './background.service.js';
import { HouseTasks } from './house-tasks.service.js';
import { JobRow } from './job.entity.js';
import { JobRunner } from './job-runner.service.js';
import { JobsController } from './jobs.controller.js';
import { JobsOfKindRepository } from './jobs-of-kind.repository.js';
import { JobsRepository } from './jobs.repository.js';
import { Jobs } from './jobs.service.js';
import { TaskRow } from './task.entity.js';
import { TasksController } from './tasks.controller.js';
import { TasksRepository } from './tasks.repository.js';
import { Tasks } from './tasks.service.js';

/** What the product does by itself, in the background. */
@Module({
  imports: [TypeOrmModule.forFeature([TaskRow, JobRow]), AuditModule],
  controllers: [TasksController, JobsController],
  providers: [
    ...[Background, HouseTasks, Tasks, TasksRepository],
    ...[JobRunner, Jobs, JobsOfKindRepository, JobsRepository],
  ],
  exports: [Jobs, Tasks],
})
export class JobsModule {}
