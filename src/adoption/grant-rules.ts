/*
 * What a user of the database may do, from the lines of SHOW GRANTS: the user's own, those of the
 * active roles and those of everybody, at each level. MariaDB and MySQL write them alike.
 */

/** The database and what it must let somebody do there. */
export interface Demand {
  readonly database: string;
  readonly rights: readonly string[];
  /** Those of them that the user must have, and not only its roles or everybody. */
  readonly own: readonly string[];
}

/** The rights that somebody lacks. */
export interface Lack {
  readonly rights: readonly string[];
  /** On what to grant them: the pattern by which the server finds this user's rights by now. */
  readonly on: string;
  /** Roles that were granted, but are not active when the user signs in. */
  readonly idleRoles: readonly string[];
}

interface Grant {
  readonly verb: 'GRANT' | 'REVOKE';
  readonly rights: ReadonlySet<string>;
  /** `*` for all of them; a pattern, where the table is `*`. */
  readonly database: string;
  readonly table: string;
  readonly grantee: string;
}

const NAME = '[`"]?((?:[^`"]|``)*?)[`"]?';
const RIGHTS = new RegExp(
  `^(GRANT|REVOKE) (.+) ON (?:TABLE )?${NAME}\\.${NAME} (?:TO|FROM) (\\S+)`,
);
const ROLE = /^GRANT (.+?) TO \S+/;

/**
 * What is lacking; undefined where nothing is. Rights on single tables do not count: they do not
 * reach tables that are made, and show nobody the CHECKs of a table.
 */
export function lackOf(lines: readonly string[], demand: Demand): Lack | undefined {
  const grants = lines.flatMap(grantOf).filter(({ table }) => table === '*');
  // The first line is about the user.
  const user = grants[0]?.grantee;
  const own = grants.filter(({ grantee }) => grantee === user);
  const missing = demand.rights.filter(
    (right) => !has(demand.own.includes(right) ? own : grants, right, demand.database),
  );
  if (missing.length === 0) return undefined;
  const exactly = demand.database.replace(/[_%\\]/g, '\\$&');
  const on = patternFor(own, demand.database) ?? exactly;
  return { rights: missing, on, idleRoles: idleRoles(lines, grants) };
}

function grantOf(line: string): Grant[] {
  const [, verb, list = '', database = '', table = '', grantee = ''] = RIGHTS.exec(line) ?? [];
  if ((verb !== 'GRANT' && verb !== 'REVOKE') || / ON PROCEDURE | ON FUNCTION /.test(line)) {
    return [];
  }
  // A right on columns is none on the table.
  const names = list.replace(/[A-Z ]+ \([^)]*\)(, )?/g, '').split(/, */);
  const rights = new Set(names.map((name) => name.trim().replace(/^ALL$/, 'ALL PRIVILEGES')));
  return [{ verb, rights, database, table, grantee }];
}

function has(grants: readonly Grant[], right: string, database: string): boolean {
  const gives = (one: Grant) => one.rights.has(right) || one.rights.has('ALL PRIVILEGES');
  const revoked = grants.some(
    (one) => one.verb === 'REVOKE' && one.database === database && gives(one),
  );
  return [...new Set(grants.map(({ grantee }) => grantee))].some((grantee) => {
    const theirs = grants.filter((one) => one.grantee === grantee && one.verb === 'GRANT');
    const everywhere = theirs.some((one) => one.database === '*' && gives(one));
    const pattern = patternFor(theirs, database);
    return (everywhere && !revoked) || theirs.some((one) => one.database === pattern && gives(one));
  });
}

/**
 * The server takes one grant on a pattern of names for each user: the one that says most before
 * its first wildcard. What a wider one gives besides is not looked at.
 */
function patternFor(grants: readonly Grant[], database: string): string | undefined {
  const patterns = grants
    .filter((one) => one.database !== '*' && one.verb === 'GRANT')
    .map((one) => one.database)
    .filter((pattern) => regexOf(pattern).test(database));
  return patterns.toSorted((a, b) => certain(b) - certain(a))[0];
}

function regexOf(pattern: string): RegExp {
  const source = pattern.replace(/\\(.)|([%_])|([^\\%_]+)/g, (_, escaped, wild, plain) => {
    if (wild === '%') return '.*';
    if (wild === '_') return '.';
    return String(escaped ?? plain).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  });
  return new RegExp(`^${source}$`, 's');
}

/** How far a pattern says which name it is; all of it where it has no wildcard. */
function certain(pattern: string): number {
  const wild = pattern.replace(/\\./g, '..').search(/[%_]/);
  return wild < 0 ? Number.POSITIVE_INFINITY : wild;
}

function idleRoles(lines: readonly string[], grants: readonly Grant[]): string[] {
  const active = new Set(grants.map(({ grantee }) => grantee));
  return lines
    .filter((line) => !line.includes(' ON '))
    .flatMap((line) => ROLE.exec(line)?.[1]?.split(/, */) ?? [])
    .filter((role) => !active.has(role));
}
