import { createServer } from 'node:net';
import { environmentProxy } from '#adapters/environment-proxy';
import { systemProxy } from '#adapters/system-proxy';
import { UndiciHttp } from '#adapters/undici-http';
import type { ProxyFinder } from '#core/ports';
import { type ProxyBehaviour, type RunningProxy, startProxy } from '../../network/connect-proxy.ts';
import { OpensslAuthority } from '../../network/openssl-authority.ts';
import { canary, secretRequest } from '../../network/requests.ts';
import { track, withServers } from '../../network/tracked-server.ts';
import { serve } from '../../network/web-server.ts';
import type { CheckResult } from '../check-result.ts';

/** What came of a request: the way of its answer, or the failure. */
type Outcome = 'direct' | 'by proxy' | `proxyFailed ${string}` | 'certificateRefused' | 'timedOut' | string;

/** One line of the table. `{p}` is the proxy, `{down}` one that nobody listens at, `{host}` and `{port}` of the service. */
interface Row {
  readonly behaviour?: ProxyBehaviour;
  readonly isTls?: boolean;
  readonly authorization?: string;
  /** Variables of the environment, or a list as PAC scripts and the system give it. */
  readonly setting: Readonly<Record<string, string>> | string;
  /** Exceptions of the environment to what the system says. */
  readonly noProxy?: string;
  readonly host?: string;
  /** The proxy understands nothing and says nothing. */
  readonly waitsInVain?: true;
  readonly expected: Outcome;
}

const basic = `Basic ${Buffer.from('user:pä:ss').toString('base64')}`;
const https = (proxy: string, more: Readonly<Record<string, string>> = {}) => ({
  HTTPS_PROXY: proxy,
  ...more,
});

const settings: readonly Row[] = [
  { setting: {}, expected: 'direct' },
  { setting: https('http://{p}'), expected: 'by proxy' },
  { setting: https('{p}'), expected: 'by proxy' },
  { setting: { https_proxy: 'http://{p}', HTTPS_PROXY: 'http://{down}' }, expected: 'by proxy' },
  { setting: { ALL_PROXY: 'http://{p}' }, expected: 'by proxy' },
  { setting: { HTTP_PROXY: 'http://{p}' }, expected: 'direct' },
  { setting: https('https://{p}'), isTls: true, expected: 'by proxy' },
  { setting: https('http://user:p%C3%A4%3Ass@{p}'), authorization: basic, expected: 'by proxy' },
  {
    setting: https('http://user:wrong@{p}'),
    authorization: basic,
    expected: 'proxyFailed proxyAuthentication',
  },
  { setting: https('http://{p}'), authorization: basic, expected: 'proxyFailed proxyAuthentication' },
  { setting: https('http://{down}'), expected: 'proxyFailed proxyUnreachable' },
  { setting: https('http://no-such-proxy.invalid:1'), expected: 'proxyFailed proxyUnreachable' },
  { setting: https('https://{p}'), waitsInVain: true, expected: 'proxyFailed proxyUnreachable' },
  { setting: https('http://{p}'), isTls: true, expected: 'proxyFailed proxyUnreachable' },
  { setting: https('socks5://{p}'), expected: 'proxyFailed proxyNotSupported' },
  { setting: https('nonsense://'), expected: 'proxyFailed proxyNotSupported' },
  { setting: https('http://{p}', { NO_PROXY: 'example' }), expected: 'direct' },
  { setting: https('http://{p}', { NO_PROXY: '.api.example' }), expected: 'direct' },
  { setting: https('http://{p}', { no_proxy: 'other.example, api.example:{port}' }), expected: 'direct' },
  { setting: https('http://{p}', { NO_PROXY: 'api.example:1' }), expected: 'by proxy' },
  { setting: https('http://{p}', { NO_PROXY: 'pi.example,xample,10.0.0.0/8' }), expected: 'by proxy' },
  { setting: https('http://{down}', { NO_PROXY: '*' }), expected: 'direct' },
  { setting: https('http://{down}'), host: '127.0.0.1', expected: 'direct' },
  { setting: https('http://{down}'), host: 'localhost', expected: 'direct' },
  { setting: 'DIRECT', expected: 'direct' },
  { setting: 'PROXY {p}', expected: 'by proxy' },
  { setting: 'PROXY {p}; DIRECT', expected: 'by proxy' },
  { setting: 'HTTPS {p}', isTls: true, expected: 'by proxy' },
  { setting: 'PROXY {down}; PROXY {p}; DIRECT', expected: 'by proxy' },
  { setting: 'PROXY {down}; DIRECT', expected: 'direct' },
  { setting: 'PROXY {down}', expected: 'proxyFailed proxyUnreachable' },
  { setting: 'SOCKS5 {p}; PROXY {p}', expected: 'by proxy' },
  { setting: 'SOCKS5 {p}', expected: 'proxyFailed proxyNotSupported' },
  { setting: 'SOCKS5 {p}', noProxy: 'api.example', expected: 'direct' },
  { setting: 'PROXY {down}', noProxy: 'example', expected: 'direct' },
  { setting: 'PROXY {p}', noProxy: 'other.example', expected: 'by proxy' },
  { setting: 'SOCKS {p}; DIRECT', expected: 'direct' },
];

/** What a proxy can do wrong; each is tried with a direct way behind it, which must not be taken after an answer. */
const behaviours: readonly [ProxyBehaviour, Outcome][] = [
  [{ status: 200.5 }, 'proxyFailed proxyUnreachable'],
  ...[301, 400, 403, 404, 500, 502, 503].map((status): [ProxyBehaviour, Outcome] => [
    { status },
    'proxyFailed proxyRefused',
  ]),
  [{ status: 407 }, 'proxyFailed proxyAuthentication'],
  ['page', 'proxyFailed proxyRefused'],
  ['eagerPage', 'proxyFailed proxyRefused'],
  ['closeAfterwards', 'proxyFailed proxyRefused'],
  ['closeAtOnce', 'proxyFailed proxyUnreachable'],
  ['hang', 'proxyFailed proxyUnreachable'],
  ['garbage', 'proxyFailed proxyUnreachable'],
  ['bigHeader', 'proxyFailed proxyUnreachable'],
  ['hangAfterwards', 'timedOut'],
];

/**
 * NW-05: settings of the environment and of the system, and proxies that behave badly. Every line of the table comes out as
 * written, no proxy sees a canary, and the service is called directly only where the settings say so.
 */
export async function checkProxies(): Promise<CheckResult> {
  const authority = OpensslAuthority.root('Our CA');
  const stranger = OpensslAuthority.root('Middlebox');
  const names = { extensions: ['subjectAltName=DNS:api.example,IP:127.0.0.1,DNS:localhost'] };
  const identity = authority.issue(names);
  const rows: readonly Row[] = [
    ...settings,
    ...behaviours.map(([behaviour, expected]) => ({ behaviour, setting: 'PROXY {p}', expected })),
    {
      behaviour: { intercept: stranger.issue(names) },
      setting: 'PROXY {p}; DIRECT',
      expected: 'certificateRefused',
    },
  ];
  try {
    return await withServers(async (keep) => {
      const service = keep(await serve((_message, response) => response.end(), identity));
      const down = keep(await track(createServer()));
      await down.stop();
      const wrong: string[] = [];
      let leaks = 0;
      for (const row of rows) {
        const options = {
          ...(row.isTls && { identity }),
          ...(row.authorization && { authorization: row.authorization }),
        };
        const routes = { [`api.example:${service.port}`]: service.port };
        const proxy = keep(await startProxy(row.behaviour ?? 'connect', { ...options, routes }));
        const fill = (text: string) =>
          text
            .replaceAll('{p}', proxy.host)
            .replaceAll('{down}', down.host)
            .replace('{port}', `${service.port}`);
        const before = service.connections();
        const outcome = await askBy(
          finderOf(row, fill),
          `https://${row.host ?? 'api.example'}:${service.port}`,
          authority.caPem,
          row.waitsInVain || /^hang/.test(String(row.behaviour)) ? 800 : 10_000,
        );
        const connections = service.connections() - before;
        const isRight =
          outcome === row.expected &&
          connections === (outcome === 'direct' || outcome === 'by proxy' ? 1 : 0);
        if (!isRight) wrong.push(`${JSON.stringify(row.behaviour ?? row.setting)}: ${outcome}`);
        if (hasLeaked(proxy)) leaks += 1;
      }
      return {
        figure: `${rows.length} cases: ${wrong.length} came out wrongly, ${leaks} proxies saw a canary${wrong.length ? ` (${wrong})` : ''}`,
        passed: wrong.length === 0 && leaks === 0,
      };
    });
  } finally {
    authority.remove();
    stranger.remove();
  }
}

/** As the app does; where the setting is one of the environment, the system has no opinion. */
function finderOf({ setting, noProxy = '' }: Row, fill: (text: string) => string): ProxyFinder {
  const isSystems = typeof setting === 'string';
  const environment = Object.entries(isSystems ? { NO_PROXY: noProxy } : setting);
  return environmentProxy(
    Object.fromEntries(environment.map(([name, value]) => [name, fill(value)])),
    systemProxy({ resolveProxy: async () => (isSystems ? fill(setting) : 'DIRECT') }),
  );
}

async function askBy(
  proxies: ProxyFinder,
  url: string,
  extraCaPem: string,
  connectMs: number,
): Promise<Outcome> {
  const http = new UndiciHttp('0', {
    proxies,
    connectMs,
    lookup: (name, _options, callback) =>
      name === 'no-such-proxy.invalid'
        ? callback(Object.assign(new Error(), { code: 'ENOTFOUND' }), [])
        : callback(null, [{ address: '127.0.0.1', family: 4 }]),
  });
  const sent = await http.send(secretRequest(`${url}/token?key=${canary}`, { extraCaPem }));
  if (sent.ok) return sent.value.connection?.proxyHost === null ? 'direct' : 'by proxy';
  const { kind, reason } = sent.failure;
  return kind === 'proxyFailed' ? `${kind} ${reason}` : kind;
}

/** The path of the request would show as well that a proxy saw it. */
const hasLeaked = (proxy: RunningProxy) => proxy.seen().includes(canary) || proxy.seen().includes('/token');
