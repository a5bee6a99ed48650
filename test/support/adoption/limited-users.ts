import { randomUUID } from 'node:crypto';
import type { LegacyDatabase } from './legacy-database.js';

/** Users of the server who may do what a test grants them, and nothing else. */
export class LimitedUsers {
  readonly database: string;
  /** All of the database, and of no other one. */
  readonly everything: string;
  private readonly made: string[] = [];

  constructor(private readonly legacy: Pick<LegacyDatabase, 'url' | 'query'>) {
    this.database = new URL(legacy.url).pathname.slice(1);
    this.everything = `\`${this.database.replaceAll('_', '\\_')}\`.*`;
  }

  /** Gives the URL for a user with these rights: on the database, or on what else is said. */
  async withGrant(rights: readonly string[], ...on: readonly string[]): Promise<string> {
    const { url, account } = await this.create();
    for (const target of on.length > 0 ? on : [this.everything]) {
      await this.legacy.query(`GRANT ${rights.join(', ')} ON ${target} TO ${account}`);
    }
    return url;
  }

  /** Somebody who has the rights by a role, which is not active at sign-in. */
  async withRole(
    rights: readonly string[],
  ): Promise<{ url: string; role: string; account: string }> {
    const { url, name, account } = await this.create();
    const role = `role_${name}`;
    await this.legacy.query(`CREATE ROLE ${role}`);
    this.made.push(`ROLE ${role}`);
    await this.legacy.query(`GRANT ${rights.join(', ')} ON ${this.everything} TO ${role}`);
    await this.legacy.query(`GRANT ${role} TO ${account}`);
    // Somebody without any right on it cannot open a database.
    await this.legacy.query(`GRANT EXECUTE ON ${this.everything} TO ${account}`);
    return { url, role, account };
  }

  /** Takes all of them away. */
  async drop(): Promise<void> {
    for (const one of this.made.splice(0)) await this.legacy.query(`DROP ${one}`);
  }

  private async create(): Promise<{ url: string; name: string; account: string }> {
    const name = `u_${randomUUID().slice(0, 8)}`;
    const account = `'${name}'@'127.0.0.1'`;
    await this.legacy.query(`CREATE USER ${account} IDENTIFIED BY 'limited'`);
    this.made.push(`USER ${account}`);
    const url = this.legacy.url.replace(/\/\/[^@]+@/, `//${name}:limited@`);
    return { url, name, account };
  }
}
