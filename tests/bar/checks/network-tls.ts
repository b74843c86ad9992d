import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Result } from '#core/failure';
import type { HttpAnswer, HttpRequest } from '#core/ports';
import { resolveElectron } from '../../../build/electron-runtime.ts';
import { secretRequest } from '../../network/requests.ts';
import { runInChild } from '../../network/run-in-child.ts';
import { testedServers } from '../../network/tested-servers.ts';
import { withServers } from '../../network/tracked-server.ts';
import { serve } from '../../network/web-server.ts';
import type { CheckResult, CheckSize } from '../check-result.ts';

interface Environment {
  readonly name: string;
  readonly env: Readonly<Record<string, string>>;
  readonly program: string;
}

/** What an environment may hold that makes Node trust more, or take an older TLS; the file holds a stranger's CA. */
const careless = (caFile: string, oldTls: string): Readonly<Record<string, Record<string, string>>> => ({
  'NODE_TLS_REJECT_UNAUTHORIZED=0': { NODE_TLS_REJECT_UNAUTHORIZED: '0' },
  usual: {},
  NODE_EXTRA_CA_CERTS: { NODE_EXTRA_CA_CERTS: caFile },
  SSL_CERT_FILE: { SSL_CERT_FILE: caFile },
  '--use-openssl-ca': { NODE_OPTIONS: '--use-openssl-ca', SSL_CERT_FILE: caFile },
  '--tls-min-v1.0': { NODE_OPTIONS: oldTls },
});

/**
 * NW-03: servers with every kind of wrong certificate, and old TLS, in usual and in careless environments, by the TLS of
 * Node and by that of Electron. None is accepted, none receives a request, and the right ones beside them are accepted.
 * Reduced: a part of them, by Node, in an environment that is careless in every way.
 */
export async function checkTls(size: CheckSize): Promise<CheckResult> {
  const isFull = size === 'full';
  const folder = mkdtempSync(join(tmpdir(), 'keyfob-tls-'));
  const servers = testedServers();
  const bad = servers.bad.filter((_one, index) => isFull || index % 11 === 8);
  const all = [...bad, ...(isFull ? servers.good : servers.good.slice(0, 1))];
  try {
    const caFile = join(folder, 'stranger.pem');
    writeFileSync(caFile, servers.strangerPem);
    const environments = isFull ? await allEnvironments(caFile) : allAtOnce(caFile);
    return await withServers(async (keep) => {
      const asked: string[] = [];
      const requests: HttpRequest[] = [];
      for (const { what, identity, host, caPem } of all) {
        const answer: RequestListener = (_message, response) => {
          asked.push(what);
          response.end();
        };
        const { port } = keep(await serve(answer, identity()));
        requests.push(secretRequest(`https://${host}:${port}/`, { extraCaPem: caPem }));
      }
      const wrong: string[] = [];
      for (const { name, ...how } of environments) {
        const results = await runInChild<Result<HttpAnswer>[]>('child-sends-requests.ts', requests, how);
        for (const [index, { what }] of all.entries())
          if (!isRight(results[index], index < bad.length)) wrong.push(`${what} (${name})`);
      }
      const requestsToBad = bad.filter(({ what }) => asked.includes(what)).length;
      return {
        figure:
          `${bad.length} bad and ${all.length - bad.length} good servers in ${environments.length} environments: ` +
          `${wrong.length} decided wrongly, ${requestsToBad} bad ones got a request${wrong.length === 0 ? '' : `: ${wrong.slice(0, 5)}`}`,
        passed: wrong.length === 0 && requestsToBad === 0,
      };
    });
  } finally {
    servers.stop();
    rmSync(folder, { recursive: true });
  }
}

function nodeEnvironments(caFile: string): Environment[] {
  const oldTls = '--tls-min-v1.0 --tls-cipher-list=ALL:@SECLEVEL=0';
  return Object.entries(careless(caFile, oldTls)).map(([name, env]) => ({
    name,
    env,
    program: process.execPath,
  }));
}

function allAtOnce(caFile: string): Environment[] {
  const environments = nodeEnvironments(caFile);
  const env = Object.assign({}, ...environments.map((one) => one.env));
  return [{ name: 'all at once', env, program: process.execPath }];
}

/** The same by Electron, whose TLS is BoringSSL and knows no security levels. */
async function allEnvironments(caFile: string): Promise<Environment[]> {
  const { executablePath: program } = await resolveElectron({ log: () => {} });
  const byElectron = Object.entries(careless(caFile, '--tls-min-v1.0')).map(([name, env]) => ({
    name: `Electron, ${name}`,
    env: { ...env, ELECTRON_RUN_AS_NODE: '1' },
    program,
  }));
  return [...nodeEnvironments(caFile), ...byElectron];
}

function isRight(result: Result<HttpAnswer> | undefined, isBad: boolean): boolean {
  if (result === undefined) return false;
  return isBad ? !result.ok && result.failure.step === 'connect' : result.ok;
}
