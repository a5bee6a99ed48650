import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { SettingsModule } from '../settings/settings.module.js';
import { MailChecks } from './mail-checks.service.js';
import { MailController } from './mail.controller.js';
import { Mail } from './mail.service.js';
import { Post } from './post.service.js';
import { RecipientsRepository } from './recipients.repository.js';

/** Mail to people: its words, and the way to the server that takes it. */
@Module({
  imports: [AuditModule, JobsModule, SettingsModule],
  controllers: [MailController],
  providers: [Mail, MailChecks, Post, RecipientsRepository],
  exports: [Mail, Post],
})
export class MailModule {}
