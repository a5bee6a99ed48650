import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { AuthModule } from '../auth/auth.module.js';
import { PackagesModule } from '../packages/packages.module.js';
import { Invitations } from './invitations.service.js';
import { PeopleController } from './people.controller.js';
import { PeopleRepository } from './people.repository.js';
import { People } from './people.service.js';
import { PersonChanges } from './person-changes.service.js';

/** Accounts as an admin looks after them: who is invited, in which role, and who is let in. */
@Module({
  imports: [AuditModule, AuthModule, PackagesModule],
  controllers: [PeopleController],
  providers: [Invitations, People, PeopleRepository, PersonChanges],
})
export class PeopleModule {}
