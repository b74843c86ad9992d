import { describe, expect, it } from 'vitest';
import { renderCopyForm } from '#core/copy-as/copy-forms';
import { headerToken, sampleTokens } from './awkward-tokens.ts';
import { copied, envName, inputWith } from './copied.ts';
import { runCurlLines } from './curl-lines.ts';

const urlPreset = (url: string, headers: Record<string, string> = { Authorization: 'Bearer {{token}}' }) => ({
  fields: [{ id: 'url', kind: 'url' }],
  apiCall: { url, headers, envName },
});

describe.skipIf(process.platform === 'win32')('a curl line', () => {
  it('sends any token that a header can carry, and reads no file and no option of it', async () => {
    const tokens = sampleTokens(headerToken, 100, 4);
    const calls = await runCurlLines((host) =>
      tokens.map((token) => copied('curl', inputWith(token, { fields: { host } }))),
    );
    expect(calls.map(({ headers }) => headers['x-auth-token'])).toEqual(tokens);
    expect(new Set(calls.map(({ method, url }) => `${method} ${url}`))).toEqual(new Set(['GET /me']));
  });

  it('calls the address as it stands: once, whatever patterns curl sees in it', async () => {
    const path = `/a'b;c&d?ids[]=1&range=[1-3]&set={a,b}&x=$HOME`;
    const calls = await runCurlLines((origin) => [
      copied('curl', inputWith('t', { preset: urlPreset('{{url}}'), fields: { url: `${origin}${path}` } })),
    ]);
    expect(calls.map(({ url }) => url)).toEqual([path]);
  });

  it('puts a field into the path as one segment', async () => {
    const orgs = ['a/b', '../x', "o'neil", '$(id)', 'é', '{a,b}', '[1-2]', '?q', '#f', '%2f'];
    const calls = await runCurlLines((host) =>
      orgs.map((org) =>
        copied(
          'curl',
          inputWith('t', { preset: urlPreset('{{host}}/org/{{org}}/me'), fields: { host, org } }),
        ),
      ),
    );
    expect(calls.map(({ url }) => decodeURIComponent(url.split('/')[2] ?? ''))).toEqual(orgs);
  });

  it('carries further headers, without those that are empty', async () => {
    const preset = urlPreset('{{host}}/me', {
      'x-api-key': '{{clientId}}',
      Authorization: 'Bearer {{token}}',
      'x-project': '{{project}}',
    });
    const lineFor = (host: string) =>
      copied('curl', inputWith('t', { preset, fields: { host, clientId: '@/etc/passwd' } }));
    const [call] = await runCurlLines((host) => [lineFor(host)]);
    expect(call?.headers).toMatchObject({ authorization: 'Bearer t', 'x-api-key': '@/etc/passwd' });
    expect(lineFor('https://x.example')).not.toContain('x-project');
  });
});

describe('a curl line', () => {
  it('names its parts by long options', () => {
    expect(copied('curl', inputWith("it's"))).toBe(
      `curl --url 'https://api.example.com/me' --header 'x-auth-token: it'\\''s'`,
    );
  });

  it('carries no token to an address that is not encrypted', () => {
    const result = renderCopyForm('curl', inputWith('t', { fields: { host: 'http://api.example.com' } }));
    expect(result).toMatchObject({ failure: { kind: 'addressRefused', reason: 'notHttps' } });
  });

  it.each(['header', 'curl'])('cannot be extended by a token (%s)', (form) => {
    for (const token of ['a\r\nx-evil: 1', 'a\nb', 'a\0b', 'é', '\u2028'])
      expect(renderCopyForm(form, inputWith(token))).toMatchObject({
        failure: { kind: 'invalidInput', field: 'token', reason: 'forbiddenCharacter' },
      });
  });
});
