import { rootCertificates } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { UndiciHttp } from '#adapters/undici-http';
import { type Identity, OpensslAuthority, stamp } from '../network/openssl-authority.ts';
import { canary, request, secretRequest } from '../network/requests.ts';
import { serve, type WebServer } from '../network/web-server.ts';

let ours: OpensslAuthority;
let others: OpensslAuthority;
const running: WebServer[] = [];
const http = new UndiciHttp('1.2.3');

beforeAll(() => {
  ours = OpensslAuthority.root('Our CA');
  others = OpensslAuthority.root('Another CA');
});
afterAll(() => {
  ours.remove();
  others.remove();
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()));
});

async function start(identity: Identity): Promise<WebServer & { readonly received: string[] }> {
  const received: string[] = [];
  const server = await serve((message, response) => {
    received.push(JSON.stringify(message.headers));
    response.end('{"ok":true}');
  }, identity);
  running.push(server);
  return { ...server, received };
}

describe('certificates', () => {
  it('an extra CA is trusted for the request that names it and for no other', async () => {
    const server = await start(ours.issue());
    const trusting = { extraCaPem: ours.caPem };
    expect(await http.send(request(server.url, trusting))).toMatchObject({ ok: true });
    expect(await http.send(request(server.url))).toMatchObject({ failure: { kind: 'certificateRefused' } });
    expect(await http.send(request(server.url, { extraCaPem: others.caPem }))).toMatchObject({
      failure: { kind: 'certificateRefused' },
    });
    expect(await http.send(request(server.url, trusting))).toMatchObject({ ok: true });
    expect(await http.send(request(server.url, { extraCaPem: others.caPem + ours.caPem }))).toMatchObject({
      ok: true,
    });
  });

  it('also by the name localhost', async () => {
    const server = await start(ours.issue());
    const url = `https://localhost:${server.port}/`;
    expect(await http.send(request(url, { extraCaPem: ours.caPem }))).toMatchObject({ ok: true });
  });

  it.each([
    ['has expired', { from: stamp(-3 * 86_400_000), to: stamp(-86_400_000) }, 'CERT_HAS_EXPIRED'],
    ['is not yet valid', { from: stamp(43_200_000), to: stamp(86_400_000) }, 'CERT_NOT_YET_VALID'],
    [
      'is for another host',
      { extensions: ['subjectAltName=DNS:other.example'] },
      'ERR_TLS_CERT_ALTNAME_INVALID',
    ],
    [
      'is for another address',
      { extensions: ['subjectAltName=IP:127.0.0.2'] },
      'ERR_TLS_CERT_ALTNAME_INVALID',
    ],
  ])('one that %s is refused before anything is sent', async (_what, options, reason) => {
    const server = await start(ours.issue(options));
    const sent = await http.send({ ...secretRequest(server.url), extraCaPem: ours.caPem });
    expect(sent).toEqual({
      ok: false,
      failure: {
        kind: 'certificateRefused',
        step: 'connect',
        host: server.host,
        reason,
        certificate: expect.objectContaining({ subject: 'test server', issuer: 'Our CA' }),
      },
    });
    expect(server.received).toEqual([]);
    expect(JSON.stringify(sent)).not.toContain(canary);
  });

  it('NODE_TLS_REJECT_UNAUTHORIZED has no effect', async () => {
    const server = await start(ours.issue());
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
    try {
      const sent = await new UndiciHttp('1.2.3').send(secretRequest(server.url));
      expect(sent).toMatchObject({ failure: { kind: 'certificateRefused' } });
      expect(server.received).toEqual([]);
    } finally {
      delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
    }
  });

  it('TLS 1.1 is refused', async () => {
    const server = await start({ ...ours.issue(), maxVersion: 'TLSv1.1' });
    const sent = await http.send({ ...secretRequest(server.url), extraCaPem: ours.caPem });
    expect(sent).toMatchObject({ failure: { kind: 'unreachable', step: 'connect' } });
    expect(server.received).toEqual([]);
  });

  it('TLS 1.2 is accepted', async () => {
    const server = await start({ ...ours.issue(), maxVersion: 'TLSv1.2' });
    expect(await http.send(request(server.url, { extraCaPem: ours.caPem }))).toMatchObject({ ok: true });
  });

  it.each(['', 'no certificate', '-----BEGIN CERTIFICATE-----\nTm9uc2Vuc2U=\n-----END CERTIFICATE-----'])(
    'the extra CA %j is an input error',
    async (extraCaPem) => {
      expect(await http.send(request('https://127.0.0.1:1/', { extraCaPem }))).toEqual({
        ok: false,
        failure: { kind: 'invalidInput', step: 'prepare', field: 'extraCaPem', reason: 'notPem' },
      });
    },
  );

  it('http on the port of https, and the other way round, is no connection', async () => {
    const tls = await start(ours.issue());
    expect(await http.send(secretRequest(`http://${tls.host}/`))).toMatchObject({ ok: false });
    expect(tls.received).toEqual([]);
    const plain = await serve((_message, response) => response.end());
    running.push(plain);
    expect(await http.send(secretRequest(`https://${plain.host}/`))).toMatchObject({
      failure: { kind: 'unreachable', step: 'connect' },
    });
  });

  it('a public CA given as extra changes nothing', async () => {
    const server = await start(ours.issue());
    expect(await http.send(request(server.url, { extraCaPem: rootCertificates[0] ?? null }))).toMatchObject({
      failure: { kind: 'certificateRefused' },
    });
  });
});
