import type { LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UndiciHttp } from '#adapters/undici-http';
import { OpensslAuthority } from '../network/openssl-authority.ts';
import { request, secretRequest } from '../network/requests.ts';
import { serve, type WebServer } from '../network/web-server.ts';

let authority: OpensslAuthority;
let server: WebServer;
beforeAll(async () => {
  authority = OpensslAuthority.root('Our CA');
  const names = { extensions: ['subjectAltName=DNS:api.example'] };
  server = await serve((_message, response) => response.end(), authority.issue(names));
});
afterAll(async () => {
  await server.stop();
  authority.remove();
});

/** A name service that gives one answer after the other, and counts. */
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

const ask = (lookup: LookupFunction) =>
  new UndiciHttp('1.2.3', { lookup }).send(
    secretRequest(`https://api.example:${server.port}/`, { extraCaPem: authority.caPem }),
  );

describe('a name', () => {
  it.each([
    '169.254.169.254',
    '169.254.0.1',
    'fe80::1',
    'fe80::1%lo',
    'febf::1',
    '::ffff:169.254.169.254',
    '::ffff:a9fe:a9fe',
    '64:ff9b::169.254.169.254',
    'fd00:ec2::254',
    'fd20:ce::254',
  ])('that leads to %s is refused', async (address) => {
    expect(await ask(answering([address]).lookup)).toEqual({
      ok: false,
      failure: {
        kind: 'addressRefused',
        step: 'connect',
        host: `api.example:${server.port}`,
        reason: 'metadataAddress',
      },
    });
  });

  it('is looked up once, and what was checked is what is called', async () => {
    const names = answering(['127.0.0.1'], ['169.254.169.254'], ['169.254.169.254']);
    expect(await ask(names.lookup)).toMatchObject({ ok: true });
    expect(names.asked()).toBe(1);
    expect(await ask(names.lookup)).toMatchObject({ failure: { reason: 'metadataAddress' } });
  });

  it('that leads to several is called at those that are not refused', async () => {
    expect(await ask(answering(['169.254.169.254', 'fe80::1', '127.0.0.1']).lookup)).toMatchObject({
      ok: true,
    });
  });
});

it.each([
  'https://169.254.169.254/latest',
  'https://169.254.1.1:8443',
  'https://[fe80::1]/',
  'https://[fd00:ec2::254]',
])('the address %s is refused before anybody is asked', async (url) => {
  const proxies = { find: () => Promise.reject(new Error('asked')) };
  expect(await new UndiciHttp('1.2.3', { proxies }).send(request(url))).toEqual({
    ok: false,
    failure: { kind: 'addressRefused', step: 'prepare', host: new URL(url).host, reason: 'metadataAddress' },
  });
});
