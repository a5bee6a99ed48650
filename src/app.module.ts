import { type DynamicModule, Module } from '@nestjs/common';
import { MIGRATIONS } from '../migrations/all.js';
import { AdoptionModule } from './adoption/adoption.module.js';
import { AuditModule } from './audit/audit.module.js';
import { AuthModule } from './auth/auth.module.js';
import { CatalogueModule } from './catalogue/catalogue.module.js';
import type { Clock } from './common/clock.js';
import { ClockModule } from './common/clock.module.js';
import { Meter } from './common/meter.js';
import { MeterModule } from './common/meter.module.js';
import type { Config } from './config/config.js';
import { ConfigModule } from './config/config.module.js';
import { DatabaseModule } from './database/database.module.js';
import { DemoModule } from './demo/demo.module.js';
import { HealthModule } from './health/health.module.js';
import { HttpModule } from './http/http.module.js';
import { JobsModule } from './jobs/jobs.module.js';
import { MailModule } from './mail/mail.module.js';
import { MembersModule } from './members/members.module.js';
import { MetricsModule } from './metrics/metrics.module.js';
import { PackagesModule } from './packages/packages.module.js';
import { PeopleModule } from './people/people.module.js';
import { PhpApiModule } from './php-api/php-api.module.js';
import { ProcessesModule } from './processes/processes.module.js';
import type { SharedState } from './processes/shared-state.js';
import { RealtimeModule } from './realtime/realtime.module.js';
import { ReportsModule } from './reports/reports.module.js';
import { SessionsModule } from './sessions/sessions.module.js';
import { SettingsModule } from './settings/settings.module.js';
import { StudioModule } from './studio/studio.module.js';
import { VerifyModule } from './verify/verify.module.js';

/** The product. The order matters: guards run as their modules stand here. */
@Module({})
export class AppModule {
  static of(config: Config, clock: Clock, shared: SharedState): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.of(config),
        ClockModule.of(clock),
        MeterModule.of(new Meter()),
        ProcessesModule.of(shared),
        HttpModule,
        DatabaseModule.of(MIGRATIONS),
        AuditModule,
        JobsModule,
        SettingsModule,
        MailModule,
        AuthModule,
        CatalogueModule,
        PackagesModule,
        MembersModule,
        PeopleModule,
        SessionsModule,
        StudioModule,
        ReportsModule,
        PhpApiModule,
        RealtimeModule,
        HealthModule,
        MetricsModule,
        DemoModule,
        VerifyModule,
        AdoptionModule,
      ],
    };
  }
}
