import { Problem } from '../common/problem.js';
import { BackupRefused } from '../backup/refused.js';
import { NothingToCount } from '../adoption/database-count.js';
import { NothingToReturn } from '../adoption/return-database.js';
import { NoPhpTables } from '../adoption/old-numbers.js';
import { RightsRefused } from '../database/app-rights.js';
import { NoWayBack } from '../database/first-version.js';
import { MigrationFailed } from '../database/migrate.js';
import { saysWhatToDo } from '../database/refusal.js';
import { DemoRefused } from '../demo/demo-studio.service.js';
import { explain } from '../start-failure.js';
import { AdminRefused } from './admin.js';
import { DocumentNotWritten } from './api-document.js';
import { TokensRefused } from './device-tokens.js';
import { ResetRefused } from './second-factor.js';
import { SignOutRefused } from './sign-out.js';

/** Errors whose own text says what to do. */
const PLAIN = [
  ...[
    AdminRefused,
    BackupRefused,
    DemoRefused,
    DocumentNotWritten,
    NoPhpTables,
    NothingToReturn,
    Problem,
  ],
  ...[MigrationFailed, NothingToCount, NoWayBack, ResetRefused, RightsRefused],
  ...[SignOutRefused, TokensRefused],
];

/** Why a command failed, in one line for the person at the terminal. */
export function reasonOf(error: unknown): string {
  const isPlain = saysWhatToDo(error) || PLAIN.some((kind) => error instanceof kind);
  return isPlain ? (error as Error).message : explain(error);
}
