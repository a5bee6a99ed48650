import { Module } from '@nestjs/common';
import { DemoStudio } from './demo-studio.service.js';

@Module({ providers: [DemoStudio], exports: [DemoStudio] })
export class DemoModule {}
