import {
  Body,
  Controller,
  Get,
  Header,
  HttpCode,
  Patch,
  Post,
  Req,
  UseGuards,
  UseInterceptors,
} from '@nestjs/common';
import { ApiBearerAuth, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Throttle } from '@nestjs/throttler';
import { Work } from '../audit/audit.interceptor.js';
import { Audited } from '../audit/audited.decorator.js';
import { AuditedWork } from '../audit/audited-work.js';
import type { Person } from '../common/actor.js';
import { ApiIdempotent, ApiProblems, BODY, CHANGING, CHANGING_UNKEPT } from '../http/api-docs.js';
import { type Access, type ApiRequest, clientOf, originOf } from '../http/api-request.js';
import { Allow, CurrentAccess, CurrentPerson, Public } from '../http/access.js';
import { AuthService } from './auth.service.js';
import { Confirmations } from './confirmations.service.js';
import { ChangePasswordDto } from './dto/change-password.dto.js';
import { ConfirmationDto, ConfirmDto } from './dto/confirm.dto.js';
import { LoginDto } from './dto/login.dto.js';
import { ChangeMeDto, MeDto } from './dto/own-details.dto.js';
import { RefreshDto } from './dto/refresh.dto.js';
import { TokensDto } from './dto/tokens.dto.js';
import { OwnDetails } from './own-details.service.js';
import { PasswordChanges } from './password-changes.service.js';
import { RefusedSignIns } from './refused-sign-ins.interceptor.js';
import { OnTheWayIn } from './second-factor.guard.js';
import { RENEWAL_LIMIT, SignInThrottlerGuard } from './sign-in-throttler.guard.js';

@ApiTags('Sign-in')
@Controller('auth')
export class AuthController {
  constructor(
    private readonly auth: AuthService,
    private readonly confirmations: Confirmations,
    private readonly passwordChanges: PasswordChanges,
    private readonly own: OwnDetails,
  ) {}

  /**
   * Sign in with e-mail address and password
   * @remarks
   * Copy `accessToken` from the answer into **Authorize** at the top of this page. After ten wrong
   * passwords an account waits, longer each time; where its person has signed in lately, guesses
   * from elsewhere do not count. An account with a second factor answers `second_factor_needed`
   * to the right password: send the same again with `code`.
   */
  @Post('login')
  @Public()
  @UseGuards(SignInThrottlerGuard)
  @UseInterceptors(RefusedSignIns)
  @Audited('auth.signed_in', { status: 200, byService: true })
  @HttpCode(200)
  @ApiOkResponse({ type: TokensDto })
  @ApiProblems(
    ...BODY,
    'sign_in_failed',
    'account_not_active',
    'second_factor_needed',
    'second_factor_wrong',
    'too_many_attempts',
    'sign_in_busy',
  )
  async signIn(@Body() body: LoginDto, @Req() request: ApiRequest): Promise<TokensDto> {
    const { email, password, code } = body;
    const given = { email, password, code };
    return TokensDto.of(await this.auth.signIn(given, clientOf(request)));
  }

  /**
   * Change a refresh token into a new pair of tokens
   * @remarks
   * A refresh token works once. Whoever lost the answer sends it again within a minute, and gets
   * the same new one while that is unused. Using it later ends the whole sign-in, because one of
   * the two who used it is a thief.
   */
  @Post('refresh')
  @Public()
  @UseGuards(SignInThrottlerGuard)
  @Throttle(RENEWAL_LIMIT)
  @UseInterceptors(RefusedSignIns)
  @Audited('auth.refreshed', { status: 200, byService: true })
  @HttpCode(200)
  @ApiOkResponse({ type: TokensDto })
  @ApiProblems(
    ...BODY,
    'refresh_token_invalid',
    'refresh_token_reused',
    'account_not_active',
    'too_many_attempts',
  )
  async refreshTokens(@Body() body: RefreshDto, @Req() request: ApiRequest): Promise<TokensDto> {
    return TokensDto.of(await this.auth.refresh(body.refreshToken, originOf(request)));
  }

  /**
   * Sign out
   * @remarks
   * Ends all refresh tokens of this sign-in. Access tokens end by themselves within minutes.
   */
  @Post('logout')
  @Public()
  @UseGuards(SignInThrottlerGuard)
  @Throttle(RENEWAL_LIMIT)
  @Audited('auth.signed_out', { status: 204, byService: true })
  @HttpCode(204)
  // Releases before had their answers cached; and pages behind Back are dropped by it, too.
  @Header('Clear-Site-Data', '"cache"')
  @ApiNoContentResponse({ description: 'Signed out' })
  @ApiProblems(...BODY, 'too_many_attempts')
  async signOut(@Body() body: RefreshDto, @Req() request: ApiRequest): Promise<void> {
    await this.auth.signOut(body.refreshToken, originOf(request));
  }

  /**
   * Give the password once more
   * @remarks
   * For the next ten minutes of this sign-in nothing answers `password_needed`. Signing in counts
   * as giving it, a refresh does not. Wrong ones count as wrong ones at sign-in do.
   */
  @Post('confirm')
  @OnTheWayIn()
  @Allow({ admin: 'all', staff: 'all', coach: 'all', member: 'all' })
  @UseGuards(SignInThrottlerGuard)
  @UseInterceptors(RefusedSignIns)
  @Audited('auth.confirmed', { status: 200, byService: true })
  @HttpCode(200)
  @ApiBearerAuth()
  @ApiOkResponse({ type: ConfirmationDto })
  @ApiProblems(...CHANGING_UNKEPT, 'password_wrong', 'too_many_attempts', 'sign_in_busy')
  async confirm(
    @CurrentAccess() access: Access,
    @Body() body: ConfirmDto,
    @Req() request: ApiRequest,
  ): Promise<ConfirmationDto> {
    const until = await this.confirmations.confirm(access, body.password, clientOf(request));
    return { confirmedUntil: until.toISOString() };
  }

  /**
   * Change one's own password
   * @remarks
   * This sign-in goes on, the person's others end, and links that set a password. The current one
   * is asked for; wrong ones count as wrong ones at sign-in do.
   */
  @Post('password/change')
  @Allow({ admin: 'all', staff: 'all', coach: 'all', member: 'all' })
  @UseGuards(SignInThrottlerGuard)
  @UseInterceptors(RefusedSignIns)
  @Audited('auth.password_changed', { status: 204, byService: true })
  @HttpCode(204)
  @ApiBearerAuth()
  @ApiNoContentResponse({ description: 'Changed' })
  @ApiProblems(
    ...CHANGING_UNKEPT,
    'password_wrong',
    'password_too_weak',
    'password_too_long',
    'too_many_attempts',
    'sign_in_busy',
  )
  async changePassword(
    @CurrentAccess() access: Access,
    @Body() { current, next }: ChangePasswordDto,
    @Req() request: ApiRequest,
  ): Promise<void> {
    await this.passwordChanges.change(access, { current, next }, clientOf(request));
  }

  /** Who is signed in */
  @Get('me')
  @OnTheWayIn()
  @Allow({ admin: 'all', staff: 'all', coach: 'all', member: 'all' })
  @ApiBearerAuth()
  @ApiOkResponse({ type: MeDto })
  @ApiProblems('validation_failed', 'not_signed_in', 'token_expired')
  async whoAmI(@CurrentPerson() person: Person): Promise<MeDto> {
    return MeDto.ofMe(await this.own.read(person));
  }

  /**
   * Change one's own name, phone number and language
   * @remarks
   * What is not named stays. The language is that of the app and of what the studio writes, `null`
   * that of the device, and of the studio. It asks for no password.
   */
  @Patch('me')
  @Allow({ admin: 'all', staff: 'all', coach: 'all', member: 'all' })
  @Audited('person.changed', { status: 200 })
  @ApiBearerAuth()
  @ApiIdempotent()
  @ApiOkResponse({ type: MeDto })
  @ApiProblems(...CHANGING)
  async changeMe(
    @Work() work: AuditedWork,
    @CurrentPerson() person: Person,
    @Body() body: ChangeMeDto,
  ): Promise<MeDto> {
    return MeDto.ofMe(await this.own.change(work, person, body));
  }
}
