import { ChoiceField, CursorParam, IdParam, LimitParam } from '../../http/fields.js';
import { JOB_STATES, type JobState } from '../job-rules.js';

export class JobQueryDto {
  @ChoiceField(JOB_STATES, {
    optional: true,
    description: 'Only those; `dead` where it is left out.',
  })
  state?: JobState;

  @LimitParam()
  limit?: number;

  @CursorParam()
  cursor?: string;
}

export class JobPathDto {
  @IdParam({ description: 'The job.', example: 17 })
  jobId: number;
}
