import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo, Server, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HttpRequest } from '#core/ports';

/** Sent in every place where a request can hold a secret. */
export const canary = 'CANARY-71d0b8';

export interface RunningServer {
  readonly host: string;
  readonly url: string;
  readonly port: number;
  /** Connections since the start. */
  connections(): number;
  openSockets(): number;
  stop(): Promise<void>;
}

export interface Identity {
  readonly cert: string;
  readonly key: string;
  readonly maxVersion?: 'TLSv1.1' | 'TLSv1.2';
}

/** Starts a server on a free port of 127.0.0.1. */
export async function serve(handler: RequestListener, identity?: Identity): Promise<RunningServer> {
  const legacy =
    identity?.maxVersion === 'TLSv1.1' ? { minVersion: 'TLSv1' as const, ciphers: 'DEFAULT@SECLEVEL=0' } : {};
  const server: Server = identity
    ? createHttpsServer({ ...identity, ...legacy }, handler)
    : createHttpServer(handler);
  const sockets = new Set<Socket>();
  let connections = 0;
  server.on('connection', (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('tlsClientError', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    host: `127.0.0.1:${port}`,
    url: `${identity ? 'https' : 'http'}://127.0.0.1:${port}`,
    port,
    connections: () => connections,
    openSockets: () => sockets.size,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

export function request(url: string, rest: Partial<HttpRequest> = {}): HttpRequest {
  return { method: 'GET', url, headers: {}, body: null, extraCaPem: null, ...rest };
}

/** A request that carries the canary in each place. */
export function secretRequest(url: string): HttpRequest {
  return request(url, {
    method: 'POST',
    headers: { authorization: `Basic ${canary}`, 'x-api-key': canary },
    body: `secret=${canary}`,
  });
}

export interface IssueOptions {
  readonly subjectAltName?: string;
  readonly from?: string;
  readonly to?: string;
}

/** A certificate authority of the openssl command line: an implementation of its own, so that ours is judged by another. */
export class OpensslAuthority {
  readonly #folder = mkdtempSync(join(tmpdir(), 'keyfob-ca-'));
  readonly caPem: string;
  #serial = 1;

  constructor(name: string) {
    this.#openssl(
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-days',
      '2',
      '-subj',
      `/CN=${name}`,
      ...this.#out('ca'),
    );
    this.caPem = this.#read('ca.crt');
  }

  /** Times are `YYYYMMDDHHMMSSZ`. */
  issue({ subjectAltName = 'IP:127.0.0.1,DNS:localhost', from, to }: IssueOptions = {}): Identity {
    const name = `server-${this.#serial++}`;
    const file = (ending: string) => join(this.#folder, `${name}.${ending}`);
    writeFileSync(file('ext'), `subjectAltName=${subjectAltName}\n`);
    writeFileSync(file('db'), '');
    writeFileSync(file('serial'), '01\n');
    this.#openssl(
      'req',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-subj',
      `/CN=${name}`,
      '-keyout',
      file('key'),
      '-out',
      file('csr'),
    );
    const config = [
      '[ca]',
      'default_ca=c',
      '[c]',
      `database=${file('db')}`,
      `serial=${file('serial')}`,
      'policy=p',
      'default_md=sha256',
      '[p]',
      'commonName=supplied',
    ];
    writeFileSync(file('cnf'), config.join('\n'));
    const start = from ?? stamp(-3_600_000);
    const end = to ?? stamp(86_400_000);
    this.#openssl(
      'ca',
      '-batch',
      '-notext',
      '-config',
      file('cnf'),
      '-outdir',
      this.#folder,
      '-cert',
      join(this.#folder, 'ca.crt'),
      '-keyfile',
      join(this.#folder, 'ca.key'),
      '-startdate',
      start,
      '-enddate',
      end,
      '-extfile',
      file('ext'),
      '-in',
      file('csr'),
      '-out',
      file('crt'),
    );
    return { cert: this.#read(`${name}.crt`), key: this.#read(`${name}.key`) };
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #out(name: string): string[] {
    return ['-keyout', join(this.#folder, `${name}.key`), '-out', join(this.#folder, `${name}.crt`)];
  }

  #read(name: string): string {
    return readFileSync(join(this.#folder, name), 'utf8');
  }

  #openssl(...args: string[]): void {
    execFileSync('openssl', args, { stdio: 'pipe' });
  }
}

export function stamp(fromNowMs: number): string {
  return `${new Date(Date.now() + fromNowMs).toISOString().replace(/[-:T]|\.\d+/g, '')}`;
}
