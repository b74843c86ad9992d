import { certificateDetails } from '#adapters/certificate-details';
import { UndiciHttp } from '#adapters/undici-http';
import { request } from '../../network/requests.ts';
import { withServers } from '../../network/tracked-server.ts';
import { serve, type WebServer } from '../../network/web-server.ts';
import { createCertificateAuthority } from '../../services/certificate-authority.ts';
import type { CheckResult, CheckSize } from '../check-result.ts';

const begin = '-----BEGIN CERTIFICATE-----\n';
const end = '\n-----END CERTIFICATE-----\n';

interface Tenant {
  readonly caPem: string;
  readonly server: WebServer;
}

/**
 * NW-04: each service is trusted by the key that brings its CA and by no other, in any order and at the same time, also with
 * more CAs than contexts are kept; and what is no certificate is refused before anybody is called.
 */
export async function checkCaIsolation(size: CheckSize): Promise<CheckResult> {
  const count = size === 'full' ? 40 : 5;
  return withServers(async (keep) => {
    const tenants: Tenant[] = [];
    for (let i = 0; i < count; i++) {
      const authority = createCertificateAuthority();
      const { certificatePem: cert, privateKeyPem: key } = authority.issueFor();
      const server = keep(await serve((_message, response) => response.end(), { cert, key }));
      tenants.push({ caPem: authority.caPem, server });
    }
    const http = new UndiciHttp('0');
    let own = 0;
    let foreign = 0;
    const ask = async (asked: Tenant, extraCaPem: string | null) => {
      const { ok } = await http.send(request(asked.server.url, { extraCaPem }));
      if (ok && extraCaPem === asked.caPem) own += 1;
      else if (ok) foreign += 1;
    };
    const trusts = [...tenants.map(({ caPem }) => caPem), null];
    await Promise.all(trusts.flatMap((caPem) => tenants.map((asked) => ask(asked, caPem))));
    // Once more after all contexts are made, each one by itself.
    for (const asked of tenants) for (const caPem of [asked.caPem, null]) await ask(asked, caPem);
    const { stored, total } = await badPems(http, tenants[0]);
    return {
      figure:
        `${count} CAs, ${count * (count + 3)} requests: ${own} of ${2 * count} own ones accepted, ${foreign} foreign ones ` +
        `accepted; ${stored} of ${total} bad PEM texts taken`,
      passed: own === 2 * count && foreign === 0 && stored === 0,
    };
  });
}

/** How many texts that are no certificates are described to the user or used for a request. */
async function badPems(
  http: UndiciHttp,
  tenant: Tenant | undefined,
): Promise<{ stored: number; total: number }> {
  if (tenant === undefined) throw new Error('no tenant');
  const { caPem, server } = tenant;
  const base64 = caPem.replace(/-----.*-----\n?/g, '').trim();
  const bad = [
    '',
    'no certificate',
    begin + end,
    `${begin}Tm9uc2Vuc2U=${end}`,
    `${begin}MIIBAAAA${end}`,
    caPem.slice(0, -30),
    begin + base64.slice(0, -40) + end,
    begin + base64.slice(4) + end,
    `${begin}AAAA${base64}${end}`,
    caPem + begin + base64.slice(0, -40) + end,
    `-----BEGIN PRIVATE KEY-----\n${base64}\n-----END PRIVATE KEY-----\n`,
    base64,
  ];
  const before = server.connections();
  let stored = 0;
  for (const extraCaPem of bad) {
    const sent = await http.send(request(server.url, { extraCaPem }));
    const isRefused = !sent.ok && sent.failure.kind === 'invalidInput' && sent.failure.reason === 'notPem';
    if (!isRefused || certificateDetails(extraCaPem).ok) stored += 1;
  }
  return { stored: stored + (server.connections() - before), total: bad.length };
}
