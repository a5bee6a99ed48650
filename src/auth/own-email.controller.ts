import { Body, Controller, HttpCode, Post, Req, UseGuards, UseInterceptors } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { AsksPassword } from '../audit/asks-password.decorator.js';
import { Audited } from '../audit/audited.decorator.js';
import { HOUR_MS } from '../common/durations.js';
import { preferredLocale } from '../common/locales.js';
import { Allow, CurrentAccess, Public } from '../http/access.js';
import { ApiProblems, BODY, CHANGING_UNKEPT } from '../http/api-docs.js';
import { type Access, type ApiRequest, originOf } from '../http/api-request.js';
import {
  AskedForEmailDto,
  AskForEmailDto,
  ConfirmEmailDto,
  MovedEmailDto,
} from './dto/own-email.dto.js';
import { EMAIL_LINK_MS } from './link-rules.js';
import { OwnEmail } from './own-email.service.js';
import { RefusedSignIns } from './refused-sign-ins.interceptor.js';
import { SignInThrottlerGuard } from './sign-in-throttler.guard.js';

@ApiTags('Sign-in')
@Controller('auth/email')
export class OwnEmailController {
  constructor(private readonly own: OwnEmail) {}

  /**
   * Ask for another e-mail address of one's own
   * @remarks
   * A link is sent there, which makes it the one of the account; until then the one of before goes
   * on. The answer is the same whether anybody has it or not: nothing is sent to one that somebody
   * has. An older link ends. Three an hour are sent for a person, and to an e-mail address. Asks
   * for the password, where that was given more than ten minutes ago.
   */
  @Post()
  @Allow({ admin: 'all', staff: 'all', coach: 'all', member: 'all' })
  @Audited('auth.email_asked', { status: 202, byService: true })
  @AsksPassword()
  @HttpCode(202)
  @ApiBearerAuth()
  @ApiAcceptedResponse({ type: AskedForEmailDto })
  @ApiProblems(...CHANGING_UNKEPT, 'password_needed', 'mail_not_set_up', 'too_many_attempts')
  async askForEmail(
    @CurrentAccess() access: Access,
    @Body() { email }: AskForEmailDto,
    @Req() request: ApiRequest,
  ): Promise<AskedForEmailDto> {
    await this.own.ask(access, email, fromOf(request));
    return { linkHours: EMAIL_LINK_MS / HOUR_MS };
  }

  /**
   * Confirm another e-mail address by the link that was sent there
   * @remarks
   * Works once, signed in or not. Sign-ins go on, other links of the person end, and the e-mail
   * address of before is told by a mail.
   */
  @Post('confirm')
  @Public()
  @UseGuards(SignInThrottlerGuard)
  @UseInterceptors(RefusedSignIns)
  @Audited('person.changed', { status: 200, byService: true })
  @HttpCode(200)
  @ApiOkResponse({ type: MovedEmailDto })
  @ApiProblems(...BODY, 'link_invalid', 'too_many_attempts')
  async confirmEmail(
    @Body() { token }: ConfirmEmailDto,
    @Req() request: ApiRequest,
  ): Promise<MovedEmailDto> {
    return this.own.confirm(token, fromOf(request));
  }
}

function fromOf(request: ApiRequest) {
  const locale = preferredLocale(request.headers['accept-language']);
  return { origin: originOf(request), locale };
}
