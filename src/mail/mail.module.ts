import { Module } from '@nestjs/common';
import { JobsModule } from '../jobs/jobs.module.js';
import { SettingsModule } from '../settings/settings.module.js';
import { Mail } from './mail.service.js';
import { Post } from './post.service.js';

/** Mail to people: its words, and the way to the server that takes it. */
@Module({
  imports: [JobsModule, SettingsModule],
  providers: [Mail, Post],
  exports: [Mail, Post],
})
export class MailModule {}
