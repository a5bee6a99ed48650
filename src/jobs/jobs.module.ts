import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '../audit/audit.module.js';
import { Background } from './background.service.js';
import { HouseTasks } from './house-tasks.service.js';
import { TaskRow } from './task.entity.js';
import { TasksController } from './tasks.controller.js';
import { TasksRepository } from './tasks.repository.js';
import { Tasks } from './tasks.service.js';

/** What the product does by itself, in the background. */
@Module({
  imports: [TypeOrmModule.forFeature([TaskRow]), AuditModule],
  controllers: [TasksController],
  providers: [Background, HouseTasks, Tasks, TasksRepository],
  exports: [Tasks],
})
export class JobsModule {}
