import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readImport } from '#core/import/read-import';
import { found, only, opened, presetOf, presets, sentBy } from './importable-presets.ts';

const read = (text: string) => only(readImport(text, presets));

describe('a service that no preset describes', () => {
  it('with a JSON login: the secret and the person are fields, all else stands in the preset', () => {
    const candidate = read(`curl -X POST https://api.example.com/v2/auth/login -H 'X-Tenant: acme' \\
      -d '{"username":"jane","password":"hunter22","options":{"remember":true,"ttl":3600,"tags":["a"]}}'
      curl https://api.example.com/v2/me -H 'Authorization: Bearer eyJhbG...'`);
    expect(opened(candidate)).toMatchObject({
      suggestedName: 'api.example.com',
      presetId: null,
      fields: { username: 'jane' },
      secrets: { password: 'hunter22' },
      newPreset: { id: 'api-example-com', keyKind: 'exchange' },
    });
    const sent = sentBy(candidate, 'exchange');
    expect(sent).toMatchObject({ method: 'POST', url: 'https://api.example.com/v2/auth/login' });
    expect(sent.headers).toMatchObject({ 'x-tenant': 'acme' });
    const options = { remember: true, ttl: 3600, tags: ['a'] };
    expect(JSON.parse(sent.body ?? '')).toEqual({ username: 'jane', password: 'hunter22', options });
    expect(sentBy(candidate, 'test')).toMatchObject({
      url: 'https://api.example.com/v2/me',
      headers: { authorization: 'Bearer TOKEN' },
    });
  });

  it('with an API key in a header of the token call', () => {
    const candidate = read(`curl https://id.example.com/v1/token -H 'X-Auth-Key: abc' -H 'Accept: */*'`);
    expect(opened(candidate).secrets).toEqual({ xAuthKey: 'abc' });
    expect(sentBy(candidate, 'exchange')).toMatchObject({
      method: 'GET',
      url: 'https://id.example.com/v1/token',
      headers: { 'x-auth-key': 'abc' },
    });
  });

  it('with Basic and members that the standard does not have', () => {
    const line = `curl -u id:sec -d grant_type=account_credentials -d account_id=77 https://zoo.example/oauth/token`;
    const candidate = read(line);
    expect(opened(candidate)).toMatchObject({ fields: { clientId: 'id', accountId: '77' } });
    expect(sentBy(candidate, 'exchange')).toMatchObject({
      headers: { authorization: `Basic ${btoa('id:sec')}` },
      body: 'grant_type=account_credentials&account_id=77',
    });
  });

  it('with JSON in place of the standard form', () => {
    const json = '{"client_id":"abc","client_secret":"def","grant_type":"client_credentials"}';
    const candidate = read(
      `curl https://t.example/oauth/token -H 'content-type: application/json' -d '${json}'`,
    );
    expect(JSON.parse(sentBy(candidate, 'exchange').body ?? '')).toEqual(JSON.parse(json));
  });

  it('with the secret in the URL, which is told', () => {
    const candidate = read(`curl "https://api.example.com/token?api_key=abc123&format=json"`);
    expect(candidate.notes).toEqual([{ kind: 'secretInUrl', what: '' }]);
    expect(sentBy(candidate, 'exchange').url).toBe(
      'https://api.example.com/token?api_key=abc123&format=json',
    );
  });

  it.each([
    [`-H "Authorization: Bearer ghp_abc123"`, { authorization: 'Bearer ghp_abc123' }],
    [`-H "Authorization: Token ghp_abc123"`, { authorization: 'Token ghp_abc123' }],
    [`-H "x-api-key: ghp_abc123" -H "X-Version: 2"`, { 'x-api-key': 'ghp_abc123', 'x-version': '2' }],
    [`-u ghp:abc123`, { authorization: `Basic ${btoa('ghp:abc123')}` }],
  ])('that is called with %s: a static key, tested by that call', (options, headers) => {
    const candidate = read(`curl ${options} https://api.example.com/user?limit=5`);
    expect(presetOf(candidate).keyKind).toBe('static');
    const sent = sentBy(candidate, 'test');
    expect(sent).toMatchObject({ method: 'GET', url: 'https://api.example.com/user?limit=5' });
    expect(sent.headers).toMatchObject(headers);
    expect(JSON.stringify(candidate)).not.toContain('abc123');
    const secretHeader = Object.entries(candidate.newPreset?.apiCall ?? presetOf(candidate).apiCall ?? {});
    expect(JSON.stringify(secretHeader)).toContain('{{token}}');
  });

  it('a POST that is billed by tokens is no login', () => {
    const line = `curl https://api.example.com/v1/messages -H 'x-api-key: abc' -d '{"model":"m","max_tokens":9}'`;
    expect(presetOf(read(line)).keyKind).toBe('static');
  });

  it('a call that may change something is no test call', () => {
    const candidate = read(`curl -X DELETE -H "Authorization: Bearer abc" https://api.example.com/user/1`);
    expect(presetOf(candidate).testCall).toBeUndefined();
    expect(candidate.notes).toEqual([{ kind: 'noTestCall', what: '' }]);
  });
});

describe('placeholders', () => {
  it('of secrets are told, and a password with a dollar sign is none', () => {
    const line = (text: string) =>
      `curl https://api.example.com/login -d '{"user":"j","password":"${text}"}'`;
    const told = [{ kind: 'valueLeftOut', what: 'password' }];
    expect(opened(read(line('<password>')))).toMatchObject({ secrets: {}, notes: told });
    expect(opened(read(line('$ecretPassw0rd')))).toMatchObject({
      secrets: { password: '$ecretPassw0rd' },
      notes: [],
    });
    const partly = read(`curl https://api.example.com/login -H 'X-Code: a-<code>' -d '{"password":"p"}'`);
    expect(partly.notes).toEqual([{ kind: 'valueLeftOut', what: 'X-Code' }]);
  });

  it('of the address become fields', () => {
    const candidate = read(`curl -u "<id>:<secret>" -d a=b https://<your-host>/tenants/{tenant_id}/token`);
    const { fields } = presetOf(candidate);
    expect(fields.map(({ kind, label }) => [kind, label])).toEqual([
      ['text', 'Client ID'],
      ['secret', 'Client secret'],
      ['origin', 'Host'],
      ['text', 'tenant_id'],
      ['secret', 'a'],
    ]);
    expect(opened(candidate)).toMatchObject({ fields: {}, secrets: { a: 'b' } });
    const filled = { clientId: 'i', clientSecret: 's', host: 'acme.example', tenantId: 't 1' };
    expect(sentBy(candidate, 'exchange', filled).url).toBe('https://acme.example/tenants/t%201/token');
  });

  it.each([
    '<key>',
    '{key}',
    '{{key}}',
    '$KEY',
    `\${KEY}`,
    '%API_KEY%',
    'YOUR_API_KEY',
    'your-key',
    'api_key',
    'xxxxxxxx',
    '********',
    'eyJhb...',
  ])('%s is left for the user', (text) => {
    const [candidate] = found(`curl -H 'x-api-key: ${text}' https://api.example.com/v1/things`);
    expect(candidate).toMatchObject({ secrets: {}, newPreset: { tokenField: 'xApiKey' } });
  });

  it.each(['a<b>c', 'sk-{1}2', 'Pa$$w0rd', 'key123', 'secret'])('%s is a value', (text) => {
    expect(found(`curl -H 'x-api-key: ${text}' https://api.example.com/v1/things`)).toMatchObject([
      { secrets: { xApiKey: text } },
    ]);
  });
});

describe('ids', () => {
  it('are shared by two keys of one service and free of those that exist', () => {
    const [first, second] = ['aaa1', 'bbb2'].map(
      (k) => `curl -H 'x-api-key: ${k}' https://api.example.com/v1`,
    );
    const two = found(`${first}\n${second}\ncurl -H 'x-other-key: c' https://api.example.com/v1`);
    expect(two.map(({ newPreset }) => newPreset?.id)).toEqual([
      'api-example-com',
      'api-example-com',
      'api-example-com-2',
    ]);
    const own = presetOf(read(first ?? ''));
    const again = readImport(second ?? '', [...presets, own]);
    expect(again.candidates).toMatchObject([{ presetId: 'api-example-com', newPreset: null }]);
  });
});

it('no secret stands in a draft, a note or a problem', () => {
  const name = fc.constantFrom(
    'password',
    'client_secret',
    'X-Api-Key',
    'auth_token',
    'privateKey',
    'x-misc',
  );
  const canary = fc.string({
    unit: fc.constantFrom(...'abcdefghjkmnpqrstuvwxyz23456789'),
    minLength: 30,
    maxLength: 40,
  });
  const way = fc.constantFrom<(n: string, c: string) => string>(
    (n, c) => `-H '${n}: ${c}'`,
    (n, c) => `-d '${n}=${c}'`,
    (n, c) => `-d '{"${n}":"${c}"}'`,
    (n, c) => `-d '{"a":{"b":["${c}"],"${n}":"${c}"}}'`,
    (_n, c) => `-u 'id:${c}'`,
    (_n, c) => `-H 'Authorization: Bearer ${c}'`,
    (n, c) => `-G -d '${n}=${c}'`,
    (_n, c) => `-b 'sid=${c}'`,
    (_n, c) => `-H 'Cookie: sid=${c}'`,
    (_n, c) => `--proxy-user 'u:${c}' -H 'x-api-key: q'`,
  );
  const path = fc.constantFrom('token', 'v1/items', 'login', '');
  fc.assert(
    fc.property(
      name,
      canary,
      way,
      path,
      fc.constantFrom('GET', 'POST', 'PATCH'),
      (n, c, write, at, method) => {
        fc.pre(/\d/.test(c) && /[a-z]/.test(c));
        const { candidates, problems } = readImport(
          `curl -X ${method} ${write(n, c)} 'https://api.example.com/${at}'`,
          presets,
        );
        expect(JSON.stringify([candidates, problems])).not.toContain(c);
      },
    ),
    { numRuns: 400 },
  );
});
