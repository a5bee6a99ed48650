import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Work } from '../audit/audit.interceptor.js';
import { Audited } from '../audit/audited.decorator.js';
import { AuditedWork } from '../audit/audited-work.js';
import type { Person } from '../common/actor.js';
import { Allow, CurrentPerson } from '../http/access.js';
import { ApiIdempotent, ApiProblems, CHANGING, READING } from '../http/api-docs.js';
import { CatalogueChanges } from './catalogue-changes.service.js';
import { Catalogue } from './catalogue.service.js';
import { CatalogueDto, CatalogueItemDto } from './dto/catalogue.dto.js';
import {
  AddItemDto,
  CatalogueQueryDto,
  ChangeItemDto,
  ItemPathDto,
} from './dto/catalogue-input.dto.js';

@ApiTags('Price list')
@ApiBearerAuth()
@Controller('catalogue')
export class CatalogueController {
  constructor(
    private readonly catalogue: Catalogue,
    private readonly changes: CatalogueChanges,
  ) {}

  /**
   * List what the studio sells, in its order
   * @remarks
   * 200 items at most. Coaches see what every coach sells, and what they alone do.
   */
  @Get()
  @Allow({ admin: 'all', staff: 'all', coach: 'assigned' })
  @ApiOkResponse({ type: CatalogueDto })
  @ApiProblems(...READING)
  async listCatalogue(
    @CurrentPerson() person: Person,
    @Query() { archived = false }: CatalogueQueryDto,
  ): Promise<CatalogueDto> {
    return this.catalogue.list(person, archived);
  }

  /**
   * Add an item to the price list
   * @remarks
   * It comes to the end of the list.
   */
  @Post()
  @Allow({ admin: 'all' })
  @Audited('catalogue.created', { status: 201 })
  @ApiIdempotent()
  @ApiCreatedResponse({ type: CatalogueItemDto })
  @ApiProblems(...CHANGING, 'coach_not_found', 'catalogue_full')
  async addItem(@Work() work: AuditedWork, @Body() body: AddItemDto): Promise<CatalogueItemDto> {
    return this.changes.add(work, body);
  }

  /**
   * Change, move, archive or restore an item of the price list
   * @remarks
   * What is not named stays. What was sold by it stays as it was sold.
   */
  @Patch(':itemId')
  @Allow({ admin: 'all' })
  @Audited('catalogue.changed', { status: 200 })
  @ApiIdempotent()
  @ApiOkResponse({ type: CatalogueItemDto })
  @ApiProblems(
    ...CHANGING,
    ...(['item_not_found', 'item_changed', 'coach_not_found', 'catalogue_full'] as const),
  )
  async changeItem(
    @Work() work: AuditedWork,
    @Param() { itemId }: ItemPathDto,
    @Body() body: ChangeItemDto,
  ): Promise<CatalogueItemDto> {
    return this.changes.change(work, itemId, body);
  }
}
