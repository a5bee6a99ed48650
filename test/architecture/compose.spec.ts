import { parse } from 'yaml';
import { describe, expect, it } from 'vitest';
import { read } from './house-files.js';

interface Service {
  readonly read_only?: boolean;
  readonly cap_drop?: string[];
  readonly cap_add?: string[];
  readonly security_opt?: string[];
  readonly privileged?: boolean;
  readonly mem_limit?: string;
  readonly pids_limit?: number;
  readonly tmpfs?: string[];
  readonly secrets?: string[];
  readonly ports?: string[];
  readonly environment?: Record<string, string>;
}
interface Compose {
  readonly services: Record<string, Service>;
  readonly secrets: Record<string, { file?: string }>;
}

const compose = parse(read('docker-compose.yml'), { merge: true }) as Compose;
const SERVICES = Object.entries(compose.services);
/** By which the database gives its folder to its own user, and becomes that user. */
const OF_DATABASE = ['CHOWN', 'DAC_OVERRIDE', 'SETGID', 'SETUID'];

describe('docker-compose.yml', () => {
  it('has the services that documents name', () => {
    expect(SERVICES.map(([name]) => name)).toEqual(['db', 'migrate', 'app', 'backup']);
  });

  it.each(SERVICES)('lets %s be no more than it must', (name, service) => {
    expect(service).toMatchObject({
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
    });
    expect(service.privileged).toBeUndefined();
    expect(service.cap_add ?? []).toEqual(name === 'db' ? OF_DATABASE : []);
    expect(service.tmpfs).toContain('/tmp');
    expect(service.mem_limit).toMatch(/^\$\{\w+:-\dg\}$/);
    expect(service.pids_limit).toBeGreaterThan(name === 'db' ? 0 : 64 * 12);
  });

  it.each(SERVICES)('hands %s its secrets as files alone', (_, { environment = {}, secrets }) => {
    const files = Object.entries(environment).filter(([name]) => name.endsWith('_FILE'));
    expect(files.map(([, path]) => path).toSorted()).toEqual(
      secrets?.map((name) => `/run/secrets/${name}`).toSorted(),
    );
    // The random one is a flag: '1'.
    const open = Object.entries(environment).filter(
      ([name, value]) => /(SECRET|SECRET_PREVIOUS|PASSWORD|TOKEN)$/.test(name) && value !== '1',
    );
    expect(open).toEqual([]);
    const words = JSON.stringify(environment).replace(/\$\{[^}]*\}/g, 'word');
    expect(words).not.toMatch(/:\/\/[^/@"]*:[^/@"]*@/);
  });

  it('has each secret in a file that is in no commit and in no image', () => {
    const used = [...new Set(SERVICES.flatMap(([, { secrets = [] }]) => secrets))];
    expect(Object.keys(compose.secrets).toSorted()).toEqual(used.toSorted());
    for (const [name, { file }] of Object.entries(compose.secrets)) {
      expect(file).toBe(`./secrets/${name}`);
      expect(read('docker-compose.yml')).toContain(name);
    }
    expect(read('.gitignore').split('\n')).toContain('/secrets/');
    expect(read('.dockerignore').split('\n')[1]).toBe('*');
  });

  it('is open to this machine alone', () => {
    const ports = SERVICES.flatMap(([, service]) => service.ports ?? []);
    expect(ports).toEqual(['127.0.0.1:3000:3000']);
  });
});
