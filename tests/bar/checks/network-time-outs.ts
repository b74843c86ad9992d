import { setTimeout as sleep } from 'node:timers/promises';
import { type HttpOptions, UndiciHttp } from '#adapters/undici-http';
import { startProxy } from '../../network/connect-proxy.ts';
import { startDeafListener } from '../../network/deaf-listener.ts';
import type { Identity } from '../../network/openssl-authority.ts';
import { secretRequest } from '../../network/requests.ts';
import { slownesses, startSlow } from '../../network/slow-servers.ts';
import { withServers } from '../../network/tracked-server.ts';
import { createCertificateAuthority } from '../../services/certificate-authority.ts';
import type { CheckResult, CheckSize } from '../check-result.ts';

type Keep = Parameters<Parameters<typeof withServers>[0]>[0];

/** Something that keeps a client waiting. */
interface Trap {
  readonly url: string;
  readonly options?: Partial<HttpOptions>;
  openSockets(): number;
}

const perHost = 4;
const longestMs = 31_000;

/**
 * NW-06: connections, names, proxies, handshakes, headers and bodies that never come or never end, 200 requests at once with
 * the limits of the product. Each request ends within 31 s, and no socket stays open on either side. Reduced: short limits
 * and one host of each kind.
 */
export async function checkTimeOuts(size: CheckSize): Promise<CheckResult> {
  const isFull = size === 'full';
  const limits = isFull ? {} : { connectMs: 200, headersMs: 300, wholeMs: 500 };
  const authority = createCertificateAuthority();
  const { certificatePem: cert, privateKeyPem: key } = authority.issueFor();
  return withServers(async (keep) => {
    const traps: Trap[] = await trapsOf(keep, { cert, key }, isFull ? 4 : 1, isFull ? 1_000 : 50);
    const socketsBefore = ownSockets();
    const startedAtMs = performance.now();
    const answered = await Promise.all(
      traps.flatMap(({ url, options }) => {
        const http = new UndiciHttp('0', { ...limits, ...options });
        return Array.from({ length: perHost }, async () => {
          const sent = await http.send(secretRequest(url, { extraCaPem: authority.caPem }));
          return sent.ok;
        });
      }),
    );
    const leaked = () => traps.reduce((sum, trap) => sum + trap.openSockets(), 0);
    const own = () => Math.max(0, ownSockets() - socketsBefore);
    // The end of a connection reaches the other side a moment later.
    while (leaked() + own() > 0 && performance.now() - startedAtMs < longestMs) await sleep(20);
    const freedMs = performance.now() - startedAtMs;
    const answers = answered.filter((isAnswered) => isAnswered).length;
    return {
      figure:
        `${answered.length} requests at once to ${traps.length} slow hosts: ended and freed after ` +
        `${(freedMs / 1_000).toFixed(1)} s, ${leaked()} sockets open at the hosts, ${own()} here, ${answers} answers`,
      passed: freedMs <= longestMs && leaked() + own() + answers === 0 && (!isFull || answered.length >= 200),
    };
  });
}

async function trapsOf(keep: Keep, identity: Identity, copies: number, everyMs: number): Promise<Trap[]> {
  const traps: Trap[] = [];
  const closed = { openSockets: () => 0 };
  for (let i = 0; i < copies; i++) {
    for (const slowness of slownesses) {
      const server = keep(await startSlow(slowness, identity, everyMs));
      traps.push({ url: `https://${server.host}/`, openSockets: server.openSockets });
    }
    const deaf = keep(await startDeafListener());
    traps.push({ url: `https://127.0.0.1:${deaf.port}/`, ...closed });
    traps.push({ url: 'https://nobody.example/', ...closed, options: { lookup: () => {} } });
    const lost = { find: () => new Promise<never>(() => {}) };
    traps.push({ url: 'https://nobody.example/', ...closed, options: { proxies: lost } });
    for (const behaviour of ['hang', 'hangAfterwards'] as const) {
      const proxy = keep(await startProxy(behaviour));
      const proxies = { find: async () => [{ origin: proxy.origin, credentials: null }] };
      traps.push({ url: 'https://api.example/', options: { proxies }, openSockets: proxy.openSockets });
    }
  }
  return traps;
}

/** Sockets of this process that are open or being opened; those of the traps are among them and close as well. */
function ownSockets(): number {
  return process
    .getActiveResourcesInfo()
    .filter((name) => /^(TCPSocketWrap|TCPConnectWrap|TLSWrap)$/.test(name)).length;
}
