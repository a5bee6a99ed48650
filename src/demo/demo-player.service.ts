import { Injectable } from '@nestjs/common';
import type { Action } from '../audit/actions.js';
import { AuditedUnitOfWork } from '../audit/audited-unit-of-work.js';
import type { AuditedWork } from '../audit/audited-work.js';
import type { Person } from '../common/actor.js';
import type { Tx } from '../database/tx.js';
import { CatalogueChanges } from '../catalogue/catalogue-changes.service.js';
import { MemberChanges } from '../members/member-changes.service.js';
import { PackageSales } from '../packages/package-sales.service.js';
import { PackageTermsService } from '../packages/package-terms.service.js';
import { CorrectionsService } from '../sessions/corrections.service.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { SettingChanges } from '../settings/setting-changes.service.js';
import { DemoCast } from './demo-cast.js';
import { DemoPeopleRepository } from './demo-people.repository.js';
import { type DemoEmployee, type EmployeeKey, EMPLOYEES, MEMBERS } from './demo-people.js';
import { CURRENCY, itemOf } from './demo-prices.js';
import type { DemoStep } from './demo-steps.js';

const COMMANDS: Readonly<Record<DemoStep['kind'], readonly [Action, status: number]>> = {
  configured: ['settings.changed', 200],
  listed: ['catalogue.created', 201],
  joined: ['member.created', 201],
  sold: ['package.granted', 201],
  trained: ['session.deducted', 201],
  added: ['session.used', 201],
  undone: ['session.undone', 200],
  adjusted: ['balance.adjusted', 200],
  changed: ['package.changed', 200],
};

type StepOf<Kind extends DemoStep['kind']> = Extract<DemoStep, { kind: Kind }>;

/**
 * Plays the steps of the demo studio through the services of the API, each as an audited work at
 * its own instant, so that the demo data obey every rule that real data do.
 */
@Injectable()
export class DemoPlayer {
  constructor(
    private readonly auditedWork: AuditedUnitOfWork,
    private readonly people: DemoPeopleRepository,
    private readonly settings: SettingChanges,
    private readonly catalogue: CatalogueChanges,
    private readonly members: MemberChanges,
    private readonly sales: PackageSales,
    private readonly terms: PackageTermsService,
    private readonly sessions: SessionsService,
    private readonly corrections: CorrectionsService,
  ) {}

  /** Plays all of it in the caller's transaction; may be called again after a rollback. */
  async play(tx: Tx, steps: readonly DemoStep[], passwordHash: string): Promise<void> {
    const cast = new DemoCast(passwordHash);
    await this.employ(tx, cast);
    for (const step of steps) {
      const [action, status] = COMMANDS[step.kind];
      const command = { action, status, actor: actorOf(step, cast) };
      await this.auditedWork.runWithin(tx, step.at, command, (work) =>
        this.perform(work, cast, step),
      );
    }
  }

  private async employ(tx: Tx, cast: DemoCast): Promise<void> {
    for (const [key, person] of Object.entries<DemoEmployee>(EMPLOYEES)) {
      const id = await this.people.insert(tx, person, cast.passwordHash);
      if (person.role === 'coach') await this.people.insertCoach(tx, id);
      cast.employees.add(key as EmployeeKey, { id, role: person.role });
    }
  }

  private async perform(work: AuditedWork, cast: DemoCast, step: DemoStep): Promise<void> {
    switch (step.kind) {
      case 'configured':
        return this.configure(work);
      case 'listed':
        return this.list(work, cast, step);
      case 'joined':
        return this.join(work, cast, step);
      case 'sold':
        return this.sell(work, cast, step);
      case 'trained':
        return this.train(work, cast, step);
      case 'added':
        return this.add(work, cast, step);
      case 'undone':
        return this.undo(work, cast, step);
      case 'adjusted':
        return this.adjust(work, cast, step);
      case 'changed':
        return this.change(work, cast, step);
    }
  }

  private async configure(work: AuditedWork): Promise<void> {
    // Where nobody is, nobody has set anything.
    await this.settings.change(work, { values: { currency: CURRENCY }, expectedVersion: 0 });
  }

  private async list(work: AuditedWork, cast: DemoCast, step: StepOf<'listed'>): Promise<void> {
    const { id } = await this.catalogue.add(work, { ...step.item, currency: CURRENCY });
    cast.itemIds.add(step.item, id);
  }

  private async join(
    work: AuditedWork,
    cast: DemoCast,
    { member }: StepOf<'joined'>,
  ): Promise<void> {
    const person = MEMBERS[member - 1];
    if (!person) throw new Error(`the demo studio has no member ${member}`);
    const { id } = await this.members.create(work, person);
    // Hashing sixty passwords would take seconds, and they are the same.
    await this.people.setPassword(work.tx, id, cast.passwordHash);
    cast.members.add(member, { id, role: 'member' });
  }

  private async sell(work: AuditedWork, cast: DemoCast, step: StepOf<'sold'>): Promise<void> {
    const { sale, approvals, reason } = step;
    const { id } = await this.sales.grant(work, cast.members.get(step.member).id, {
      coachId: cast.employees.get(sale.coach).id,
      ...whatIsSold(step, cast),
      ...(approvals ? { approvals } : {}),
      ...(reason === undefined ? {} : { reason }),
    });
    cast.packageIds.add(sale, id);
  }

  private async train(work: AuditedWork, cast: DemoCast, step: StepOf<'trained'>): Promise<void> {
    const { session } = step;
    const coachId = cast.employees.get(session.sale.coach).id;
    const member = cast.members.get(step.member);
    const { deducted, usage } = await this.sessions.startWorkout(work, member.id, { coachId });
    if (!deducted || !usage) throw new Error(`the demo plan trains twice on ${session.day}`);
    cast.usageIds.add(session, usage.id);
  }

  private async add(work: AuditedWork, cast: DemoCast, step: StepOf<'added'>): Promise<void> {
    const { session, reason } = step;
    const packageId = cast.packageIds.get(session.sale);
    const input = { packageId, usageDate: session.day, reason };
    const { usage } = await this.sessions.addUsage(work, cast.members.get(step.member).id, input);
    cast.usageIds.add(session, usage.id);
  }

  private async undo(work: AuditedWork, cast: DemoCast, step: StepOf<'undone'>): Promise<void> {
    const usageId = cast.usageIds.get(step.session);
    const { reason } = step;
    await this.corrections.undoUsage(work, cast.members.get(step.member).id, usageId, { reason });
  }

  private async adjust(work: AuditedWork, cast: DemoCast, step: StepOf<'adjusted'>): Promise<void> {
    const { adjustment, reason } = step;
    const packageId = cast.packageIds.get(step.sale);
    const input = { adjustment, reason, packageId };
    await this.corrections.adjustBalance(work, cast.members.get(step.member).id, input);
  }

  private async change(work: AuditedWork, cast: DemoCast, step: StepOf<'changed'>): Promise<void> {
    const { approvals, disconnected, expiresAt } = step.terms;
    const packageId = cast.packageIds.get(step.sale);
    await this.terms.change(work, cast.members.get(step.member).id, packageId, {
      ...(approvals ? { approvals } : {}),
      ...(disconnected === undefined ? {} : { disconnected }),
      ...(expiresAt ? { expiresAt: expiresAt.toISOString() } : {}),
      ...(step.reason === undefined ? {} : { reason: step.reason }),
    });
  }
}

/** By the price list, and paid, or as somebody at the desk has typed it. */
function whatIsSold({ sale, paid }: StepOf<'sold'>, cast: DemoCast) {
  const item = itemOf(sale);
  if (!item) {
    const { rateType, sessions, expiresAt } = sale;
    const counted = sessions === undefined ? {} : { sessions };
    return { rateType, expiresAt: expiresAt?.toISOString() ?? null, ...counted };
  }
  const catalogueItemId = cast.itemIds.get(item);
  if (!paid) return { catalogueItemId };
  const amountMinor = item.priceMinor * paid.part;
  return { catalogueItemId, payment: { method: paid.method, amountMinor } };
}

function actorOf(step: DemoStep, cast: DemoCast): Person {
  if ('by' in step) return cast.employees.get(step.by);
  return step.kind === 'trained' ? cast.members.get(step.member) : cast.employees.get('staff');
}
