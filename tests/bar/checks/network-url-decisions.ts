import { UndiciHttp } from '#adapters/undici-http';
import { startProxy } from '../../network/connect-proxy.ts';
import { secretRequest } from '../../network/requests.ts';
import { withServers } from '../../network/tracked-server.ts';
import { serve } from '../../network/web-server.ts';
import type { CheckResult } from '../check-result.ts';
import { urlTable } from './network-url-table.ts';

/**
 * NW-02: for each URL of a table by hand, whether it is called and whom that reaches. A proxy that connects to nobody tells
 * what was asked for.
 */
export async function checkUrlDecisions(): Promise<CheckResult> {
  return withServers(async (keep) => {
    const proxy = keep(await startProxy({ status: 403 }));
    const local = keep(await serve((_message, response) => response.end('local')));
    const proxies = { find: async () => [{ origin: proxy.origin, credentials: null }] };
    const http = new UndiciHttp('0', { proxies });
    const table = urlTable(local.port);
    const wrong: string[] = [];
    for (const [url, expected] of table) {
      const before = proxy.asked().length;
      const sent = await http.send(secretRequest(url));
      const byProxy = proxy.asked().slice(before).join();
      // Ports of this computer where nobody listens are called as well.
      const isLocal = byProxy === '' && (sent.ok || sent.failure.kind === 'unreachable');
      const isRefused = byProxy === '' && !sent.ok && sent.failure.kind === 'addressRefused';
      const decision = isRefused ? 'refused' : isLocal ? 'this computer' : byProxy;
      if (decision !== expected) wrong.push(`${url.slice(0, 60)}: ${decision}, not ${expected}`);
    }
    const refused = table.filter(([, expected]) => expected === 'refused').length;
    return {
      figure:
        `${table.length} URLs, ${refused} to be refused: ${wrong.length} decided wrongly` +
        (wrong.length === 0 ? '' : ` (${wrong.slice(0, 3).join('; ')})`),
      passed: table.length >= 300 && wrong.length === 0,
    };
  });
}
