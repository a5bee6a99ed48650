import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Audited } from '../audit/audited.decorator.js';
import { Work } from '../audit/audit.interceptor.js';
import { AuditedWork } from '../audit/audited-work.js';
import { Allow, CurrentPerson } from '../http/access.js';
import type { Person } from '../common/actor.js';
import { OfCoachDto } from '../http/coach-fields.js';
import { ApiIdempotent, ApiProblems, CHANGING, READING } from '../http/api-docs.js';
import { MemberPackagesPathDto, PackagePathDto } from './dto/package-path.dto.js';
import { ChangePackageDto, GrantPackageDto } from './dto/package-input.dto.js';
import { PackageListDto } from './dto/package-list.dto.js';
import { PackageDto } from './dto/package.dto.js';
import {
  AsksOwnership,
  ForSubstitutes,
  Ownership,
  OwnershipQuestion,
} from './ownership.interceptor.js';
import { PackageSales } from './package-sales.service.js';
import { PackageTermsService } from './package-terms.service.js';
import { PackagesService } from './packages.service.js';

@ApiTags('Packages')
@ApiBearerAuth()
@Controller('members/:memberId/packages')
export class PackagesController {
  constructor(
    private readonly packages: PackagesService,
    private readonly terms: PackageTermsService,
    private readonly sales: PackageSales,
  ) {}

  /**
   * List a member's packages, newest first
   * @remarks
   * Coaches see the packages with themselves, or with the named coach for whom they stand in.
   */
  @Get()
  @Allow({ admin: 'all', staff: 'all', coach: 'assigned', member: 'self' })
  @AsksOwnership()
  @ForSubstitutes()
  @ApiOkResponse({ type: PackageListDto })
  @ApiProblems(...READING, 'not_your_member', 'member_not_found')
  async listPackages(
    @CurrentPerson() person: Person,
    @Param() { memberId }: MemberPackagesPathDto,
    @Query() { coachId }: OfCoachDto,
    @Ownership() ownership: OwnershipQuestion,
  ): Promise<PackageListDto> {
    return this.packages.list(person, memberId, ownership, coachId);
  }

  /**
   * Grant (sell) a member a package with a coach
   * @remarks
   * Coaches sell packages with themselves to the members assigned to them, where the studio has
   * them: `coachSales` of `GET /studio`. Approvals are not theirs to give. By an item of the price
   * list (`catalogueItemId`) the package keeps name, price and days as they are now.
   */
  @Post()
  @Allow({ admin: 'all', staff: 'all', coach: 'assigned' })
  @Audited('package.granted', { status: 201 })
  @ApiIdempotent()
  @ApiCreatedResponse({ type: PackageDto })
  @ApiProblems(
    ...CHANGING,
    'not_your_member',
    'coach_sales_off',
    'reason_code_unknown',
    'member_not_found',
    'coach_not_found',
    'person_not_active',
    ...(['item_not_found', 'item_archived', 'item_of_other_coach'] as const),
    ...(['amount_invalid', 'coach_payments_off', 'payment_too_large'] as const),
  )
  async grantPackage(
    @Work() work: AuditedWork,
    @Param() { memberId }: MemberPackagesPathDto,
    @Body() body: GrantPackageDto,
  ): Promise<PackageDto> {
    return this.sales.grant(work, memberId, body);
  }

  /**
   * Approve, extend, end or reconnect a package
   * @remarks
   * Coaches may extend the packages of their members, and nothing else; as far as the studio lets
   * them: `coachExtendsDays` of `GET /studio`.
   */
  @Patch(':packageId')
  @Allow({ admin: 'all', staff: 'all', coach: 'assigned' })
  @Audited('package.changed', { status: 200 })
  @ApiIdempotent()
  @ApiOkResponse({ type: PackageDto })
  @ApiProblems(
    ...CHANGING,
    'not_your_member',
    'approval_required',
    'reason_code_unknown',
    'member_not_found',
    'package_not_found',
    ...(['package_changed', 'package_voided', 'not_freezable'] as const),
    'person_not_active',
  )
  async changePackage(
    @Work() work: AuditedWork,
    @Param() { memberId, packageId }: PackagePathDto,
    @Body() body: ChangePackageDto,
  ): Promise<PackageDto> {
    return this.terms.change(work, memberId, packageId, body);
  }
}
