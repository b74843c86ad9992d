import { X509Certificate } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { createCertificateAuthority } from './certificate-authority.ts';
import { basic, exchangesByContract, plainRequest } from './exchange-by-contract.ts';
import { headerOf } from './request-journal.ts';
import { type SampleServices, startServices } from './start-services.ts';

let services: SampleServices;
let exchanges: ReturnType<typeof exchangesByContract>;

beforeAll(async () => {
  services = await startServices({ https: { celerdata: true } });
  exchanges = exchangesByContract(services);
});
afterEach(() => services.journal.clear());
afterAll(() => services.stop());

it('keeps each request with its headers, body, credential and status', async () => {
  const { celerdata, oauth, journal } = services;
  const beganAtMs = Date.now();
  await exchanges.celerdata();
  await exchanges.oauthPost();
  await exchanges.oauthPost('wrong');
  const [first, second, third] = journal.entries();
  expect(first).toMatchObject({
    service: 'celerdata',
    purpose: 'exchange',
    method: 'POST',
    path: '/api/1.0/token?grant_type=client_credentials',
    body: '',
    credentialId: celerdata.credential.id,
    status: 200,
  });
  expect(first?.atMs).toBeGreaterThanOrEqual(beganAtMs);
  expect(first && headerOf(first, 'Authorization')).toBe(
    basic(celerdata.credential.id, celerdata.credential.secret),
  );
  expect(second).toMatchObject({ service: 'oauth', credentialId: oauth.postClient.id, status: 200 });
  expect(second?.body).toContain(`client_secret=${oauth.postClient.secret}`);
  expect(third).toMatchObject({ credentialId: oauth.postClient.id, status: 401 });
  expect(journal.exchangeCount()).toBe(3);
  expect(journal.exchangeCount({ service: 'celerdata' })).toBe(1);
});

it('knows how many requests of a key were in flight at once', async () => {
  const { celerdata, oauth, journal } = services;
  const [goCelerdata, goOauth] = [celerdata.hold(), oauth.hold()];
  const asked = [exchanges.celerdata(), exchanges.celerdata(), exchanges.celerdata(), exchanges.oauth()];
  await vi.waitFor(() => expect(journal.exchangeCount()).toBe(asked.length));
  goCelerdata();
  goOauth();
  await Promise.all(asked);
  await exchanges.oauth();
  await exchanges.oauthPost();
  expect(journal.maxInFlight({ credentialId: celerdata.credential.id })).toBe(3);
  expect(journal.maxInFlight({ credentialId: oauth.basicClient.id })).toBe(1);
  expect(journal.maxInFlight({ service: 'layar' })).toBe(0);
});

it('finds a secret in a request line in any of its spellings, and nowhere else', async () => {
  const { layar, ibmIam, journal, caPem } = services;
  await Promise.all([exchanges.celerdata(), exchanges.ibmIam(), exchanges.layar(), exchanges.ibmDbaas()]);
  expect(journal.requestLinesWith(ibmIam.credential.apiKey)).toEqual([]);
  await plainRequest(caPem, `${layar.origin}/x?token=a%2Fb+c`);
  expect(journal.requestLinesWith('a/b c')).toEqual(['GET /x?token=a%2Fb+c']);
});

it('is trusted with its own CA only', async () => {
  const { oauth, ibmDbaas, celerdata, caPem } = services;
  const other = createCertificateAuthority();
  for (const { origin } of [oauth, ibmDbaas, celerdata]) {
    expect(origin).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
    await expect(fetch(origin)).rejects.toThrow();
    await expect(plainRequest(other.caPem, origin)).rejects.toThrow();
    await expect(plainRequest(caPem, origin)).resolves.toBeDefined();
    await expect(plainRequest(caPem, origin.replace('127.0.0.1', 'localhost'))).resolves.toBeDefined();
  }
});

it('makes certificates that a strict reader accepts', () => {
  const { caPem, issueFor } = createCertificateAuthority();
  const ca = new X509Certificate(caPem);
  const server = new X509Certificate(issueFor().certificatePem);
  expect(ca.ca).toBe(true);
  expect(server.ca).toBe(false);
  expect(server.checkIssued(ca)).toBe(true);
  expect(server.verify(ca.publicKey)).toBe(true);
  expect(server.checkIP('127.0.0.1')).toBe('127.0.0.1');
  expect(server.checkHost('localhost')).toBe('localhost');
  expect(server.checkHost('other.test')).toBeUndefined();
});
