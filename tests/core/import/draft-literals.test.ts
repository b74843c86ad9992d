import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readImport } from '#core/import/read-import';
import { found, only, opened, presetOf, presets, problemsOf, sentBy } from './importable-presets.ts';

const read = (text: string) => only(readImport(text, presets));
const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

describe('a value of an unknown name is a secret of the key', () => {
  it.each([
    [`-d '{"passcode":"998877","user":"jane"}'`, { passcode: '998877' }],
    [`-d '{"password":"x","mfa":123456}'`, { password: 'x', mfa: '123456' }],
    [`-d 'user=jane&psw=hunter2'`, { psw: 'hunter2' }],
    [
      `-X POST -H 'X-Auth: swordfish' -H 'X-Client-Code: blue9'`,
      { xAuth: 'swordfish', xClientCode: 'blue9' },
    ],
    [`-G -d 'sig=a-b-c' -d 'code=open'`, { sig: 'a-b-c', code: 'open' }],
    [`-d '{"password":"x","a":{"b":["deep",{"c":"er"}]}}'`, { password: 'x', b: 'deep', c: 'er' }],
    [`-H 'X-Api-Key: correct horse'`, { xApiKey: 'correct horse' }],
  ])('%s', (options, secrets) => {
    const candidate = read(`curl ${options} https://api.example.com/v1/login`);
    expect(opened(candidate).secrets).toEqual(secrets);
    for (const value of Object.values(secrets))
      expect(JSON.stringify(candidate.newPreset)).not.toContain(`"${value}"`);
    expect(presetOf(candidate).id).toBe('api-example-com');
  });

  it('is sent as the line sends it', () => {
    const line = `curl -H 'X-Client-Code: blue9' -H 'x-version: 2' 'https://api.example.com/token?sig=a%2Bb&limit=5'`;
    expect(sentBy(read(`${line} -d 'grant_type=pin&mfa=1'`), 'exchange')).toMatchObject({
      url: 'https://api.example.com/token?sig=a%2Bb&limit=5',
      headers: { 'x-client-code': 'blue9', 'x-version': '2' },
      body: 'grant_type=pin&mfa=1',
    });
  });

  it('is not taken for the key itself, nor for a reason to store a call', () => {
    const call = `curl 'https://api.example.com/items?q=shoes' -H 'X-Client-Code: blue9'`;
    expect(problemsOf(call)).toEqual(['noKey']);
    const candidate = read(`${call} -H 'X-Api-Key: k1'`);
    expect(candidate.newPreset).toMatchObject({
      tokenField: 'xApiKey',
      apiCall: { headers: expect.anything() },
    });
    expect(sentBy(candidate, 'test')).toMatchObject({
      url: 'https://api.example.com/items?q=shoes',
      headers: { 'x-client-code': 'blue9', 'x-api-key': 'k1' },
    });
  });

  it('does not make two keys of one that is called twice', () => {
    const call = (query: string) => `curl 'https://api.example.com/items?q=${query}' -H 'X-Api-Key: k1'`;
    expect(found(`${call('shoes')}\n${call('hats')}`)).toHaveLength(1);
  });

  it('a request of hundreds of values is none for a key', () => {
    const members = Array.from({ length: 300 }, (_, n) => `a${n}=${n}`).join('&');
    expect(problemsOf(`curl https://api.example.com/login -d 'password=x&${members}'`)).toEqual([
      'unknownProvider',
    ]);
  });
});

it('values that are harmless by their names stay', () => {
  const { newPreset, fields } = read(`curl 'https://api.example.com/token?api-version=2026-01-31' \\
    -H 'Accept: text/html' -H 'User-Agent: me' -H 'X-Tenant: acme' -H 'X-Region: eu-1' \\
    -d 'grant_type=pin&scope=a b&audience=https://b.example&resource=r&response_type=token&pin=12'`);
  expect(newPreset).toMatchObject({
    exchange: {
      request: {
        query: { 'api-version': '2026-01-31' },
        headers: { 'X-Tenant': '{{xTenant}}', 'X-Region': '{{xRegion}}' },
        body: {
          members: {
            grant_type: 'pin',
            scope: 'a b',
            audience: 'https://b.example',
            resource: 'r',
            response_type: 'token',
            pin: '{{pin}}',
          },
        },
      },
    },
  });
  expect(fields).toEqual({ xTenant: 'acme', xRegion: 'eu-1' });
});

describe('the path', () => {
  it.each([
    '/bot123456:AAE-abc_def/getMe',
    '/hooks/s3cr3tpath/',
    '/bot<token>/getMe',
    '/{apiKey}/items',
    '/a/user%3Apass/b',
    '/sig=abc/x',
  ])('%s holds a secret: nothing is drafted', (path) => {
    const { candidates, problems } = readImport(
      `curl -H 'X-Api-Key: k1' ${quoted(`https://api.example.com${path}`)}`,
      presets,
    );
    expect([candidates, problems.map(({ kind }) => kind)]).toEqual([[], ['secretInPath']]);
  });

  it.each([
    ['/services/oauth2/v2.0/people', {}],
    ['/api/2026-01-31/access-rights', {}],
    ['/accounts/1234567890/me', { pathPart: '1234567890' }],
    ['/0f8fad5b-d9cb-469f-a165-70867728950e/me', { pathPart: '0f8fad5b-d9cb-469f-a165-70867728950e' }],
  ])('%s holds none', (path, fields) => {
    const candidate = read(`curl -H 'X-Api-Key: k1' https://api.example.com${path}`);
    expect(candidate.fields).toEqual(fields);
    expect(sentBy(candidate, 'test').url).toBe(`https://api.example.com${path}`);
  });

  it('tells it once for a collection, as many paths hold ids', () => {
    const item = (n: number) => ({
      name: `R${n}`,
      request: { method: 'GET', url: `https://api.example.com/things/5f2b1c9a8d7e6f${n}` },
    });
    const text = JSON.stringify({ info: { name: 'C', schema: 's' }, item: [1, 2, 3].map(item) });
    expect(problemsOf(text)).toEqual(['secretInPath']);
  });
});

describe('any request', () => {
  const harmless =
    /^x?(version|apiversion|granttype|scopes?|audience|resource|responsetype|limit|page|pagesize|perpage|ttl|expiresin|maxtokens|format)$|version$/;
  const folded = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '');
  const name = fc
    .oneof(
      fc.stringMatching(/^[a-z][a-zA-Z0-9_-]{0,12}$/),
      fc.constantFrom('user', 'X-Tenant', 'password', 'code', 'mfa', 'X-Auth', 'type', 'client_id'),
    )
    .filter((text) => !harmless.test(folded(text)) && text !== '__proto__');
  // Characters that no preset file has by itself.
  const value = fc.stringMatching(/^[QZJ~]{3}[QZJ~0-9a-f .-]{0,20}[QZJ~]$/);
  const member = fc.tuple(name, value);
  const members = fc.array(member, { maxLength: 4 });
  const json = (pairs: readonly (readonly [string, string])[]) =>
    JSON.stringify(
      pairs.reduceRight<object>((inner, [key, text]) => ({ [key]: text, list: [text], inner }), {}),
    );

  it('leaves no value of it in the file of the preset, unless its name is harmless', () => {
    let drafted = 0;
    fc.assert(
      fc.property(
        members,
        members,
        members,
        fc.constantFrom('json', 'form', 'none'),
        fc.constantFrom('token', 'v1/items'),
        (headers, query, body, kind, path) => {
          const options = headers.map(([key, text]) => `-H ${quoted(`${key}: ${text}`)}`);
          const form = (pairs: typeof body) => new URLSearchParams(pairs.map(([key, text]) => [key, text]));
          if (kind === 'json') options.push(`-d ${quoted(json(body))}`);
          if (kind === 'form') options.push(`-d ${quoted(`${form(body)}`)}`);
          const url = quoted(`https://api.example.com/${path}?${form(query)}`);
          const text = `curl ${options.join(' ')} -H 'x-api-key: QQQ1QQQ' ${url}`;
          const { candidates, problems } = readImport(text, presets);
          const shown = JSON.stringify([candidates.map(({ newPreset }) => newPreset), problems]);
          if (candidates.some(({ newPreset }) => newPreset !== null)) drafted += 1;
          for (const [, text] of [...headers, ...query, ...body]) expect(shown).not.toContain(text.trim());
          expect(shown).not.toContain('QQQ1QQQ');
          for (const candidate of candidates) expect(() => presetOf(candidate)).not.toThrow();
        },
      ),
      { numRuns: 400 },
    );
    expect(drafted).toBeGreaterThan(200);
  });
});
