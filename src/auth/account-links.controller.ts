import { Body, Controller, HttpCode, Post, Req, UseGuards, UseInterceptors } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Audited } from '../audit/audited.decorator.js';
import { NotAudited } from '../audit/not-audited.decorator.js';
import { Public } from '../http/access.js';
import { ApiProblems, BODY } from '../http/api-docs.js';
import { type ApiRequest, clientOf } from '../http/api-request.js';
import { AccountLinks } from './account-links.service.js';
import { AccountLinkDto, LookAtLinkDto, RedeemLinkDto } from './dto/account-link.dto.js';
import { TokensDto } from './dto/tokens.dto.js';
import { LinkSignIns } from './link-sign-ins.service.js';
import { RefusedSignIns } from './refused-sign-ins.interceptor.js';
import { SignInThrottlerGuard } from './sign-in-throttler.guard.js';

@ApiTags('Sign-in')
@Controller('auth/links')
export class AccountLinksController {
  constructor(
    private readonly links: AccountLinks,
    private readonly signIns: LinkSignIns,
  ) {}

  /**
   * Whose a link is, and what for
   * @remarks
   * The token stands behind the `#` of the link, so that no server, proxy or log gets it with the
   * address. Looking does not use it up.
   */
  @Post('look')
  @Public()
  @UseGuards(SignInThrottlerGuard)
  @UseInterceptors(RefusedSignIns)
  @NotAudited('It only reads. The token stands in the body, because URLs are logged.')
  @HttpCode(200)
  @ApiOkResponse({ type: AccountLinkDto })
  @ApiProblems(...BODY, 'link_invalid', 'account_not_active', 'too_many_attempts')
  async lookAtLink(@Body() { token }: LookAtLinkDto): Promise<AccountLinkDto> {
    return AccountLinkDto.of(await this.links.find(token));
  }

  /**
   * Set a password by a link, and sign in
   * @remarks
   * Works once. The other sign-ins and links of the person end. An account with a second factor
   * answers `second_factor_needed`: send the same again with `code`.
   */
  @Post('redeem')
  @Public()
  @UseGuards(SignInThrottlerGuard)
  @UseInterceptors(RefusedSignIns)
  @Audited('auth.password_set', { status: 200, byService: true })
  @HttpCode(200)
  @ApiOkResponse({ type: TokensDto })
  @ApiProblems(
    ...BODY,
    'link_invalid',
    'password_too_weak',
    'password_too_long',
    'account_not_active',
    'second_factor_needed',
    'second_factor_wrong',
    'too_many_attempts',
    'sign_in_busy',
  )
  async redeemLink(@Body() body: RedeemLinkDto, @Req() request: ApiRequest): Promise<TokensDto> {
    const { token, password, code } = body;
    const given = { token, password, code };
    return TokensDto.of(await this.signIns.redeem(given, clientOf(request)));
  }
}
