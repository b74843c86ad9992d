import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { environmentProxy } from '#adapters/environment-proxy';
import { systemProxy } from '#adapters/system-proxy';
import { UndiciHttp } from '#adapters/undici-http';
import type { KeyDraft } from '#contract/calls';
import type { TestReport } from '#contract/test-report';
import { type CauseId, causeWords } from '#contract/words/cause-words';
import { failureWords } from '#contract/words/failure-words';
import type { Http, ProxyFinder } from '#core/ports';
import { startProxy } from '../network/connect-proxy.ts';
import { OpensslAuthority, stamp } from '../network/openssl-authority.ts';
import { sampleKeyPair } from '../services/further/sample-key-pair.ts';
import { listenOnLoopback } from '../services/loopback-listener.ts';
import { type SampleServices, startServices } from '../services/start-services.ts';
import { key, keyOf } from './exchange-rig.ts';
import { HeardHttp } from './heard-http.ts';
import { KeyfobInMemory } from './keyfob-in-memory.ts';
import { formOf, testForm } from './live-test-rig.ts';

const dayMs = 86_400_000;
const special = 'pa+ss/w%20rd=&:';
let services: SampleServices;
let keyfob: KeyfobInMemory;

beforeAll(async () => {
  services = await startServices();
});
afterAll(() => services.stop());
beforeEach(async () => {
  keyfob = await startAt(Date.now());
});

/** The app whose clock says this, over a real network. */
async function startAt(nowMs: number, http: Http = new HeardHttp()): Promise<KeyfobInMemory> {
  const started = await KeyfobInMemory.start({ http });
  started.time.jump(nowMs - started.time.nowMs());
  return started;
}

function expectCauses(report: TestReport, ...causes: CauseId[]): void {
  expect(report.causes).toEqual(causes.map((cause) => causeWords[cause]));
  expect(report.passed).toBe(false);
}

const oauthForm = (entered: Record<string, string>, caPem: string | null = services.caPem): KeyDraft => {
  const { tokenUrl, testUrl, basicClient } = services.oauth;
  const usual = { tokenUrl, testUrl, clientId: basicClient.id, clientSecret: basicClient.secret };
  return formOf(key('oauth2', { ...usual, ...entered }, { extraCaPem: caPem }));
};

describe('a refusal', () => {
  it('is laid to the secret first', async () => {
    const form = formOf(keyOf(services, 'celerdata', 'wrongSecret'));
    expectCauses(await testForm(keyfob, form), 'wrongSecret', 'otherAuthentication', 'keyGone');
    const ibm = formOf(keyOf(services, 'ibm-iam', 'wrongSecret'));
    expect((await testForm(keyfob, ibm)).causes).toContain(causeWords.wrongSecret);
  });

  it('of special characters in a Basic header names the other way to send them, both ways round', async () => {
    const { id: clientId } = services.oauth.addClient({ secret: special });
    const basic = { clientId, clientSecret: special };
    const right = await testForm(keyfob, oauthForm({ ...basic, clientAuthentication: 'basic' }));
    expect(right.passed).toBe(true);
    const raw = await testForm(keyfob, oauthForm({ ...basic, clientAuthentication: 'basicRaw' }));
    expect(raw.causes[0]).toBe(causeWords.rawBasic);

    const { id, secret } = services.layar.addCredential({ secret: special });
    const tokenUrl = `${services.layar.origin}/connect/oauth/token`;
    const atLayar = { tokenUrl, testUrl: '', clientId: id, clientSecret: secret };
    const encoded = await testForm(keyfob, oauthForm({ ...atLayar, clientAuthentication: 'basic' }));
    expect(encoded.causes[0]).toBe(causeWords.encodedBasic);
    const plain = await testForm(keyfob, oauthForm({ ...atLayar, clientAuthentication: 'basicRaw' }));
    expect(plain.passed).toBe(true);
  });

  it('of a scope, a grant or a used refresh token names that', async () => {
    const of = ({ id, secret }: { id: string; secret: string }) => ({ clientId: id, clientSecret: secret });
    const reader = services.oauth.addClient({ scope: 'api:read' });
    expectCauses(await testForm(keyfob, oauthForm({ ...of(reader), scope: 'api:write' })), 'wrongScope');
    const refresher = services.oauth.addClient({ grants: ['refresh_token'] });
    expect((await testForm(keyfob, oauthForm(of(refresher)))).causes).toContain(causeWords.grantNotAllowed);
    const client = services.oauth.addClient({ method: 'none' });
    const entered = { tokenUrl: services.oauth.tokenUrl, clientId: client.id, refreshToken: 'used-up' };
    const form = formOf(
      key(
        'oauth2-refresh-token',
        { ...entered, clientAuthentication: 'public' },
        { extraCaPem: services.caPem },
      ),
    );
    expectCauses(await testForm(keyfob, form), 'usedUp');
  });

  it('of the test call alone is a missing permission', async () => {
    services.layar.failNext('invalidClient', 1, 'testCall');
    expectCauses(await testForm(keyfob, formOf(keyOf(services, 'layar'))), 'missingScope');
  });

  it('of a signature names the clock of this computer', async () => {
    const client = services.oauth.addClient({ method: 'private_key_jwt' });
    const privateKey = sampleKeyPair(0).privateKeyPem;
    const signed = { clientId: client.id, clientSecret: '', clientAuthentication: 'jwtRs256', privateKey };
    expect((await testForm(keyfob, oauthForm(signed))).passed).toBe(true);
    const late = await startAt(Date.now() - dayMs);
    const report = await testForm(late, oauthForm(signed));
    expectCauses(report, 'wrongPrivateKey', 'clockSkew', 'wrongAudience');
  });
});

describe('a certificate that is refused', () => {
  it('asks for the CA file, or for another one', async () => {
    const form = formOf(keyOf(services, 'ibm-dbaas'));
    expectCauses(await testForm(keyfob, { ...form, extraCaPem: null }), 'ownAuthority');
    const stranger = OpensslAuthority.root('Stranger');
    expectCauses(await testForm(keyfob, { ...form, extraCaPem: stranger.caPem }), 'otherAuthority');
    stranger.remove();
  });

  it.each([
    ['has expired', { from: stamp(-3 * dayMs), to: stamp(-1_000) }, ['certificateExpired', 'clockSkew']],
    ['is not valid yet', { from: stamp(dayMs / 2), to: stamp(dayMs) }, ['clockSkew']],
    [
      'belongs to another host',
      { extensions: ['subjectAltName=DNS:other.example'] },
      ['mistypedHost', 'interception'],
    ],
  ] as const)('says that it %s', async (_, wish, causes) => {
    const authority = OpensslAuthority.root('Our CA');
    const { cert, key: privateKeyPem } = authority.issue(wish);
    const server = await listenOnLoopback((_request, response) => response.end('{}'), {
      certificatePem: cert,
      privateKeyPem,
    });
    const form = oauthForm({ tokenUrl: `${server.origin}/token` }, authority.caPem);
    const report = await testForm(keyfob, form);
    authority.remove();
    await server.stop();
    expectCauses(report, ...causes);
    expect(report.failure?.certificate).toBeDefined();
  });
});

describe('another address', () => {
  it('that knows no such path, or shows a page, is the wrong host', async () => {
    const layarAt = (host: string) => ({
      ...formOf(keyOf(services, 'layar')),
      fields: { host, clientId: 'a', clientSecret: 'b' },
    });
    expectCauses(await testForm(keyfob, layarAt(services.celerdata.origin)), 'wrongAddress');
    services.layar.failNext('html');
    expectCauses(await testForm(keyfob, layarAt(services.layar.origin)), 'wrongHost', 'signInNetwork');
  });

  it('that asks to sign in, or redirects, is a gateway in between', async () => {
    const form = formOf(keyOf(services, 'layar'));
    services.layar.failNext('html401');
    expectCauses(await testForm(keyfob, form), 'signInNetwork', 'wrongHost');
    services.layar.failNext('redirect');
    expectCauses(await testForm(keyfob, form), 'wrongHost', 'signInNetwork');
  });

  it('that nobody knows, or where nobody listens, is mistyped or in another network', async () => {
    const form = (tokenUrl: string) => oauthForm({ tokenUrl });
    expectCauses(await testForm(keyfob, form('https://no-such-host.invalid/token')), 'mistypedHost', 'vpn');
    expectCauses(
      await testForm(keyfob, form('https://127.0.0.1:1/token')),
      ...(['vpn', 'proxyNeeded', 'mistypedHost'] as const),
    );
  });
});

describe('a service that has enough, or a problem', () => {
  it('says so', async () => {
    const form = formOf(keyOf(services, 'layar'));
    services.layar.failNext('http429');
    expectCauses(await testForm(keyfob, form), 'tooManyRequests');
    services.layar.failNext('http503');
    expectCauses(await testForm(keyfob, form), 'serviceDown');
    services.layar.failNext('garbage');
    expectCauses(await testForm(keyfob, form), 'wrongHost', 'otherFormat');
  });
});

describe('a proxy that is in the way', () => {
  it.each([
    ['asks for a password', { status: 407 }, 'proxyAuthentication', /user name and password/],
    ['refuses the host', { status: 403 }, 'proxyRefused', /NO_PROXY/],
    ['is not there', null, 'proxyUnreachable', /NO_PROXY/],
  ] as const)('and %s is named with its remedy', async (_, behaviour, reason, remedy) => {
    const proxy = await startProxy(behaviour ?? 'connect');
    if (behaviour === null) await proxy.stop();
    const address = { origin: proxy.origin, credentials: null };
    const http = new UndiciHttp('0.0.0', { proxies: { find: async () => [address] } });
    const report = await testForm(await startAt(Date.now(), http), formOf(keyOf(services, 'ibm-dbaas')));
    if (behaviour !== null) await proxy.stop();
    expect(report).toMatchObject({
      passed: false,
      failure: { kind: 'proxyFailed', step: 'connect', reason },
    });
    const whatToDo = report.failure && failureWords(report.failure, 'test').whatToDo;
    expect(whatToDo).toMatch(remedy);
    // The settings of a system hold no password that Keyfob could read.
    if (reason === 'proxyAuthentication') expect(whatToDo).not.toMatch(/system/);
  });

  it.each<[string, ProxyFinder]>([
    ['the environment', environmentProxy({ ALL_PROXY: 'socks5://127.0.0.1:1080' }, { find: async () => [] })],
    ['a script of the system', systemProxy({ resolveProxy: async () => 'SOCKS5 127.0.0.1:1080' })],
  ])('and of a kind that is not supported is told as such, from %s', async (_, proxies) => {
    const form = formOf(keyOf(services, 'ibm-dbaas'), { host: 'https://svc.example' });
    const report = await testForm(await startAt(Date.now(), new UndiciHttp('0.0.0', { proxies })), form);
    const { title, whatToDo } = failureWords(report.failure ?? { kind: 'internal' }, 'test');
    expect(title).toBe('The proxy that is set cannot be used: only http and https proxies are supported.');
    expect(whatToDo).toMatch(
      /http or https proxy in HTTPS_PROXY.*settings of your system.*svc\.example.*NO_PROXY/,
    );
  });
});
