import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type DataosCtlVariant, writeDataosCtl } from './dataos-ctl/write-dataos-ctl.ts';
import type { DataosService } from './dataos-service.ts';
import { plainRequest } from './exchange-by-contract.ts';
import { type SampleServices, startServices } from './start-services.ts';

let services: SampleServices;
let dataos: DataosService;
let folder: string;

beforeAll(async () => {
  services = await startServices({ https: { dataos: true } });
  dataos = services.dataos;
  folder = mkdtempSync(join(tmpdir(), 'dataos-ctl-'));
});
afterEach(() => {
  dataos.nowMs = () => Date.now();
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await services.stop();
});

const bearer = () => ({ authorization: `Bearer ${dataos.credential.key}` });

const ask = (
  method: string,
  path: string,
  members?: object,
  headers: Record<string, string> = bearer(),
): Promise<{ status: number; json: Record<string, unknown> }> =>
  plainRequest(services.caPem, `${dataos.origin}/heimdall/api/v1/users/${path}`, {
    method,
    headers: { ...headers, ...(members && { 'content-type': 'application/json' }) },
    body: members ? JSON.stringify(members) : null,
  });

describe('Heimdall', () => {
  it('makes a key of the documented shape that lives for the hours asked for', async () => {
    const nowMs = Date.UTC(2031, 4, 6, 7, 8, 9, 500);
    dataos.nowMs = () => nowMs;
    dataos.addCredential({ id: 'caller', expiresAtMs: nowMs + 60_000 });
    const headers = {
      authorization: `Bearer ${dataos.credentials.find(({ id }) => id === 'caller')?.key}`,
    };
    const made = await ask(
      'POST',
      'jane/tokens',
      { type: 'apikey', name: 'rotated', duration: '48h' },
      headers,
    );
    expect(made).toMatchObject({
      status: 201,
      json: { name: 'rotated', type: 'apikey', expiration: '2031-05-08T07:08:09Z', user_id: 'jane' },
    });
    const { apikey } = made.json['data'] as { apikey: string };
    expect(Buffer.from(apikey, 'base64').toString()).toMatch(/^rotated\.[0-9a-f-]{36}$/);
    expect(await dataos.testCall(apikey)).toBe(true);
    dataos.nowMs = () => nowMs + 48 * 3_600_000;
    expect(await dataos.testCall(apikey)).toBe(false);
  });

  it('takes the key in either header, lists, shows and deletes', async () => {
    const byHeader = { apikey: dataos.credential.key };
    const name = 'a-listed-key';
    expect((await ask('POST', 'jane/tokens', { type: 'apikey', name }, byHeader)).status).toBe(201);
    const list = (await ask('GET', 'jane/tokens')).json as unknown as { name: string; data: object }[];
    expect(Array.isArray(list)).toBe(true);
    expect(list.find((key) => key.name === name)?.data).toEqual({ apikey: expect.any(String) });
    expect((await ask('GET', `jane/tokens/${name}`)).json).toMatchObject({ name, type: 'apikey' });
    expect((await ask('DELETE', `jane/tokens/${name}`, undefined, byHeader)).status).toBe(204);
    expect((await ask('GET', `jane/tokens/${name}`)).status).toBe(404);
    expect(dataos.credentials.map(({ id }) => id)).not.toContain(name);
  });

  it('refuses a name that is taken, unless the existing key is wanted', async () => {
    const members = { type: 'apikey', name: dataos.credential.id, duration: '24h' };
    expect(await ask('POST', 'jane/tokens', members)).toMatchObject({
      status: 409,
      json: { status: 409, message: expect.any(String) },
    });
    expect(await ask('POST', 'jane/tokens', { ...members, use_existing: true })).toMatchObject({
      status: 200,
      json: { data: { apikey: dataos.credential.key } },
    });
  });

  it.each([
    ['no type', { name: 'n' }],
    ['another type', { type: 'token', name: 'n' }],
    ['days', { type: 'apikey', name: 'n', duration: '30d' }],
    ['an ISO duration', { type: 'apikey', name: 'n', duration: 'PT24H' }],
    ['a number of hours', { type: 'apikey', name: 'n', duration: 24 }],
    ['another user', { type: 'apikey', name: 'n', user_id: 'joe' }],
    ['an unknown member', { type: 'apikey', name: 'n', lifetime: '24h' }],
  ])('refuses to make a key with %s', async (_, members) => {
    const keysBefore = dataos.credentials.length;
    expect(await ask('POST', 'jane/tokens', members)).toMatchObject({ status: 400, json: { status: 400 } });
    expect(dataos.credentials).toHaveLength(keysBefore);
  });

  it('refuses callers without a good key of that user', async () => {
    expect((await ask('GET', 'jane/tokens', undefined, {})).status).toBe(401);
    expect((await ask('GET', 'jane/tokens', undefined, { apikey: 'bmFtZS4x' })).status).toBe(401);
    expect((await ask('GET', 'joe/tokens')).status).toBe(403);
    const gone = dataos.addCredential({ id: 'gone', expiresAtMs: Date.now() - 1 });
    expect((await ask('GET', 'jane/tokens', undefined, { apikey: gone.key })).status).toBe(401);
  });
});

describe('dataos-ctl', () => {
  const run = (path: string, ...args: string[]) => promisify(execFile)(path, args, { env: {} });
  const row = {
    token: 'dG9rZW5fc29tZS4x',
    type: 'apikey',
    expiration: '2023-08-10T23:00:00Z',
    name: 'token_some_words_animal',
  };

  it('prints rows as the older builds do', async () => {
    const { path } = writeDataosCtl(folder, [row], 'older');
    const { stdout } = await run(path, 'user', 'apikey', 'get');
    expect(stdout.split('\n')).toEqual([
      'INFO[0000] 🔑 user apikey get... ',
      'INFO[0000] 🔑 user apikey get...complete ',
      '',
      '       TOKEN       |  TYPE  |      EXPIRATION      |          NAME',
      '-------------------|--------|----------------------|-------------------------',
      '  dG9rZW5fc29tZS4x | apikey | 2023-08-10T23:00:00Z | token_some_words_animal',
      '',
    ]);
  });

  it('prints rows as the newer builds do, with the log lines on stderr', async () => {
    const { path } = writeDataosCtl(folder, [row], 'newer');
    const { stdout, stderr } = await run(path, 'user', 'apikey', 'get', '-n', row.name);
    expect(stdout.split('\n').slice(2)).toEqual([
      '───────────────────┼────────┼───────────────────────────┼─────────────────────────',
      '  dG9rZW5fc29tZS4x │ apikey │ 2023-08-11T04:30:00+05:30 │ token_some_words_animal',
      '',
    ]);
    expect(stderr).toContain('INFO[0000] 🔑 user apikey get...complete');
    expect((await run(path, 'user', 'apikey', 'get', '-n', 'other')).stdout).not.toContain(row.token);
  });

  it.each<DataosCtlVariant>(['older', 'newer'])('makes a key at the service (%s)', async (variant) => {
    const { path, runs } = writeDataosCtl(folder, { service: dataos, caPem: services.caPem }, variant);
    const args = ['user', 'apikey', 'create', '-n', `made-by-${variant}`, '-d', '48h'];
    const { stdout } = await run(path, ...args);
    const made = dataos.credentials.find(({ id }) => id === `made-by-${variant}`);
    expect(made && (made.expiresAtMs - Date.now()) / 3_600_000).toBeCloseTo(48, 1);
    expect(stdout).toContain(`  ${made?.key} `);
    expect(runs().at(-1)).toEqual(args);
    await expect(run(path, ...args)).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('409'),
    });
    await expect(run(path, 'user', 'apikey', 'create', '-d', '30d')).rejects.toMatchObject({ code: 1 });
    await expect(run(path, 'user', 'apikey', 'get', '-o', 'json')).rejects.toMatchObject({ code: 1 });
  });
});
