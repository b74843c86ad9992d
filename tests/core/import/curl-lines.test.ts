import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCurlRequest } from '#core/import/curl-request';
import { readImport } from '#core/import/read-import';
import { found, only, presets, problemsOf, sentBy } from './importable-presets.ts';

const url = 'https://login.example.com/oauth2/token';
const request = (line: string) => readCurlRequest(line.split(' ').slice(1));
const key = (id: string, secret: string) => ({
  presetId: 'oauth2',
  fields: { tokenUrl: url, clientId: id },
  secrets: { clientSecret: secret },
});

describe('options', () => {
  it.each([
    [`curl -XPOST -uid:secret ${url}`, { method: 'POST', basic: { id: 'id', secret: 'secret' } }],
    [`curl -sSLX PUT ${url}`, { method: 'PUT', url }],
    [`curl -sXPOST ${url}`, { method: 'POST' }],
    [`curl --request=DELETE --url=${url}`, { method: 'DELETE', url }],
    [`curl -I ${url}`, { method: 'HEAD' }],
    [
      `curl ${url} -d a=1 -d b=2`,
      {
        method: 'POST',
        body: {
          kind: 'form',
          members: [
            ['a', '1'],
            ['b', '2'],
          ],
        },
      },
    ],
    [
      `curl -G ${url} -d a=1 --data-urlencode b=x&y`,
      {
        method: 'GET',
        query: [
          ['a', '1'],
          ['b', 'x&y'],
        ],
      },
    ],
    [
      `curl ${url}?a=1%20b&c -o out.json`,
      {
        query: [
          ['a', '1 b'],
          ['c', ''],
        ],
      },
    ],
    [`curl ${url} --json {"a":1}`, { method: 'POST', body: { kind: 'json', members: [['a', 1]] } }],
    [`curl ${url} --data-raw @a=1`, { body: { members: [['@a', '1']] } }],
    [`curl ${url} --oauth2-bearer tok`, { bearer: 'tok' }],
    [`curl ${url} -H authorization:Bearer`, { headers: [['authorization', 'Bearer']] }],
    [`curl --connect-timeout 5 --retry 3 -m 9 login.example.com/x`, { url: 'https://login.example.com/x' }],
    [
      `curl https://id:pass@login.example.com/x`,
      { url: 'https://login.example.com/x', basic: { id: 'id', secret: 'pass' } },
    ],
    [`curl -F a=b ${url}`, { method: 'POST', body: { kind: 'multipart' } }],
    [`curl ${url} -H Content-Type:text/xml -d <a/>`, { body: { kind: 'other' } }],
    [`curl --compressed --globoff ${url}`, { method: 'GET', url, body: { kind: 'none' }, notes: [] }],
  ])('%s', (line, expected) => {
    expect(request(line)).toMatchObject(expected);
  });

  it.each([
    ['-k', 'certificatesAreChecked', ''],
    ['--cacert ca.pem', 'caFileNotRead', ''],
    ['-x http://proxy:8080', 'optionIgnored', '--proxy'],
    ['--cert c.pem', 'optionIgnored', '--cert'],
    ['-d @body.json', 'fileNotRead', '--data'],
    ['--data-urlencode key@file', 'fileNotRead', '--data-urlencode'],
    ['-H @headers', 'fileNotRead', '--header'],
  ])('%s is told', (option, kind, what) => {
    expect(request(`curl ${option} ${url}`)?.notes).toContainEqual({ kind, what });
  });

  it('without an address there is no request', () => {
    expect(request('curl --help')).toBeNull();
    expect(request('curl command')).toBeNull();
  });
});

describe('commands in a text', () => {
  const call = `curl -u id1:sec1 -d grant_type=client_credentials ${url}`;

  it.each([
    ['alone', call],
    ['with a prompt', `$ ${call}\n{"access_token":"x"}`],
    [
      'in a script',
      `#!/bin/sh\n# get it\nTOKEN=$(${call} | jq -r .access_token)\ncurl -H "Authorization: Bearer $TOKEN" https://api.example.com/me`,
    ],
    ['in backticks', `TOKEN=\`${call}\``],
    ['in a fence', `Ask for a token with curl:\n\n\`\`\`bash\n${call}\n\`\`\`\n`],
    ['after another program', `echo a && ${call}; date`],
    [
      'with variables of the same text',
      `ID=id1\nexport SEC='sec1'\n${call.replace('id1:sec1', '"$ID:$SEC"')}`,
    ],
    [
      'for the Windows prompt',
      `curl.exe -u id1:sec1 ^\r\n  -d "grant_type=client_credentials" ^\r\n  "${url}"`,
    ],
    ['from a word processor', `curl –u “id1:sec1” —data ‘grant_type=client_credentials’ ${url}`],
  ])('%s', (_how, text) => {
    expect(found(text)).toMatchObject([key('id1', 'sec1')]);
  });

  it('a GET that uses the token becomes the test address', () => {
    const text = `${call}\ncurl -H "Authorization: Bearer $T" https://api.example.com/me`;
    expect(found(text)).toMatchObject([{ fields: { testUrl: 'https://api.example.com/me' } }]);
    expect(found(text.replace('-H', '-X POST -H'))[0]?.fields).not.toHaveProperty('testUrl');
  });

  it('a dollar sign is a variable only where the shell reads it', () => {
    const line = call.replace('id1:sec1', `'id1:$ecret1'`);
    expect(found(line)).toMatchObject([{ ...key('id1', '$ecret1'), notes: [] }]);
    expect(found(`${line}\n${line.replace('ecret1', 'ecret2')}`)).toHaveLength(2);
    const told = [{ kind: 'valueLeftOut', what: 'Client secret' }];
    for (const open of ['"id1:$secret"', '"id1:pa$word"', `'id1:$SECRET'`])
      expect(found(call.replace('id1:sec1', open))).toMatchObject([{ secrets: {}, notes: told }]);
  });

  it('two keys of one service are two', () => {
    expect(found(`${call}\n${call.replaceAll('1', '2')}`)).toMatchObject([
      key('id1', 'sec1'),
      { secrets: { clientSecret: 'sec2' } },
    ]);
    expect(found(`${call}\n${call}`)).toHaveLength(1);
  });

  it('a comment and a sentence are none', () => {
    expect(problemsOf(`# curl -u a:b ${url}`)).toEqual(['unknownFormat']);
    expect(problemsOf('You need the curl command for this.')).toEqual(['unknownFormat']);
  });

  it('an open quote is told with its line', () => {
    const { problems } = readImport(`\n\ncurl '${url} -u a:b`, presets);
    expect(problems).toEqual([{ place: { unit: 'line', number: 3 }, kind: 'unclosedQuote' }]);
  });

  it.each([
    ['curl https://api.example.com/health', 'noKey'],
    ['curl -F token=abc https://api.example.com/upload', 'multipartForm'],
    ['curl -X PATCH -H "x-api-key: a" https://api.example.com/token', 'unsupportedMethod'],
    ['curl -u a:b http://api.example.com/token -d x=1', 'addressRefused'],
    ['curl -H "x-api-key: a" https://0x7f.1/x', 'addressRefused'],
    [`curl -d 'grant_type=authorization_code&code=x' -u a:b ${url}`, 'unsupportedGrant'],
    [
      'curl https://api.example.com/token -H "Content-Type: text/xml" -H "x-api-key: a" -d "<a/>"',
      'unsupportedBody',
    ],
  ])('%s: %s', (text, kind) => {
    expect(problemsOf(text)).toEqual([kind]);
  });
});

describe('client credentials of any service (RFC 6749 section 4.4)', () => {
  const body = 'grant_type=client_credentials';

  it.each([
    [`-u my-client:s3cret -d ${body}`, 'basic'],
    [`-u 'my client:s3cret' -d ${body}`, 'basicRaw'],
    [`-u 'my+client:s3cr%2Bet' -d ${body}`, 'basic'],
    [`-d '${body}&client_id=my-client&client_secret=s3cret'`, 'body'],
    [`-H 'Authorization: Basic ${btoa('my-client:s3cret')}' -d ${body}`, 'basic'],
    [`-H "Authorization: Basic $(echo -n my-client:s3cret | base64)" -d ${body}`, 'basic'],
  ])('%s: %s', (options, clientAuthentication) => {
    expect(found(`curl ${url} ${options}`)).toMatchObject([
      { presetId: 'oauth2', fields: { clientAuthentication } },
    ]);
  });

  it('sends what curl sends, whatever id and secret are', () => {
    const part = fc.string({
      unit: fc.constantFrom(...`abz09 -._~!*'()+%&=/?#[]@$,;`),
      minLength: 4,
      maxLength: 20,
    });
    fc.assert(
      fc.property(part, part, fc.boolean(), (id, secret, isInBody) => {
        for (const text of [id, secret])
          fc.pre(text.trim() === text && !/^[$<{[%]|[\]}>]$|\.\.\.$/.test(text));
        fc.pre(!/^(your|put|[*x-]+$)/.test(id) && !/%[0-9a-f]{2}/i.test(id + secret));
        const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
        const members = new URLSearchParams({ grant_type: 'client_credentials' });
        if (isInBody)
          for (const [name, text] of [
            ['client_id', id],
            ['client_secret', secret],
          ] as const)
            members.append(name, text);
        const user = isInBody ? '' : `-u ${quoted(`${id}:${secret}`)}`;
        const sent = sentBy(only(readImport(`curl ${user} -d '${members}' ${url}`, presets)), 'exchange');
        expect(new URLSearchParams(sent.body ?? '')).toEqual(members);
        const basic = `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;
        expect(sent.headers['authorization']).toBe(isInBody ? undefined : basic);
      }),
      { numRuns: 300 },
    );
  });
});
