import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { exchangesByContract } from './exchange-by-contract.ts';
import type { FailureKind } from './injected-failures.ts';
import { type SampleServices, startServices } from './start-services.ts';

const issuing = ['celerdata', 'ibmDbaas', 'ibmIam', 'layar', 'oauth'] as const;

let services: SampleServices;
let exchanges: ReturnType<typeof exchangesByContract>;

beforeAll(async () => {
  services = await startServices();
  exchanges = exchangesByContract(services);
});
afterEach(() => services.journal.clear());
afterAll(() => services.stop());

describe.each(issuing)('%s', (name) => {
  const answered: [kind: FailureKind, status: number, type: RegExp][] = [
    ['http500', 500, /json/],
    ['http503', 503, /html/],
    ['http429', 429, /json/],
    ['html', 200, /html/],
    ['html401', 401, /html/],
    ['envelopeError', 200, /json/],
    ['redirect', 307, /html/],
    ['garbage', 200, /json/],
    ['oversized', 200, /json/],
  ];

  it.each(answered)('%s fails once, then the service is well again', async (kind, status, type) => {
    services[name].failNext(kind);
    const failed = await exchanges[name]();
    expect(failed.status).toBe(status);
    expect(failed.headers.get('content-type')).toMatch(type);
    expect((await exchanges[name]()).status).toBe(200);
    const { id } = services[name].credential;
    expect(services.journal.entries({ credentialId: id }).map((entry) => entry.status)).toEqual([
      status,
      200,
    ]);
  });

  it('closed cuts the connection without an answer', async () => {
    services[name].failNext('closed');
    await expect(exchanges[name]()).rejects.toThrow();
    expect((await exchanges[name]()).status).toBe(200);
    expect(services.journal.entries().map(({ status }) => status)).toEqual([null, 200]);
  });

  it('hang leaves the request without an answer', async () => {
    services[name].failNext('hang');
    const hanging = exchanges[name]();
    const first = await Promise.race([hanging.catch(() => 'cut'), sleep(150, 'waiting')]);
    expect(first).toBe('waiting');
    services[name].setDown(true);
    await expect(hanging).rejects.toThrow();
    services[name].setDown(false);
  });

  it('invalidClient refuses the right key in the form of the service', async () => {
    const wrong = await exchanges[name]('wrong');
    services[name].failNext('invalidClient');
    const refused = await exchanges[name]();
    expect(refused.status).toBe(wrong.status);
    expect(Object.keys(refused.json)).toEqual(Object.keys(wrong.json));
  });

  it('is not reached while down', async () => {
    services[name].setDown(true);
    await expect(exchanges[name]()).rejects.toThrow();
    expect(services.journal.entries()).toEqual([]);
    services[name].setDown(false);
    expect((await exchanges[name]()).status).toBe(200);
  });
});

it('uses failures in their order, as often as asked and for the wanted requests only', async () => {
  const { celerdata } = services;
  const token = String((await exchanges.celerdata()).json['access_token']);
  celerdata.failNext('http500', 2);
  celerdata.failNext('http429');
  celerdata.failNext('http503', 1, 'testCall');
  expect(await celerdata.testCall(token)).toBe(false);
  expect(await celerdata.testCall(token)).toBe(true);
  const statuses = [];
  for (let count = 0; count < 4; count += 1) statuses.push((await exchanges.celerdata()).status);
  expect(statuses).toEqual([500, 500, 429, 200]);
  celerdata.failNext('http500', 5);
  celerdata.failNoMore();
  expect((await exchanges.celerdata()).status).toBe(200);
});

it('tells when to come back, and where a client must not go', async () => {
  const { layar, journal } = services;
  layar.retryAfterS = 7;
  layar.failNext('http429');
  expect((await exchanges.layar()).headers.get('retry-after')).toBe('7');
  layar.failNext('redirect');
  expect((await exchanges.layar()).headers.get('location')).toBe(`${layar.origin}/redirected`);
  expect(journal.entries({ purpose: 'other' })).toEqual([]);
});

it('fails the check of a DataOS key, which has no exchange', async () => {
  const { dataos } = services;
  for (const kind of ['invalidClient', 'http500', 'html'] as const) {
    dataos.failNext(kind);
    expect(await dataos.testCall(dataos.credential.key)).toBe(false);
  }
  expect(await dataos.testCall(dataos.credential.key)).toBe(true);
});
