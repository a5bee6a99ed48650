import { Controller, Get } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../http/access.js';
import { ApiProblems, READING } from '../http/api-docs.js';
import { TaskListDto } from './dto/task.dto.js';
import { Tasks } from './tasks.service.js';

@ApiTags('Background')
@ApiBearerAuth()
@Controller('tasks')
export class TasksController {
  constructor(private readonly tasks: Tasks) {}

  /**
   * List what runs in the background, by name
   * @remarks
   * When each task is due next, whether a process is at it, and how its last run ended.
   */
  @Get()
  @Allow({ admin: 'all' })
  @ApiOkResponse({ type: TaskListDto })
  @ApiProblems(...READING)
  async listTasks(): Promise<TaskListDto> {
    return this.tasks.list();
  }
}
