import { Body, Controller, Post, Req, UseGuards, UseInterceptors } from '@nestjs/common';
import { ApiCreatedResponse, ApiTags } from '@nestjs/swagger';
import { Audited } from '../audit/audited.decorator.js';
import { Public } from '../http/access.js';
import { ApiProblems, BODY } from '../http/api-docs.js';
import { type ApiRequest, clientOf } from '../http/api-request.js';
import { SetUpDto } from './dto/set-up.dto.js';
import { TokensDto } from './dto/tokens.dto.js';
import { RefusedSignIns } from './refused-sign-ins.interceptor.js';
import { SetUp } from './set-up.service.js';
import { SignInThrottlerGuard } from './sign-in-throttler.guard.js';

@ApiTags('Sign-in')
@Controller('setup')
export class SetUpController {
  constructor(private readonly setUp: SetUp) {}

  /**
   * Make the first admin, and sign in
   * @remarks
   * While `GET /studio` says `needsSetup`. The code is what the product prints at its start, where
   * only whoever runs it can read it; it is another one after each start.
   */
  @Post()
  @Public()
  @UseGuards(SignInThrottlerGuard)
  @UseInterceptors(RefusedSignIns)
  @Audited('studio.set_up', { status: 201, byService: true })
  @ApiCreatedResponse({ type: TokensDto })
  @ApiProblems(
    ...BODY,
    'set_up_code_wrong',
    'already_set_up',
    'password_too_weak',
    'password_too_long',
    'email_taken',
    'too_many_attempts',
    'sign_in_busy',
  )
  async setUpStudio(@Body() body: SetUpDto, @Req() request: ApiRequest): Promise<TokensDto> {
    const { code, email, firstName, lastName, password, alsoCoach = false } = body;
    const given = { code, email, firstName, lastName, password, alsoCoach };
    return TokensDto.of(await this.setUp.setUp(given, clientOf(request)));
  }
}
