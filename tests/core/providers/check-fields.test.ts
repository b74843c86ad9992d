import { describe, expect, it } from 'vitest';
import { checkFields, checkPem } from '#core/providers/check-fields';
import { canary, dataosPreset, exchangePreset } from './preset-rig.ts';

const layar = exchangePreset('layar');
const complete = { host: 'sandbox.certara.ai', clientId: 'id', clientSecret: canary };

function layarHost(host: string) {
  const result = checkFields(layar, { ...complete, host }, []);
  return result.ok ? result.value.fields['host'] : result.failure.reason;
}

describe('checkFields', () => {
  it('splits secrets from other fields, fills defaults and drops what is empty', () => {
    const entered = { clientId: ' id ', clientSecret: canary, tokenUrl: 'https://a.example/t', scope: ' ' };
    expect(checkFields(exchangePreset('oauth2'), entered, [])).toEqual({
      ok: true,
      value: {
        fields: {
          tokenUrl: 'https://a.example/t',
          clientId: 'id',
          clientAuthentication: 'basic',
          test: 'call',
        },
        secrets: { clientSecret: canary },
      },
    });
  });

  it.each([
    'sandbox.certara.ai',
    'https://sandbox.certara.ai',
    'https://sandbox.certara.ai/',
    'https://sandbox.certara.ai///',
    'HTTPS://Sandbox.Certara.AI/layar',
    'sandbox.certara.ai/layar/',
    '  https://sandbox.certara.ai/layar\n',
    'https://sandbox.certara.ai:443',
  ])('normalises the host %j', (host) => {
    expect(layarHost(host)).toBe('https://sandbox.certara.ai');
  });

  it.each([
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
    ['http://localhost:8080/layar', 'http://localhost:8080'],
    ['http://[::1]:8080/', 'http://[::1]:8080'],
    ['127.0.0.1:8443', 'https://127.0.0.1:8443'],
    ['http://sandbox.certara.ai', 'notHttps'],
    ['ftp://sandbox.certara.ai', 'notHttps'],
    ['javascript:alert(1)', 'oddHost'],
    ['https://sandbox.certara.ai/account', 'notAnOrigin'],
    ['https://sandbox.certara.ai/?x=1', 'notAnOrigin'],
    ['https://user:pw@sandbox.certara.ai', 'userInfo'],
    ['https://sandbox.certara.ai/#top', 'fragment'],
    ['https://0x7f.1', 'oddHost'],
    ['sandbox certara', 'forbiddenCharacter'],
    ['sandbox.certara.ai:0', 'oddPort'],
  ])('judges the host %j: %s', (host, expected) => {
    expect(layarHost(host)).toBe(expected);
  });

  it.each([
    ['kc.example.com', 'https://kc.example.com'],
    ['https://kc.example.com/auth/', 'https://kc.example.com/auth'],
    ['https://kc.example.com/a/b', 'https://kc.example.com/a/b'],
    ['https://kc.example.com/auth?x=1', 'notAnOrigin'],
    ['https://kc.example.com/auth#x', 'fragment'],
  ])('keeps the path of a host that may have one: %j', (host, expected) => {
    const entered = { host, realm: 'r', clientId: 'id', clientSecret: canary };
    const result = checkFields(exchangePreset('keycloak'), entered, []);
    expect(result.ok ? result.value.fields['host'] : result.failure.reason).toBe(expected);
  });

  it('asks only for what the choices call for', () => {
    const entered = { tenant: 't', clientId: 'id', credential: 'certificateSha1', clientSecret: canary };
    expect(checkFields(exchangePreset('entra'), entered, [])).toMatchObject({
      failure: { field: 'privateKey', reason: 'empty' },
    });
    const signed = { ...entered, privateKey: 'pem', thumbprint: 'aa' };
    const checked = checkFields(exchangePreset('entra'), signed, []);
    expect(checked.ok && checked.value.secrets).toEqual({ privateKey: 'pem' });
  });

  it('keeps the path and query of a URL field', () => {
    const entered = { ...complete, host: '', tokenUrl: 'login.example.com/t/oauth2?v=1' };
    const { host: _host, ...fields } = entered;
    expect(checkFields(exchangePreset('oauth2'), fields, [])).toMatchObject({
      value: { fields: { tokenUrl: 'https://login.example.com/t/oauth2?v=1' } },
    });
  });

  it('trims a pasted secret and refuses control characters inside', () => {
    const secret = (text: string) => checkFields(layar, { ...complete, clientSecret: text }, []);
    expect(secret(`\n ${canary}\r\n`)).toMatchObject({ value: { secrets: { clientSecret: canary } } });
    expect(secret('pass word with spaces ü')).toMatchObject({ ok: true });
    for (const text of ['a\nb', 'a\u0000b', 'a\tb', 'a\u007fb', 'a\u0085b', 'a\ud800b'])
      expect(secret(text)).toMatchObject({
        failure: { field: 'clientSecret', reason: 'forbiddenCharacter' },
      });
    expect(secret('x'.repeat(16_385))).toMatchObject({ failure: { reason: 'tooLong' } });
  });

  it.each([
    [{ clientId: '' }, 'clientId', 'empty'],
    [{ clientSecret: '  ' }, 'clientSecret', 'empty'],
    [{ clientId: 'a\u202eb' }, 'clientId', 'forbiddenCharacter'],
    [{ clientId: 'x'.repeat(2_001) }, 'clientId', 'tooLong'],
    [{ nonsense: '1' }, 'nonsense', 'unknownField'],
    [{ toString: '1' }, 'toString', 'unknownField'],
  ])('refuses %j', (change, field, reason) => {
    const entered: Record<string, string> = { ...complete, ...change };
    expect(checkFields(layar, entered, [])).toEqual({
      ok: false,
      failure: { kind: 'invalidInput', field, reason },
    });
  });

  it('refuses a choice that is not offered', () => {
    const entered = { apiKey: canary, region: 'https://evil.example' };
    expect(checkFields(exchangePreset('ibm-dbaas'), entered, [])).toMatchObject({
      failure: { field: 'region', reason: 'notAChoice' },
    });
  });

  it('keeps a stored secret when none is entered', () => {
    const { clientSecret: _secret, ...rest } = complete;
    expect(checkFields(layar, rest, [])).toMatchObject({
      failure: { field: 'clientSecret', reason: 'empty' },
    });
    expect(checkFields(layar, { ...rest, clientSecret: '' }, ['clientSecret'])).toMatchObject({
      value: { secrets: {} },
    });
  });

  it('does not need the DataOS user id', () => {
    const entered = { host: 'my-instance.dataos.app', apiKey: canary };
    expect(checkFields(dataosPreset(), entered, [])).toMatchObject({
      value: { fields: { host: 'https://my-instance.dataos.app' } },
    });
  });

  it('never puts a value into a failure', () => {
    const entered = { ...complete, clientSecret: `${canary}\u0000`, host: `http://${canary}.example` };
    expect(JSON.stringify(checkFields(layar, entered, []))).not.toContain(canary);
  });
});

describe('checkPem', () => {
  const body = `MIIB${'QUJD'.repeat(40)}`;
  const block = `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----`;

  it('keeps the certificates and nothing else', () => {
    const key = '-----BEGIN PRIVATE KEY-----\nMIICANARY\n-----END PRIVATE KEY-----';
    const result = checkPem(`subject=x\r\n${block.replaceAll('\n', '\r\n')}\n${key}\n${block}`);
    expect(result.ok && result.value.match(/BEGIN CERTIFICATE/g)?.length).toBe(2);
    expect(result.ok && result.value).not.toContain('PRIVATE');
    expect(result.ok && checkPem(result.value)).toEqual(result);
  });

  it.each([
    '',
    'certificate',
    block.replace('MIIB', '!!!!'),
    block.replace('MIIB', 'AAAA'),
    '-----BEGIN CERTIFICATE-----',
    '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----',
  ])('refuses %j', (text) => {
    expect(checkPem(text)).toEqual({
      ok: false,
      failure: { kind: 'invalidInput', field: 'extraCaPem', reason: 'notPem' },
    });
  });
});
