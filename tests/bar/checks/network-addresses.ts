import type { LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { UndiciHttp } from '#adapters/undici-http';
import type { Result } from '#core/failure';
import type { HttpAnswer } from '#core/ports';
import { startProxy } from '../../network/connect-proxy.ts';
import { secretRequest } from '../../network/requests.ts';
import { withServers } from '../../network/tracked-server.ts';
import { serve } from '../../network/web-server.ts';
import { createCertificateAuthority } from '../../services/certificate-authority.ts';
import type { CheckResult, CheckSize } from '../check-result.ts';

const metadata = [
  '169.254.169.254',
  '169.254.170.2',
  '169.254.0.0',
  '169.254.255.255',
  'fe80::1',
  'fe80::a9fe:a9fe%eth0',
  'febf:ffff::1',
  'fd00:ec2::254',
  'fd20:ce::254',
  '::ffff:169.254.169.254',
  '::ffff:a9fe:a9fe',
  '64:ff9b::a9fe:a9fe',
];

/**
 * NW-17, the network's part: addresses of metadata services are not called, neither by their number nor by a name; a name that
 * leads elsewhere each time it is asked for is asked once and called where it was checked; other private addresses are the
 * user's decision.
 */
export async function checkAddresses(size: CheckSize): Promise<CheckResult> {
  const rebindings = size === 'full' ? 100 : 5;
  return withServers(async (keep) => {
    const authority = createCertificateAuthority();
    const { certificatePem: cert, privateKeyPem: key } = authority.issueFor(['api.example']);
    const service = keep(await serve((_message, response) => response.end(), { cert, key }));
    const ask = (host: string, names: ReturnType<typeof answering>): Promise<Result<HttpAnswer>> =>
      new UndiciHttp('0', { lookup: names.lookup }).send(
        secretRequest(`https://${host}:${service.port}/`, { extraCaPem: authority.caPem }),
      );
    let open = 0;
    for (const address of metadata) {
      const literal = address.includes(':') ? `[${address.replace(/%.*/, '')}]` : address;
      if (!isMetadataRefused(await ask(literal, answering([])))) open += 1;
      if (!isMetadataRefused(await ask('api.example', answering([address])))) open += 1;
    }
    let pinned = 0;
    for (let i = 0; i < rebindings; i++) {
      const good = answering(['127.0.0.1'], ['169.254.169.254']);
      const bad = answering(['169.254.169.254'], ['127.0.0.1']);
      const [first, second] = [await ask('api.example', good), await ask('api.example', bad)];
      if (first.ok && good.asked() === 1 && isMetadataRefused(second) && bad.asked() === 1) pinned += 1;
    }
    const called = await askedOfProxy('https://10.0.0.1/', keep);
    return {
      figure:
        `${2 * metadata.length} ways to metadata addresses: ${open} open; ${pinned} of ${rebindings} rebinding names pinned; ` +
        `10.0.0.1 ${called === '10.0.0.1:443' ? 'is called' : 'is not called'} when the user enters it`,
      passed: open === 0 && pinned === rebindings && called === '10.0.0.1:443',
    };
  });
}

/** Also spelled in ways that are refused for their spelling. */
function isMetadataRefused(sent: Result<HttpAnswer>): boolean {
  return (
    !sent.ok &&
    sent.failure.kind === 'addressRefused' &&
    /^(metadataAddress|oddHost)$/.test(sent.failure.reason ?? '')
  );
}

/** A name service that gives one answer after the other. */
function answering(...answers: readonly string[][]) {
  let asked = 0;
  const lookup: LookupFunction = (_name, _options, callback) => {
    const addresses: LookupAddress[] = (answers[asked++] ?? []).map((address) => ({
      address,
      family: isIP(address),
    }));
    setImmediate(() => callback(null, addresses));
  };
  return { lookup, asked: () => asked };
}

/** Whom the adapter wants to reach, without reaching anybody. */
async function askedOfProxy(
  url: string,
  keep: <S extends { stop(): Promise<void> }>(server: S) => S,
): Promise<string | undefined> {
  const proxy = keep(await startProxy({ status: 403 }));
  const proxies = { find: async () => [{ origin: proxy.origin, credentials: null }] };
  await new UndiciHttp('0', { proxies }).send(secretRequest(url));
  return proxy.asked()[0];
}
