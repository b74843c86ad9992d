import { afterEach, describe, expect, it } from 'vitest';
import type { TestReport } from '#contract/test-report';
import { type CauseId, causeWords } from '#contract/words/cause-words';
import { failureWords } from '#contract/words/failure-words';
import { sampleKeyPair } from '../services/further/sample-key-pair.ts';
import { type LoopbackListener, listenOnLoopback } from '../services/loopback-listener.ts';
import { key } from './exchange-rig.ts';
import { HeardHttp } from './heard-http.ts';
import { KeyfobInMemory } from './keyfob-in-memory.ts';
import { formOf, testForm } from './live-test-rig.ts';

let service: LoopbackListener | undefined;
afterEach(() => service?.stop());

/** What the test of a key says of a service that answers the first request with a token, if asked to, and then this. */
async function testAt(
  [presetId, entered]: readonly [string, Record<string, string>],
  status: number,
  body: object | string,
  issues = false,
): Promise<TestReport> {
  let asked = 0;
  service = await listenOnLoopback((request, response) => {
    request.resume();
    asked += 1;
    const isToken = issues && asked === 1;
    const isText = typeof body === 'string';
    response.statusCode = isToken ? 200 : status;
    response.setHeader('content-type', isText && !isToken ? 'text/html' : 'application/json');
    response.end(isToken ? '{"access_token":"t0ken-of-the-test"}' : isText ? body : JSON.stringify(body));
  });
  const { origin } = service;
  const fields = Object.entries(entered).map(([id, text]) => [id, text.replace('{origin}', origin)]);
  const keyfob = await KeyfobInMemory.start({ http: new HeardHttp() });
  return testForm(keyfob, formOf(key(presetId, Object.fromEntries(fields))));
}

function expectCauses(report: TestReport, ...causes: CauseId[]): void {
  expect(report.causes).toEqual(causes.map((cause) => causeWords[cause]));
  expect(report.passed).toBe(false);
}

const client = { host: '{origin}', clientId: 'keyfob', clientSecret: 'S3cret' };
const keycloak = ['keycloak', { ...client, realm: 'sample' }] as const;
const salesforce = ['salesforce', client] as const;
const layar = ['layar', client] as const;
const oauth = { tokenUrl: '{origin}/token', clientId: 'keyfob', clientSecret: 'S3cret', testUrl: '' };

/** Keycloak's answer to a wrong secret and to an unknown client. */
const unauthorized = {
  error: 'unauthorized_client',
  error_description: 'Invalid client or Invalid client credentials',
};

describe('unauthorized_client', () => {
  it('is laid to the secret, then to the key, then to the grant', async () => {
    expectCauses(await testAt(keycloak, 401, unauthorized), 'wrongSecret', 'keyGone', 'grantNotAllowed');
  });

  it('of a secret with special characters names the other way to send it first', async () => {
    const special = [
      'oauth2',
      { ...oauth, clientSecret: 'a+b/c=', clientAuthentication: 'basicRaw' },
    ] as const;
    const report = await testAt(special, 401, unauthorized);
    expectCauses(report, 'rawBasic', 'wrongSecret', 'keyGone', 'grantNotAllowed');
  });

  it('of a client that signs is laid to its private key first', async () => {
    const { host, clientId } = client;
    const signs = { host, clientId, realm: 'sample', clientAuthentication: 'jwt' };
    const privateKey = sampleKeyPair(0).privateKeyPem;
    const report = await testAt(['keycloak', { ...signs, privateKey }], 401, unauthorized);
    expectCauses(report, 'wrongPrivateKey', 'keyGone', 'grantNotAllowed');
  });
});

describe('invalid_grant', () => {
  const refusal = { error: 'invalid_grant', error_description: 'request not supported on this domain' };

  it('of a key without a refresh token is laid to host and key', async () => {
    const report = await testAt(salesforce, 400, refusal);
    expectCauses(report, 'wrongHost', 'wrongSecret', 'keyGone', 'grantNotAllowed');
    const own = await testAt(['oauth2', oauth], 400, refusal);
    expect(own.causes[0]).toBe(causeWords.wrongUrl);
  });
});

describe('a licence that has ended', () => {
  const refusal = { error: 'payment_required' };

  it.each([
    ['the token', 402, refusal, false],
    ['the token, whatever the status', 400, refusal, false],
    ['the token, whatever the code', 402, { message: 'quota' }, false],
    ['the test call', 402, refusal, true],
  ])('is the one cause, with the fix, when it refuses %s', async (_, status, body, issues) => {
    const report = await testAt(layar, status, body, issues);
    expectCauses(report, 'licence');
    const { title, whatToDo } = failureWords(report.failure ?? { kind: 'internal' }, 'test');
    expect(title).toContain(' asks for a licence or a payment. It said: HTTP ');
    expect(whatToDo).toMatch(/licence.*at the provider, then test again\.$/);
  });
});

describe('an address that leads to nothing', () => {
  it('shows what the service says, and sends the user to host and IDs', async () => {
    const report = await testAt(keycloak, 404, { error: 'Realm does not exist' });
    expectCauses(report, 'wrongAddress');
    const { title, whatToDo } = failureWords(report.failure ?? { kind: 'internal' }, 'test');
    expect(title).toMatch(/it says "not found"\. It said: HTTP 404, Realm does not exist\.$/);
    expect(whatToDo).toMatch(/host.*IDs/);
    expect(whatToDo).not.toMatch(/login page|proxy/);
  });

  it('is the wrong host where a page says so', async () => {
    expectCauses(await testAt(keycloak, 404, '<!doctype html><title>Not found</title>'), 'wrongHost');
  });
});
