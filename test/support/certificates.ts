import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const NEW_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

/** An authority of a test's own, which makes certificates for servers. */
export class Authority {
  private constructor(private readonly folder: string) {}

  static async found(): Promise<Authority> {
    const authority = new Authority(await mkdtemp(join(tmpdir(), 'coach-authority-')));
    const { key, certificate } = authority;
    const words = ['-keyout', key, '-out', certificate, '-subj', '/CN=an authority of a test'];
    await run('openssl', ['req', '-x509', ...NEW_KEY, '-days', '2', ...words]);
    return authority;
  }

  /** Its own certificate, which who believes it has. */
  get certificate(): string {
    return join(this.folder, 'authority.pem');
  }

  /** The files of a server with that name; those of the one before are overwritten. */
  async vouchFor(name: string): Promise<{ key: string; certificate: string }> {
    const [key, request, certificate, names] = ['key', 'csr', 'pem', 'names'].map((kind) =>
      join(this.folder, `server.${kind}`),
    ) as [string, string, string, string];
    const subject = ['-keyout', key, '-out', request, '-subj', `/CN=${name}`];
    await run('openssl', ['req', ...NEW_KEY, ...subject]);
    await writeFile(names, `subjectAltName=DNS:${name}\n`);
    const by = ['-CA', this.certificate, '-CAkey', this.key, '-CAcreateserial', '-days', '2'];
    const files = ['-in', request, '-extfile', names, '-out', certificate];
    await run('openssl', ['x509', '-req', ...by, ...files]);
    return { key, certificate };
  }

  async end(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }

  private get key(): string {
    return join(this.folder, 'authority.key');
  }
}
