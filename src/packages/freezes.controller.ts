import { Body, Controller, Get, Param, Patch, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Audited } from '../audit/audited.decorator.js';
import { Work } from '../audit/audit.interceptor.js';
import { AuditedWork } from '../audit/audited-work.js';
import type { Person } from '../common/actor.js';
import { Allow, CurrentPerson } from '../http/access.js';
import { ApiIdempotent, ApiProblems, CHANGING, READING } from '../http/api-docs.js';
import {
  ChangeFreezeDto,
  FreezeListDto,
  FreezePackageDto,
  FreezePathDto,
} from './dto/freeze.dto.js';
import { PackagePathDto } from './dto/package-path.dto.js';
import { PackageDto } from './dto/package.dto.js';
import { AsksOwnership, Ownership, OwnershipQuestion } from './ownership.interceptor.js';
import { PackageFreezes } from './package-freezes.service.js';

/** What can become of any freeze, with its code in `docs/errors.md`. */
const OF_FREEZE = [
  ...(['not_your_member', 'member_not_found', 'package_not_found', 'package_changed'] as const),
  ...(['package_voided', 'already_frozen', 'used_while_frozen', 'freeze_limit'] as const),
  'not_freezable',
] as const;

@ApiTags('Packages')
@ApiBearerAuth()
@Controller('members/:memberId/packages/:packageId/freezes')
export class FreezesController {
  constructor(private readonly freezes: PackageFreezes) {}

  /** List the freezes of a package, the newest first: the last 100 */
  @Get()
  @Allow({ admin: 'all', staff: 'all', coach: 'assigned' })
  @AsksOwnership()
  @ApiOkResponse({ type: FreezeListDto })
  @ApiProblems(...READING, 'not_your_member', 'member_not_found', 'package_not_found')
  async listFreezes(
    @CurrentPerson() person: Person,
    @Param() path: PackagePathDto,
    @Ownership() ownership: OwnershipQuestion,
  ): Promise<FreezeListDto> {
    return this.freezes.list(person, path, ownership);
  }

  /**
   * Freeze a package
   * @remarks
   * On these days nothing is used of it, and its end moves by as many. Until further notice it does
   * not end; its end moves once the freeze has one. Coaches freeze those with themselves.
   */
  @Post()
  @Allow({ admin: 'all', staff: 'all', coach: 'assigned' })
  @Audited('package.frozen', { status: 201 })
  @ApiIdempotent()
  @ApiCreatedResponse({ type: PackageDto })
  @ApiProblems(...CHANGING, ...OF_FREEZE, 'reason_code_unknown')
  async freezePackage(
    @Work() work: AuditedWork,
    @Param() { memberId, packageId }: PackagePathDto,
    @Body() body: FreezePackageDto,
  ): Promise<PackageDto> {
    return this.freezes.freeze(work, memberId, packageId, body);
  }

  /**
   * End, shorten or lengthen a freeze, or take it back
   * @remarks
   * The end of the package moves by the days that there are more or fewer.
   */
  @Patch(':freezeId')
  @Allow({ admin: 'all', staff: 'all', coach: 'assigned' })
  @Audited('package.freeze_changed', { status: 200 })
  @ApiIdempotent()
  @ApiOkResponse({ type: PackageDto })
  @ApiProblems(...CHANGING, ...OF_FREEZE, 'freeze_not_found')
  async changeFreeze(
    @Work() work: AuditedWork,
    @Param() path: FreezePathDto,
    @Body() body: ChangeFreezeDto,
  ): Promise<PackageDto> {
    return this.freezes.change(work, path, body);
  }
}
