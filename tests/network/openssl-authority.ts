import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a TLS server shows and signs with. */
export interface Identity {
  /** Its certificate and the ones between it and its authority, PEM. */
  readonly cert: string;
  readonly key: string;
  readonly maxVersion?: 'TLSv1' | 'TLSv1.1' | 'TLSv1.2';
}

/** What a certificate says, where that is not the usual. */
export interface CertificateWish {
  /** In the form of `openssl req -subj`. */
  readonly subject?: string;
  /** Lines of an openssl extension file. */
  readonly extensions?: readonly string[];
  /** `YYYYMMDDHHMMSSZ`. */
  readonly from?: string;
  readonly to?: string;
}

const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-utf8'];
const forServer = ['subjectAltName=IP:127.0.0.1,DNS:localhost', 'basicConstraints=CA:FALSE'];
const forAuthority = ['basicConstraints=critical,CA:TRUE'];

/** A certificate authority of the openssl command line: an implementation of its own, so that ours is judged by another. */
export class OpensslAuthority {
  readonly #folder: string;
  readonly #name: string;
  /** Certificates between this authority and the one to trust, this one first. */
  readonly #chain: string;
  readonly caPem: string;
  readonly #key: string;
  #serial = 1;

  private constructor(folder: string, name: string, chain: string) {
    this.#folder = folder;
    this.#name = name;
    this.#chain = chain;
    this.caPem = readFileSync(join(folder, `${name}.crt`), 'utf8');
    this.#key = readFileSync(join(folder, `${name}.key`), 'utf8');
  }

  /** An authority of its own, which whoever asks for it must trust. */
  static root(commonName: string, wish: CertificateWish = {}): OpensslAuthority {
    const folder = mkdtempSync(join(tmpdir(), 'keyfob-ca-'));
    const extensions = (wish.extensions ?? []).flatMap((line) => ['-addext', line]);
    openssl(
      folder,
      ...['req', '-x509', ...newKey, '-days', '2', '-subj', wish.subject ?? `/CN=${commonName}`],
      ...[...extensions, '-keyout', 'ca.key', '-out', 'ca.crt'],
    );
    return new OpensslAuthority(folder, 'ca', '');
  }

  /** An authority below this one. */
  intermediate(commonName: string, wish: CertificateWish = {}): OpensslAuthority {
    const name = this.#sign({ subject: `/CN=${commonName}`, extensions: forAuthority, ...wish });
    const certificate = readFileSync(join(this.#folder, `${name}.crt`), 'utf8');
    return new OpensslAuthority(this.#folder, name, certificate + this.#chain);
  }

  /** A server of 127.0.0.1 and localhost, if nothing else is wished. */
  issue(wish: CertificateWish = {}): Identity {
    const name = this.#sign({ subject: '/CN=test server', extensions: forServer, ...wish });
    const read = (ending: string) => readFileSync(join(this.#folder, `${name}.${ending}`), 'utf8');
    return { cert: read('crt') + this.#chain, key: read('key') };
  }

  /** This authority as a server, which then is signed by itself. */
  asIdentity(): Identity {
    return { cert: this.caPem, key: this.#key };
  }

  /** Signs a new key and gives the name of its files. */
  #sign({ subject = '', extensions = [], from, to }: CertificateWish): string {
    const name = `${this.#name}-${this.#serial++}`;
    const write = (ending: string, text: string) =>
      writeFileSync(join(this.#folder, `${name}.${ending}`), text);
    write('ext', `${extensions.join('\n')}\n`);
    write('db', '');
    write('serial', '01\n');
    const lines = ['[ca]', 'default_ca=c', '[c]', `database=${name}.db`, `serial=${name}.serial`, 'policy=p'];
    const policy = ['default_md=sha256', '[p]', 'commonName=optional', 'organizationName=optional'];
    write('cnf', [...lines, ...policy].join('\n'));
    const files = ['-keyout', `${name}.key`, '-out', `${name}.csr`];
    openssl(this.#folder, 'req', ...newKey, '-subj', subject, ...files);
    openssl(
      this.#folder,
      ...[
        'ca',
        '-batch',
        '-notext',
        '-utf8',
        '-config',
        `${name}.cnf`,
        '-outdir',
        '.',
        '-extfile',
        `${name}.ext`,
      ],
      ...['-cert', `${this.#name}.crt`, '-keyfile', `${this.#name}.key`],
      ...['-startdate', from ?? stamp(-3_600_000), '-enddate', to ?? stamp(86_400_000)],
      ...['-in', `${name}.csr`, '-out', `${name}.crt`],
    );
    return name;
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** A time as openssl takes it. */
export function stamp(fromNowMs: number): string {
  return new Date(Date.now() + fromNowMs).toISOString().replace(/[-:T]|\.\d+/g, '');
}

function openssl(folder: string, ...args: string[]): void {
  execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
}
