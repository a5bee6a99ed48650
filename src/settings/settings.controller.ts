import { Body, Controller, Get, Patch } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { AsksPassword } from '../audit/asks-password.decorator.js';
import { Work } from '../audit/audit.interceptor.js';
import { Audited } from '../audit/audited.decorator.js';
import { AuditedWork } from '../audit/audited-work.js';
import { Allow } from '../http/access.js';
import { ApiIdempotent, ApiProblems, CHANGING, READING } from '../http/api-docs.js';
import { ChangeSettingsDto, SettingsDto } from './dto/settings.dto.js';
import { SettingChanges } from './setting-changes.service.js';

@ApiTags('Settings')
@ApiBearerAuth()
@Controller('settings')
export class SettingsController {
  constructor(private readonly changes: SettingChanges) {}

  /** Read the settings of the studio */
  @Get()
  @Allow({ admin: 'all' })
  @ApiOkResponse({ type: SettingsDto })
  @ApiProblems(...READING)
  async getSettings(): Promise<SettingsDto> {
    return this.changes.describe();
  }

  /**
   * Change settings of the studio
   * @remarks
   * What is not named stays. A change is known to all processes within five seconds. Asks for the
   * password, where that was given more than ten minutes ago.
   */
  @Patch()
  @Allow({ admin: 'all' })
  @Audited('settings.changed', { status: 200 })
  @AsksPassword()
  @ApiIdempotent()
  @ApiOkResponse({ type: SettingsDto })
  @ApiProblems(...CHANGING, 'password_needed', 'settings_changed')
  async changeSettings(
    @Work() work: AuditedWork,
    @Body() body: ChangeSettingsDto,
  ): Promise<SettingsDto> {
    return this.changes.change(work, body);
  }
}
