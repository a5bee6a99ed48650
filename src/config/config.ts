/** How the way to a database server is protected. */
export interface DatabaseTls {
  /** `require` encrypts; `verify` also proves who the server is. */
  readonly mode: 'off' | 'require' | 'verify';
  /** Whose certificates `verify` believes: their file, and what it held when it was read. */
  readonly authority: { readonly file: string; readonly pem: string } | undefined;
  /** Whether it leads across a network in the clear, and nobody has said that it may. */
  readonly isOpen: boolean;
}

/** A database on a server. */
export interface ServerDatabaseConfig {
  readonly kind: 'mariadb' | 'mysql';
  readonly url: string;
  readonly tls: DatabaseTls;
  /** Connections that this process opens at most. */
  readonly poolSize: number;
}

/** A server that takes mail, and in whose name it is sent. */
export interface MailConfig {
  readonly host: string;
  readonly port: number;
  /** `implicit` from the first byte, `demanded` by STARTTLS; `off` in the clear. */
  readonly tls: 'implicit' | 'demanded' | 'off';
  /** Certificates in PEM that are believed in the place of the public ones. */
  readonly authority: string | undefined;
  readonly credentials: { readonly user: string; readonly password: string } | undefined;
  /** The name may be empty. */
  readonly from: { readonly name: string; readonly address: string };
  /** The origin under which people reach the product; links begin with it. */
  readonly publicUrl: string;
}

/** What it costs to hash a password, or to check one. */
export interface HashCosts {
  readonly argon2: {
    readonly memoryCost: number;
    readonly timeCost: number;
    readonly parallelism: number;
  };
  /** Of bcrypt, whose hashes the legacy system makes. */
  readonly bcrypt: number;
}

/** Where the data is. */
export type DatabaseConfig =
  { readonly kind: 'sqlite'; readonly file: string } | ServerDatabaseConfig;

/** Everything that the environment decides, validated and frozen; see `.env.example`. */
export abstract class Config {
  abstract readonly production: boolean;
  abstract readonly host: string;
  /** Host names beside those of this machine by which the product is asked; `*` for any. */
  abstract readonly publicHosts: readonly string[];
  /** The origin under which people reach the product, as `https://studio.example.com`. */
  abstract readonly publicUrl: string | undefined;
  /** Undefined where no mail is sent. */
  abstract readonly mail: MailConfig | undefined;
  /** 0 takes any free port (tests). */
  abstract readonly port: number;
  /** How many processes serve: one on the embedded database, which has one writer. */
  abstract readonly processes: number;
  /** How many were asked for. */
  abstract readonly processesAsked: number;
  /** Whether it works in the background besides (`on`), not at all (`off`), or does only that. */
  abstract readonly jobs: 'on' | 'off' | 'only';
  /** How many clients may be connected to each process. */
  abstract readonly maxConnections: number;
  /** How long a process that is told to stop goes on serving. */
  abstract readonly shutdownGraceSeconds: number;
  abstract readonly database: DatabaseConfig;
  /** The studio's IANA time zone: it decides which day a session counts for. */
  abstract readonly studioTimeZone: string;
  /** The IANA time zone in which PHP writes the tables that it shares with the product. */
  abstract readonly databaseTimeZone: string;
  /** Which subscriptions count sessions down, where they have a count; `package` is one of them. */
  abstract readonly countedRateTypes: readonly RateType[];
  /** Whether somebody has said so, or nobody was asked yet. */
  abstract readonly knowsWhatCounts: boolean;
  /** Secret of the access tokens, at least 32 characters. */
  abstract readonly jwtSecret: string;
  /** Another one that is still, or already, taken for right, and signs nothing. */
  abstract readonly jwtSecretPrevious: string | undefined;
  /** Where the first comes from. */
  abstract readonly jwtSecretSource: JwtSecretSource;
  abstract readonly accessTokenMinutes: number;
  /** How long somebody who does not come back stays signed in. */
  abstract readonly refreshTokenDays: number;
  /** How long anybody stays signed in before the password is asked for again. */
  abstract readonly signInDays: number;
  /** Whether admins and staff may do without a second factor; others always may. */
  abstract readonly secondFactor: 'optional' | 'required';
  /** Whether legacy bcrypt hashes are replaced at sign-in, because PHP no longer reads them. */
  abstract readonly rehashLegacyPasswords: boolean;
  /** No setting: only tests that are about something else take less. */
  abstract readonly hashCosts: HashCosts;
  /** Web origins that may call the API from a browser; `*` for any, empty for none. */
  abstract readonly corsOrigins: readonly string[];
  /** The folder below which the legacy scripts answer too, such as `/gym/api`; empty for none. */
  abstract readonly legacyPrefix: string;
  /** Proxies whose `X-Forwarded-For` is believed: IP addresses or networks; empty for none. */
  abstract readonly trustedProxies: readonly string[];
  /** Requests that one person may send a second, by what they are; 0 is without limit. */
  abstract readonly personLimits: Readonly<Record<'change' | 'read' | 'stream', number>>;
  /** Rows that the log gets of one refused attempt of a person in an hour; 0 is without limit. */
  abstract readonly refusalsLoggedPerHour: number;
  /** How long the log keeps IP addresses and user agents; 0 is for ever. */
  abstract readonly activityAddressDays: number;
  /** What whoever reads `/metrics` must know; without it, only this machine itself may. */
  abstract readonly metricsToken: string | undefined;
  /** Whether Swagger UI is served; the document that it shows is in any case. */
  abstract readonly swaggerUi: boolean;
  abstract readonly logLevel: LogLevel;
  /** How long a statement may take; undefined lets each come to its end. */
  abstract readonly statementTimeoutMs: number | undefined;
}

/**
 * Set in the environment; kept in a file beside the embedded database, perhaps made just now; or
 * made for this command alone, and then nobody else takes what it signs.
 */
export type JwtSecretSource = 'set' | 'kept' | 'made' | 'unknown';

/** How a subscription is paid. `hourly` is what older installations call `per_session`. */
export const RATE_TYPES = ['package', 'monthly', 'per_session', 'hourly'] as const;
export type RateType = (typeof RATE_TYPES)[number];

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];
