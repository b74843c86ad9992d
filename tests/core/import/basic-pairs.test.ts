import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSecretPlaceholder } from '#core/import/placeholders';
import { readImport } from '#core/import/read-import';
import { found, only, opened, presetOf, presets, sentBy } from './importable-presets.ts';

const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
const basic = (pair: string) => `Basic ${Buffer.from(pair).toString('base64')}`;
const grant = '-d grant_type=client_credentials';

/** Calls of services that encode the pair in different ways, or of which Keyfob knows nothing. */
const calls = {
  celerdata: ['https://cloud-api.celerdata.com/api/1.0/token?grant_type=client_credentials', '-X POST'],
  layar: ['https://acme.certara.ai/connect/oauth/token', grant],
  oauth2: ['https://auth.acme.com/oauth/token', grant],
  paypal: ['https://api-m.paypal.com/v1/oauth2/token', grant],
  keycloak: ['https://kc.acme.com/realms/sales/protocol/openid-connect/token', grant],
  'a service of its own': ['https://id.acme.com/session/token', '-d grant_type=robot'],
  'a key that is itself the token': ['https://api.acme.com/me', ''],
} as const;

/** How a command can say the pair. */
const spellings = {
  option: (url: string, id: string, secret: string) => `-u ${quoted(`${id}:${secret}`)} ${quoted(url)}`,
  header: (url: string, id: string, secret: string) =>
    `-H ${quoted(`Authorization: ${basic(`${id}:${secret}`)}`)} ${quoted(url)}`,
  address: (url: string, id: string, secret: string) =>
    quoted(url.replace('//', `//${encodeURIComponent(id)}:${encodeURIComponent(secret)}@`)),
};

const escapes = ['%2F', '%2f', '%41', '%20'];
/** Pairs that may be form-encoded, and pairs that cannot be. */
const part = fc
  .oneof(
    fc.array(fc.constantFrom(...escapes, 'a', 'Z', '0', '-', '_', '.', '*', '+'), { maxLength: 4 }),
    fc.array(fc.constantFrom(...escapes, '%C3%A9', '%zz', ...`aZ0~ /=%&$"'!:é`), { maxLength: 8 }),
  )
  .map((pieces) => pieces.join(''));

describe.each(Object.entries(calls))('a Basic pair for %s', (_name, [url, options]) => {
  it.each(Object.entries(spellings))('goes out byte for byte as curl sends it (%s)', (_how, spell) => {
    fc.assert(
      fc.property(part, part, (anyId, secret) => {
        fc.pre(secret.trim() === secret && !isSecretPlaceholder(secret));
        const id = `k${anyId.replaceAll(':', '.')}7`;
        const candidate = only(readImport(`curl ${options} ${spell(url, id, secret)}`, presets));
        const call = presetOf(candidate).keyKind === 'exchange' ? 'exchange' : 'test';
        expect(sentBy(candidate, call).headers['authorization']).toBe(basic(`${id}:${secret}`));
      }),
      { numRuns: 25 },
    );
  });
});

describe('a pair with percent signs', () => {
  it.each([
    ['celerdata', 's%2Fcret', 's%2Fcret', undefined],
    ['layar', 's%2Fcret', 's%2Fcret', undefined],
    ['oauth2', 's%2Fcret', 's/cret', 'basic'],
    ['oauth2', 's%41cret', 's%41cret', 'basicRaw'],
    ['oauth2', 's+cret', 's+cret', 'basicRaw'],
    ['paypal', 's%2Fcret', 's/cret', undefined],
  ] as const)('for %s: %s is the secret %s', (name, sent, secret, clientAuthentication) => {
    const [url, options] = calls[name];
    const [key, ...others] = found(`curl ${options} -u 'abc:${sent}' '${url}'`);
    expect(others).toEqual([]);
    expect(key).toMatchObject({ presetId: name, secrets: { clientSecret: secret } });
    expect(key?.fields['clientAuthentication']).toBe(clientAuthentication);
  });

  it('of a service that would get another one is a key of the standard, which sends it as it is', () => {
    const [url, options] = calls.paypal;
    const key = only(readImport(`curl ${options} -u 'abc:s/cret' '${url}'`, presets));
    expect(opened(key)).toMatchObject({
      presetId: 'oauth2',
      fields: { tokenUrl: url, clientAuthentication: 'basicRaw' },
      secrets: { clientSecret: 's/cret' },
    });
  });

  it('without a password is the key itself, and one that curl asks for is left open', () => {
    const call = (user: string) => readImport(`curl https://api.acme.com/me -u ${user}`, presets);
    const sent = sentBy(only(call('sk_test_4eC39H:')), 'test');
    expect(sent.headers['authorization']).toBe(basic('sk_test_4eC39H:'));
    const asked = opened(only(call('jane')));
    expect(asked.secrets).toEqual({});
    expect(asked.notes).toEqual([{ kind: 'valueLeftOut', what: 'Base64 of id:secret' }]);
  });

  it('that stands for values still belongs to its service', () => {
    const [url, options] = calls.paypal;
    for (const pair of ['<client id>:<secret>', '$ID:$SECRET', 'CLIENT_ID:CLIENT_SECRET'])
      expect(found(`curl ${options} -u "${pair}" '${url}'`)).toMatchObject([
        { presetId: 'paypal', fields: {}, secrets: {} },
      ]);
  });
});
