import { afterAll, beforeAll, expect, it } from 'vitest';
import { exchangesByContract, plainRequest } from './exchange-by-contract.ts';
import { headerOf } from './request-journal.ts';
import { type SampleServices, startServices } from './start-services.ts';

let services: SampleServices;
let token: string;

beforeAll(async () => {
  services = await startServices();
  token = String((await exchangesByContract(services).layar()).json['access_token']);
});
afterAll(() => services.stop());

const get = (path: string, headers: Record<string, string> = {}) =>
  plainRequest(services.caPem, services.layar.origin + path, {
    headers: { authorization: `Bearer ${token}`, ...headers },
  });

it('offers the data fabrics whose values the data headers need, and records those', async () => {
  const { json } = await get('/connect/people/dataFabrics');
  const [fabric] = json['dataFabrics'] as { id: string; nodes: { hostName: string }[] }[];
  const headers = {
    'X-Vyasa-Client': 'layar',
    'X-Vyasa-Data-Providers': fabric?.nodes.map(({ hostName }) => hostName).join(',') ?? '',
    'X-Vyasa-Data-Fabric': fabric?.id ?? '',
  };
  expect(await get('/layar/sourceDocument/d-1', headers)).toMatchObject({ status: 200, json: { id: 'd-1' } });
  const [entry] = services.journal.entries({ service: 'layar' }).slice(-1);
  for (const [name, value] of Object.entries(headers)) expect(entry && headerOf(entry, name)).toBe(value);

  for (const [name, value] of Object.entries(headers)) {
    const { [name as keyof typeof headers]: _, ...others } = headers;
    expect((await get('/layar/sourceDocument/d-1', others)).status).toBe(400);
    const wrong = { ...headers, [name]: `${value}x` };
    expect((await get('/layar/sourceDocument/d-1', wrong)).status).toBe(400);
  }
});

it('says 402 for a licence problem, at every call', async () => {
  services.layar.isPaymentRequired = true;
  for (const path of ['/connect/people', '/connect/people/dataFabrics']) {
    expect(await get(path)).toMatchObject({ status: 402, json: { error: 'payment_required' } });
  }
  services.layar.isPaymentRequired = false;
  expect((await get('/connect/people')).status).toBe(200);
  expect((await get('/connect/unknown')).status).toBe(404);
});
