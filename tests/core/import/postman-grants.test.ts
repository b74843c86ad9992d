import { describe, expect, it } from 'vitest';
import { readImport } from '#core/import/read-import';
import { presets, problemsOf, sentBy } from './importable-presets.ts';

/** A Postman collection whose one request has this OAuth 2.0. */
function collection(oauth2: object): string {
  const info = { schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json' };
  const auth = { type: 'oauth2', oauth2: Object.entries(oauth2).map(([key, value]) => ({ key, value })) };
  const request = { method: 'GET', header: [], url: 'https://api.example.com/me', auth };
  return JSON.stringify({ info, item: [{ name: 'Who am I', request }] });
}

const client = {
  accessTokenUrl: 'https://login.example.com/oauth/token',
  clientId: 'my-id',
  clientSecret: 's3cret',
  scope: 'read',
};
const withPerson = { ...client, username: 'jane', password: 'hunter22' };

describe('OAuth 2.0 of Postman', () => {
  it.each(['authorization_code', 'authorization_code_with_pkce', 'implicit'])(
    'the grant %s is refused',
    (grant_type) => {
      expect(problemsOf(collection({ ...client, grant_type }))).toEqual(['unsupportedGrant']);
    },
  );

  it.each(['constructor', '__proto__'])('a grant named %s is sent as it stands', (grant_type) => {
    const [key] = readImport(collection({ ...client, grant_type }), presets).candidates;
    if (key === undefined) expect.fail('no key');
    expect(sentBy(key, 'exchange').body).toBe(`grant_type=${grant_type}&scope=read`);
  });

  it.each(['password_credentials', 'password'])('the grant %s is that of a password', (grant_type) => {
    const [key] = readImport(collection({ ...withPerson, grant_type }), presets).candidates;
    if (key === undefined) expect.fail('no key');
    const { headers, body } = sentBy(key, 'exchange');
    expect(headers).toMatchObject({ authorization: `Basic ${btoa('my-id:s3cret')}` });
    expect(body).toBe('grant_type=password&scope=read&username=jane&password=hunter22');
  });

  it.each(['client_credentials', ''])(
    'a name and a password that were left from another grant are not sent: %j',
    (grant_type) => {
      const [key] = readImport(collection({ ...withPerson, grant_type }), presets).candidates;
      if (key === undefined) expect.fail('no key');
      expect(key).toMatchObject({ presetId: 'oauth2', notes: [] });
      expect(sentBy(key, 'exchange').body).toBe('grant_type=client_credentials&scope=read');
    },
  );
});
