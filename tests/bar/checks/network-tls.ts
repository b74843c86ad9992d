import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Result } from '#core/failure';
import type { HttpAnswer } from '#core/ports';
import { secretRequest } from '../../network/requests.ts';
import { runInChild } from '../../network/run-in-child.ts';
import { type TestedServer, testedServers } from '../../network/tested-servers.ts';
import { withServers } from '../../network/tracked-server.ts';
import { serve } from '../../network/web-server.ts';
import type { CheckResult, CheckSize } from '../check-result.ts';

/** What a user's environment may hold that makes Node trust more, or take an older TLS; the file holds a stranger's CA. */
const environments = (caFile: string): Readonly<Record<string, Record<string, string>>> => ({
  usual: {},
  'NODE_TLS_REJECT_UNAUTHORIZED=0': { NODE_TLS_REJECT_UNAUTHORIZED: '0' },
  NODE_EXTRA_CA_CERTS: { NODE_EXTRA_CA_CERTS: caFile },
  '--use-openssl-ca': { NODE_OPTIONS: '--use-openssl-ca', SSL_CERT_FILE: caFile },
  '--tls-min-v1.0': { NODE_OPTIONS: '--tls-min-v1.0 --tls-cipher-list=ALL:@SECLEVEL=0' },
});

/**
 * NW-03: servers with every kind of wrong certificate, and old TLS, in usual and in careless environments. None is
 * accepted, none receives a byte of a request, and the right ones beside them are accepted. Reduced: a part of them.
 */
export async function checkTls(size: CheckSize): Promise<CheckResult> {
  const folder = mkdtempSync(join(tmpdir(), 'keyfob-tls-'));
  const servers = testedServers();
  try {
    const caFile = join(folder, 'stranger.pem');
    writeFileSync(caFile, servers.strangerPem);
    const isUsed = (_one: unknown, index: number) => size === 'full' || index % 8 === 3;
    const bad = servers.bad.filter(isUsed);
    const good = servers.good.filter(isUsed);
    const used = Object.entries(environments(caFile)).slice(...(size === 'full' ? [] : [1, 2]));
    return await withServers(async (keep) => {
      let requestsToBad = 0;
      const start = async ({ identity, host, caPem }: TestedServer) => {
        const count = (message: IncomingMessage, response: ServerResponse) => {
          if (bad.some(({ what }) => `/${encodeURIComponent(what)}` === message.url)) requestsToBad += 1;
          response.end();
        };
        return { port: keep(await serve(count, identity())).port, host, extraCaPem: caPem };
      };
      const all = [...bad, ...good];
      const requests = [];
      for (const one of all) {
        const { host, port, extraCaPem } = await start(one);
        const path = encodeURIComponent(one.what);
        requests.push(secretRequest(`https://${host}:${port}/${path}`, { extraCaPem }));
      }
      const wrong: string[] = [];
      for (const [environment, env] of used) {
        const results = await runInChild<Result<HttpAnswer>[]>('child-sends-requests.ts', requests, { env });
        for (const [index, { what }] of all.entries())
          if (!isRight(results[index], index < bad.length)) wrong.push(`${what} (${environment})`);
      }
      return {
        figure:
          `${bad.length} bad and ${good.length} good servers in ${used.length} environments: ${wrong.length} decided ` +
          `wrongly, ${requestsToBad} requests to bad ones${wrong.length === 0 ? '' : `: ${wrong.slice(0, 5)}`}`,
        passed: wrong.length === 0 && requestsToBad === 0,
      };
    });
  } finally {
    servers.stop();
    rmSync(folder, { recursive: true });
  }
}

function isRight(result: Result<HttpAnswer> | undefined, isBad: boolean): boolean {
  if (result === undefined) return false;
  return isBad ? !result.ok && result.failure.step === 'connect' : result.ok;
}
