import { Controller, Get, HttpCode, Post, Req } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Audited } from '../audit/audited.decorator.js';
import { Allow, CurrentAccess } from '../http/access.js';
import { ApiProblems, CHANGING_UNKEPT, READING } from '../http/api-docs.js';
import { type Access, type ApiRequest, originOf } from '../http/api-request.js';
import { MailDto, TestedMailDto } from './dto/mail.dto.js';
import { MailChecks } from './mail-checks.service.js';

@ApiTags('Background')
@ApiBearerAuth()
@Controller('mail')
export class MailController {
  constructor(private readonly checks: MailChecks) {}

  /** Read whether mail is set up, and how the last mails went */
  @Get()
  @Allow({ admin: 'all' })
  @ApiOkResponse({ type: MailDto })
  @ApiProblems(...READING)
  async getMail(): Promise<MailDto> {
    return this.checks.describe();
  }

  /**
   * Send a mail to yourself
   * @remarks
   * At once, so that the answer has the words of the server.
   */
  @Post('test')
  @Allow({ admin: 'all' })
  @Audited('mail.tested', { status: 200, byService: true })
  @HttpCode(200)
  @ApiOkResponse({ type: TestedMailDto })
  @ApiProblems(...CHANGING_UNKEPT, 'mail_not_set_up', 'mail_to_nobody', 'mail_not_delivered')
  async testMail(
    @CurrentAccess() access: Access,
    @Req() request: ApiRequest,
  ): Promise<TestedMailDto> {
    return this.checks.test(access, originOf(request));
  }
}
