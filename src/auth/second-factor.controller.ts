import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Post,
  Query,
  Req,
  UseInterceptors,
} from '@nestjs/common';
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
  READING,
} from '../http/api-docs.js';
import { type Access, type ApiRequest, clientOf, originOf } from '../http/api-request.js';
import {
  FirstCodeDto,
  NewSecondFactorDto,
  RecoveryCodesDto,
  SecondFactorDto,
  SecondFactorQueryDto,
} from './dto/second-factor.dto.js';
import { RefusedSignIns } from './refused-sign-ins.interceptor.js';
import { OnTheWayIn } from './second-factor.guard.js';
import { SecondFactors } from './second-factors.service.js';

const STAFF = { admin: 'all', staff: 'all', coach: 'all' } as const;

@ApiTags('Second factor')
@ApiBearerAuth()
@Controller('auth/second-factor')
export class SecondFactorController {
  constructor(private readonly factors: SecondFactors) {}

  /** Whether one's second factor is on */
  @Get()
  @Allow(STAFF)
  @OnTheWayIn()
  @ApiOkResponse({ type: SecondFactorDto })
  @ApiProblems(...READING)
  async getSecondFactor(@CurrentAccess() access: Access): Promise<SecondFactorDto> {
    return SecondFactorDto.of(await this.factors.state(access));
  }

  /**
   * Begin to turn the second factor on
   * @remarks
   * Gives the secret for an authenticator; nothing is asked for until it was confirmed by a code,
   * within an hour. The same again gives another secret, and the one before is none any more. Asks
   * for the password, where that was given more than ten minutes ago; so do the others that change
   * something, but the first code.
   */
  @Post()
  @Allow(STAFF)
  @OnTheWayIn()
  @Audited('second_factor.turned_on', { status: 201, byService: true })
  @AsksPassword()
  @ApiCreatedResponse({ type: NewSecondFactorDto })
  @ApiProblems(...CHANGING_UNKEPT, 'password_needed', 'second_factor_already_on')
  async beginSecondFactor(
    @CurrentAccess() access: Access,
    @Req() request: ApiRequest,
  ): Promise<NewSecondFactorDto> {
    return this.factors.begin(access, originOf(request));
  }

  /**
   * Turn the second factor on by its first code
   * @remarks
   * From now on sign-in asks for a code. This sign-in counts as one with it, the others end. The
   * answer is the only place where the recovery codes stand. A wrong code counts as a wrong
   * password does.
   */
  @Post('confirm')
  @Allow(STAFF)
  @OnTheWayIn()
  @UseInterceptors(RefusedSignIns)
  @Audited('second_factor.turned_on', { status: 200, byService: true })
  @HttpCode(200)
  @ApiOkResponse({ type: RecoveryCodesDto })
  @ApiProblems(
    ...CHANGING_UNKEPT,
    'code_wrong',
    'second_factor_already_on',
    'second_factor_not_begun',
    'too_many_attempts',
    'sign_in_busy',
  )
  async confirmSecondFactor(
    @CurrentAccess() access: Access,
    @Body() { code }: FirstCodeDto,
    @Req() request: ApiRequest,
  ): Promise<RecoveryCodesDto> {
    const client = clientOf(request);
    return { recoveryCodes: [...(await this.factors.confirm(access, code, client))] };
  }

  /**
   * Make new recovery codes
   * @remarks
   * Those of before open nothing any more. The answer is the only place where the new ones stand.
   */
  @Post('recovery-codes')
  @Allow(STAFF)
  @Audited('second_factor.recovery_codes_made', { status: 200, byService: true })
  @AsksPassword()
  @HttpCode(200)
  @ApiOkResponse({ type: RecoveryCodesDto })
  @ApiProblems(...CHANGING_UNKEPT, 'password_needed', 'second_factor_not_on', 'sign_in_busy')
  async makeRecoveryCodes(
    @CurrentAccess() access: Access,
    @Req() request: ApiRequest,
  ): Promise<RecoveryCodesDto> {
    const client = clientOf(request);
    return { recoveryCodes: [...(await this.factors.renewCodes(access, client))] };
  }

  /**
   * Turn the second factor off
   * @remarks
   * One's own, unless it is demanded. An admin may name another person who has lost the telephone
   * and the recovery codes: their sign-ins end, and they sign in by the password alone. Where there
   * is nothing to turn off, nothing changes.
   */
  @Delete()
  @Allow(STAFF)
  @Audited('second_factor.turned_off', { status: 204 })
  @AsksPassword()
  @HttpCode(204)
  @ApiIdempotent()
  @ApiNoContentResponse({ description: 'Turned off' })
  @ApiProblems(...CHANGING, 'password_needed', 'second_factor_demanded')
  async turnSecondFactorOff(
    @Work() work: AuditedWork,
    @CurrentAccess() access: Access,
    @Query() { userId }: SecondFactorQueryDto,
  ): Promise<void> {
    await this.factors.turnOff(work, access, userId);
  }
}
