import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Audited } from '../audit/audited.decorator.js';
import { Work } from '../audit/audit.interceptor.js';
import { AuditedWork } from '../audit/audited-work.js';
import { Allow } from '../http/access.js';
import { ApiIdempotent, ApiProblems, CHANGING } from '../http/api-docs.js';
import { PackagePathDto } from './dto/package-path.dto.js';
import { PackageDto } from './dto/package.dto.js';
import { ReopenPackageDto, VoidPackageDto } from './dto/void-input.dto.js';
import { TransferAnswerDto } from './dto/transfer.dto.js';
import { TransferPackageDto } from './dto/transfer-input.dto.js';
import { PackageTransfers } from './package-transfers.service.js';
import { PackageVoids } from './package-voids.service.js';

/** What can become of any package, with its code in `docs/errors.md`. */
const OF_PACKAGE = [
  ...(['not_your_member', 'member_not_found', 'package_not_found', 'package_changed'] as const),
  'reason_code_unknown',
] as const;

@ApiTags('Packages')
@ApiBearerAuth()
@Controller('members/:memberId/packages/:packageId')
export class PackageStatesController {
  constructor(
    private readonly voids: PackageVoids,
    private readonly transfers: PackageTransfers,
  ) {}

  /**
   * Void a package
   * @remarks
   * What is left of it goes, and nothing can be used of it until it is reopened. Coaches void
   * those with themselves.
   */
  @Post('void')
  @Allow({ admin: 'all', staff: 'all', coach: 'assigned' })
  @Audited('package.voided', { status: 200 })
  @ApiIdempotent()
  @ApiOkResponse({ type: PackageDto })
  @ApiProblems(...CHANGING, ...OF_PACKAGE, 'package_used', 'package_voided')
  async voidPackage(
    @Work() work: AuditedWork,
    @Param() { memberId, packageId }: PackagePathDto,
    @Body() body: VoidPackageDto,
  ): Promise<PackageDto> {
    return this.voids.void(work, memberId, packageId, body);
  }

  /**
   * Reopen a voided package
   * @remarks
   * It has left again what it lost, and is to be paid as before. Where it is past its date by now
   * it stays so.
   */
  @Post('reopen')
  @Allow({ admin: 'all', staff: 'all', coach: 'assigned' })
  @Audited('package.reopened', { status: 200 })
  @ApiIdempotent()
  @ApiOkResponse({ type: PackageDto })
  @ApiProblems(
    ...CHANGING,
    ...OF_PACKAGE,
    'package_not_voided',
    'package_refunded',
    'balance_too_large',
  )
  async reopenPackage(
    @Work() work: AuditedWork,
    @Param() { memberId, packageId }: PackagePathDto,
    @Body() body: ReopenPackageDto,
  ): Promise<PackageDto> {
    return this.voids.reopen(work, memberId, packageId, body);
  }

  /**
   * Transfer sessions of a package to another coach or another member
   * @remarks
   * They go to a new package with the same end, approved by both sides, which names this one. What
   * was used stays where it was used, and what was paid, or is to be paid, stays with this package.
   * Coaches hand those with themselves to another coach; to another member the desk transfers.
   */
  @Post('transfer')
  @Allow({ admin: 'all', staff: 'all', coach: 'assigned' })
  @Audited('package.transferred', { status: 201 })
  @ApiIdempotent()
  @ApiCreatedResponse({ type: TransferAnswerDto })
  @ApiProblems(
    ...CHANGING,
    ...OF_PACKAGE,
    ...(['same_place', 'package_voided', 'package_not_active', 'nothing_to_transfer'] as const),
    'package_frozen',
    ...(['balance_below_zero', 'not_counted', 'coach_not_found', 'person_not_active'] as const),
  )
  async transferPackage(
    @Work() work: AuditedWork,
    @Param() { memberId, packageId }: PackagePathDto,
    @Body() body: TransferPackageDto,
  ): Promise<TransferAnswerDto> {
    return this.transfers.transfer(work, memberId, packageId, body);
  }
}
