import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:net';
import { UndiciHttp } from '#adapters/undici-http';
import type { Failure } from '#core/failure';
import type { HttpRequest } from '#core/ports';
import { canary, request } from '../../network/requests.ts';
import { track, withServers } from '../../network/tracked-server.ts';
import { serve } from '../../network/web-server.ts';
import { createCertificateAuthority } from '../../services/certificate-authority.ts';
import type { CheckResult, CheckSize } from '../check-result.ts';

/** Where a redirect leads; `{self}` and `{other}` become the hosts of the two servers. */
const targets = [
  '/moved?key={canary}',
  'http://{self}/moved',
  'http://{other}/steal?key={canary}',
  'https://{other}/steal',
  '//{other}/steal',
  'http://{canary}@{other}/steal#part',
  'relative/../steal',
  /** Each hop leads to the next one, and the last one to the other server. */
  '/hop/1',
  /** No `Location`, but the header that browsers also follow. */
  'refresh',
  /** Status 200 and a page that tells browsers to go on. */
  'meta',
] as const;
type Target = (typeof targets)[number];

const statuses = [301, 302, 303, 307, 308];
const requests: readonly Partial<HttpRequest>[] = [
  { headers: { authorization: `Bearer ${canary}` } },
  { headers: { 'x-api-key': canary } },
  { method: 'POST', body: `secret=${canary}` },
  { method: 'POST', headers: { 'content-type': 'application/json' }, body: `{"secret":"${canary}"}` },
  { method: 'POST', headers: { authorization: `Basic ${canary}`, cookie: canary }, body: canary },
];

interface Case {
  readonly scheme: 'http' | 'https';
  readonly status: number;
  readonly target: Target;
  readonly rest: Partial<HttpRequest>;
}

/**
 * NW-01: redirects of every status, to the same and to another server, up and down between http and https, in chains and by
 * a page. None is followed, and the error names the host of the target without path and query.
 */
export async function checkRedirects(size: CheckSize): Promise<CheckResult> {
  const cases = allCases().filter(
    ({ status, rest }) => size === 'full' || (status % 6 === 1 && rest === requests.at(-1)),
  );
  return withServers(async (keep) => {
    // Counts connections, whatever is spoken on them.
    const other = keep(await track(createServer((socket) => socket.resume())));
    const authority = createCertificateAuthority();
    const { certificatePem: cert, privateKeyPem: key } = authority.issueFor();
    const asked: string[] = [];
    const answer = (message: IncomingMessage, response: ServerResponse) => {
      asked.push(message.url ?? '');
      redirect(message, response, other.host);
    };
    const first = { http: keep(await serve(answer)), https: keep(await serve(answer, { cert, key })) };
    const http = new UndiciHttp('0');
    const wrong = await Promise.all(
      cases.map(async ({ scheme, status, target, rest }, index) => {
        const { url, host: self } = first[scheme];
        const path = `/${index}/${status}/${encodeURIComponent(target)}`;
        const sent = await http.send(request(url + path, { ...rest, extraCaPem: authority.caPem }));
        const isRight = sent.ok
          ? target === 'meta'
          : isExpected(sent.failure, status, target, self, other.host);
        return isRight ? 0 : 1;
      }),
    );
    const wrongs = wrong.reduce((sum: number, one) => sum + one, 0);
    const followed = asked.length - cases.length;
    return {
      figure:
        `${cases.length} redirects: ${followed} followed, ${other.connections()} connections to the other server, ` +
        `${wrongs} told wrongly`,
      passed: followed === 0 && other.connections() === 0 && wrongs === 0,
    };
  });
}

function allCases(): Case[] {
  return (['http', 'https'] as const).flatMap((scheme) =>
    statuses.flatMap((status) =>
      targets.flatMap((target) => requests.map((rest) => ({ scheme, status, target, rest }))),
    ),
  );
}

function redirect(message: IncomingMessage, response: ServerResponse, other: string): void {
  const [, , status = '302', encoded = ''] = (message.url ?? '').split('/');
  const target = decodeURIComponent(encoded);
  if (target === 'meta') {
    const content = `0; url=http://${other}/steal?key=${canary}`;
    response.setHeader('content-type', 'text/html').end(`<meta http-equiv="refresh" content="${content}">`);
    return;
  }
  const location = target
    .replace('{self}', message.headers.host ?? '')
    .replace('{other}', other)
    .replace('{canary}', canary);
  const name = target === 'refresh' ? 'refresh' : 'location';
  const value = target === 'refresh' ? `0; url=http://${other}/` : location;
  response.writeHead(Number(status), { [name]: value }).end(canary);
}

/** The whole failure, so that nothing else can be in it. */
function isExpected(failure: Failure, status: number, target: Target, self: string, other: string): boolean {
  const host = target === 'refresh' ? undefined : target.includes('{other}') ? other : self;
  const expected = { kind: 'redirected', step: 'answer', httpStatus: status, ...(host && { host }) };
  return JSON.stringify(failure) === JSON.stringify(expected);
}
