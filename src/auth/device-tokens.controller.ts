import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiTags,
} from '@nestjs/swagger';
import { AsksPassword } from '../audit/asks-password.decorator.js';
import { Work } from '../audit/audit.interceptor.js';
import { Audited } from '../audit/audited.decorator.js';
import { AuditedWork } from '../audit/audited-work.js';
import { Allow, CurrentAccess } from '../http/access.js';
import {
  ApiIdempotent,
  ApiProblems,
  CHANGING,
  CHANGING_UNKEPT,
  PageOf,
  READING,
} from '../http/api-docs.js';
import { type Access, type ApiRequest, originOf } from '../http/api-request.js';
import type { Page } from '../common/page.js';
import { DeviceTokens } from './device-tokens.service.js';
import { DeviceTokenDto, NewDeviceTokenDto } from './dto/device-token.dto.js';
import { CreateDeviceTokenDto, DeviceTokenPathDto } from './dto/device-token-input.dto.js';
import { DeviceTokensQueryDto } from './dto/device-tokens-query.dto.js';

@ApiTags('Device tokens')
@ApiBearerAuth()
@Controller('auth/device-tokens')
export class DeviceTokensController {
  constructor(private readonly deviceTokens: DeviceTokens) {}

  /**
   * Make a long-lived access token for one device
   * @remarks
   * For an app that cannot renew its token. The answer is the only place where the token stands:
   * it is not kept, so the same request again makes another one. It carries the person's role of
   * the day, and opens nothing while the person is an admin. Asks for the password, where that was
   * given more than ten minutes ago.
   */
  @Post()
  @Allow({ admin: 'all' })
  @Audited('device_token.created', { status: 201, byService: true })
  @AsksPassword()
  @ApiCreatedResponse({ type: NewDeviceTokenDto })
  @ApiProblems(...CHANGING_UNKEPT, 'password_needed')
  async createDeviceToken(
    @CurrentAccess() access: Access,
    @Body() body: CreateDeviceTokenDto,
    @Req() request: ApiRequest,
  ): Promise<NewDeviceTokenDto> {
    return this.deviceTokens.create(access, body, originOf(request));
  }

  /**
   * List device tokens, newest first
   * @remarks
   * Revoked ones too, and expired ones for 90 days.
   */
  @Get()
  @Allow({ admin: 'all' })
  @ApiOkResponse({ type: PageOf(DeviceTokenDto) })
  @ApiProblems(...READING)
  async listDeviceTokens(@Query() query: DeviceTokensQueryDto): Promise<Page<DeviceTokenDto>> {
    return this.deviceTokens.list(query);
  }

  /**
   * Revoke a device token
   * @remarks
   * From the next request on it opens nothing. Revoking it again changes nothing.
   */
  @Delete(':deviceTokenId')
  @Allow({ admin: 'all' })
  @Audited('device_token.revoked', { status: 204 })
  @HttpCode(204)
  @ApiIdempotent()
  @ApiNoContentResponse({ description: 'Revoked' })
  @ApiProblems(...CHANGING, 'device_token_not_found')
  async revokeDeviceToken(
    @Work() work: AuditedWork,
    @Param() { deviceTokenId }: DeviceTokenPathDto,
  ): Promise<void> {
    await this.deviceTokens.revoke(work, deviceTokenId);
  }
}
