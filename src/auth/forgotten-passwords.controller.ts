import { Body, Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiAcceptedResponse, ApiTags } from '@nestjs/swagger';
import { NotAudited } from '../audit/not-audited.decorator.js';
import { MINUTE_MS } from '../common/durations.js';
import { preferredLocale } from '../common/locales.js';
import { Public } from '../http/access.js';
import { ApiProblems, BODY } from '../http/api-docs.js';
import { type ApiRequest, ipAddressOf } from '../http/api-request.js';
import { ForgottenAnswerDto, ForgottenPasswordDto } from './dto/forgotten-password.dto.js';
import { ForgottenPasswords } from './forgotten-passwords.service.js';
import { PASSWORD_LINK_MS } from './link-rules.js';

@ApiTags('Sign-in')
@Controller('auth/password')
export class ForgottenPasswordsController {
  constructor(private readonly forgotten: ForgottenPasswords) {}

  /**
   * Ask for another password by mail
   * @remarks
   * The answer is the same whether anybody has the e-mail address or not. Who does, and may sign
   * in, gets a mail with a link that sets a password: in their own language, or else in the one of
   * `Accept-Language` that mails are written in. Three an hour are sent to an address.
   */
  @Post('forgot')
  @Public()
  @NotAudited('It leaves a job, whoever is named; that writes the row, if it finds somebody.')
  @HttpCode(202)
  @ApiAcceptedResponse({ type: ForgottenAnswerDto })
  @ApiProblems(...BODY, 'mail_not_set_up', 'too_many_attempts')
  async forgotPassword(
    @Body() { email }: ForgottenPasswordDto,
    @Req() request: ApiRequest,
  ): Promise<ForgottenAnswerDto> {
    const locale = preferredLocale(request.headers['accept-language']);
    await this.forgotten.ask(email, locale, ipAddressOf(request));
    return { linkMinutes: PASSWORD_LINK_MS / MINUTE_MS };
  }
}
