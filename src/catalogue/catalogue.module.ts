import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '../audit/audit.module.js';
import { SettingsModule } from '../settings/settings.module.js';
import { CatalogueChanges } from './catalogue-changes.service.js';
import { CatalogueItem } from './catalogue-item.entity.js';
import { CatalogueController } from './catalogue.controller.js';
import { CatalogueRepository } from './catalogue.repository.js';
import { Catalogue } from './catalogue.service.js';

/** The price list: what the studio sells, for how much, and for how long it is valid. */
@Module({
  imports: [TypeOrmModule.forFeature([CatalogueItem]), AuditModule, SettingsModule],
  controllers: [CatalogueController],
  providers: [Catalogue, CatalogueChanges, CatalogueRepository],
  exports: [Catalogue, CatalogueChanges],
})
export class CatalogueModule {}
