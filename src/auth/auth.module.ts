import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { JwtModule } from '@nestjs/jwt';
import { PassportModule } from '@nestjs/passport';
import { ThrottlerModule } from '@nestjs/throttler';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '../audit/audit.module.js';
import { MarkedPasswords } from '../audit/marked-passwords.js';
import { Config } from '../config/config.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { MailModule } from '../mail/mail.module.js';
import { SharedState } from '../processes/shared-state.js';
import { AccountAccess } from './account-access.service.js';
import { AccountLink } from './account-link.entity.js';
import { AccountLinksController } from './account-links.controller.js';
import { AccountLinksRepository } from './account-links.repository.js';
import { AccountLinks } from './account-links.service.js';
import { AccountState } from './account-state.entity.js';
import { AccountStatesRepository } from './account-states.repository.js';
import { AccountsRepository } from './accounts.repository.js';
import { Accounts } from './accounts.service.js';
import { Admins } from './admins.service.js';
import { AuthController } from './auth.controller.js';
import { AuthService } from './auth.service.js';
import { ChangedAccounts } from './changed-accounts.service.js';
import { Confirmations } from './confirmations.service.js';
import { DeviceToken } from './device-token.entity.js';
import { DeviceTokenBatches } from './device-token-batches.service.js';
import { DeviceTokensController } from './device-tokens.controller.js';
import { DeviceTokensRepository } from './device-tokens.repository.js';
import { DeviceTokens } from './device-tokens.service.js';
import { ForgottenPasswordsController } from './forgotten-passwords.controller.js';
import { ForgottenPasswords } from './forgotten-passwords.service.js';
import { HashLane } from './hash-lane.service.js';
import { jwtKeyOf } from './jwt-keys.js';
import { JwtAuthGuard } from './jwt-auth.guard.js';
import { JwtStrategy } from './jwt.strategy.js';
import { BouncedEmails } from './bounced-emails.service.js';
import { LettersToPeople } from './letters-to-people.service.js';
import { LinkMails } from './link-mails.service.js';
import { LinkSignIns } from './link-sign-ins.service.js';
import { EmailMails } from './email-mails.service.js';
import { LinkTokens } from './link-tokens.service.js';
import { OwnEmailController } from './own-email.controller.js';
import { OwnEmail } from './own-email.service.js';
import { OwnDetails } from './own-details.service.js';
import { PasswordChanges } from './password-changes.service.js';
import { PasswordCheck } from './password-check.service.js';
import { PersonDetail } from './person-detail.entity.js';
import { PersonDetailsRepository } from './person-details.repository.js';
import { PersonDetails } from './person-details.service.js';
import { PersonLimits } from './person-limits.service.js';
import { PersonName } from './person-name.entity.js';
import { PersonNamesRepository } from './person-names.repository.js';
import { PersonNames } from './person-names.service.js';
import { PersonOrder } from './person-order.entity.js';
import { RecoveryCode } from './recovery-code.entity.js';
import { RecoveryCodes } from './recovery-codes.service.js';
import { SealedSecrets } from './sealed-secrets.js';
import { SecondFactor } from './second-factor.entity.js';
import { SecondFactorCheck } from './second-factor-check.service.js';
import { SecondFactorController } from './second-factor.controller.js';
import { SecondFactorGuard } from './second-factor.guard.js';
import { SecondFactorsRepository } from './second-factors.repository.js';
import { SecondFactors } from './second-factors.service.js';
import { PasswordMarks } from './password-marks.service.js';
import { Passwords } from './passwords.service.js';
import { RefreshToken } from './refresh-token.entity.js';
import { RefreshTokensRepository } from './refresh-tokens.repository.js';
import { RoleGuard } from './role.guard.js';
import { SetUpController } from './set-up.controller.js';
import { SetUp } from './set-up.service.js';
import { SignIn } from './sign-in.entity.js';
import { SignInGuesses } from './sign-in-guesses.service.js';
import { SignInPlace } from './sign-in-place.entity.js';
import { SignInPlacesRepository } from './sign-in-places.repository.js';
import { signInLimits } from './sign-in-throttler.guard.js';
import { SignInsController } from './sign-ins.controller.js';
import { SignInsRepository } from './sign-ins.repository.js';
import { SignIns } from './sign-ins.service.js';
import { SignOuts } from './sign-outs.service.js';
import { StreamTicket } from './stream-ticket.entity.js';
import { StreamTicketsRepository } from './stream-tickets.repository.js';
import { StreamTickets } from './stream-tickets.service.js';
import { Tokens } from './tokens.service.js';
import { User } from './user.entity.js';
import { UsersRepository } from './users.repository.js';

/**
 * Who is asking, and which roles may call a route. Closed unless a route says otherwise. Global,
 * because each change asks it for marked passwords.
 */
@Global()
@Module({
  imports: [
    AuditModule,
    JobsModule,
    MailModule,
    PassportModule,
    JwtModule.registerAsync({
      inject: [Config],
      useFactory: (config: Config) => ({ secret: jwtKeyOf(config) as unknown as Buffer }),
    }),
    ThrottlerModule.forRootAsync({ inject: [SharedState], useFactory: signInLimits }),
    TypeOrmModule.forFeature([
      ...[User, RefreshToken, DeviceToken, SignIn, SignInPlace, StreamTicket],
      ...[SecondFactor, RecoveryCode, AccountLink, AccountState, PersonName, PersonOrder],
      PersonDetail,
    ]),
  ],
  controllers: [
    ...[AccountLinksController, AuthController, DeviceTokensController],
    ...[ForgottenPasswordsController, OwnEmailController],
    ...[SecondFactorController, SetUpController, SignInsController],
  ],
  providers: [
    AccountAccess,
    AccountLinks,
    AccountLinksRepository,
    AccountStatesRepository,
    Accounts,
    AccountsRepository,
    Admins,
    AuthService,
    ChangedAccounts,
    Confirmations,
    DeviceTokenBatches,
    DeviceTokens,
    DeviceTokensRepository,
    EmailMails,
    ForgottenPasswords,
    HashLane,
    JwtStrategy,
    BouncedEmails,
    LettersToPeople,
    LinkMails,
    LinkSignIns,
    LinkTokens,
    OwnDetails,
    OwnEmail,
    PasswordChanges,
    PasswordCheck,
    PasswordMarks,
    Passwords,
    PersonDetails,
    PersonDetailsRepository,
    PersonLimits,
    PersonNames,
    PersonNamesRepository,
    RecoveryCodes,
    RefreshTokensRepository,
    SealedSecrets,
    SecondFactorCheck,
    SecondFactors,
    SecondFactorsRepository,
    SetUp,
    SignInGuesses,
    SignInPlacesRepository,
    SignIns,
    SignOuts,
    SignInsRepository,
    StreamTickets,
    StreamTicketsRepository,
    Tokens,
    UsersRepository,
    { provide: MarkedPasswords, useExisting: PasswordMarks },
    { provide: APP_GUARD, useClass: JwtAuthGuard },
    { provide: APP_GUARD, useClass: RoleGuard },
    { provide: APP_GUARD, useClass: SecondFactorGuard },
  ],
  exports: [
    AccountAccess,
    AccountLinks,
    Accounts,
    LettersToPeople,
    LinkMails,
    MarkedPasswords,
    Passwords,
    PersonDetails,
    PersonNames,
    SetUp,
    StreamTickets,
  ],
})
export class AuthModule {}
