import { Module } from '@nestjs/common';
import { StudioController } from './studio.controller.js';
import { StudioService } from './studio.service.js';

/** The studio's day and limits, so that clients need no copy of them. */
@Module({ controllers: [StudioController], providers: [StudioService] })
export class StudioModule {}
