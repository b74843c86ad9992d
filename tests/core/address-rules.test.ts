import { describe, expect, it } from 'vitest';
import { checkAddress, shownAddress } from '#core/address-rules';

/** Address, and its normal form when it is accepted. */
const accepted: [string, string][] = [
  ['https://example.com', 'https://example.com/'],
  ['https://example.com/', 'https://example.com/'],
  ['HTTPS://EXAMPLE.com/Path', 'https://example.com/Path'],
  ['https://example.com:443/', 'https://example.com/'],
  ['https://example.com:8443/a/b?c=d', 'https://example.com:8443/a/b?c=d'],
  ['https://example.com?q=1', 'https://example.com/?q=1'],
  ['https://intranet', 'https://intranet/'],
  ['https://my_host.example.com', 'https://my_host.example.com/'],
  ['https://xn--mnchen-3ya.de', 'https://xn--mnchen-3ya.de/'],
  ['https://10.0.0.1', 'https://10.0.0.1/'],
  ['https://[2001:db8::1]', 'https://[2001:db8::1]/'],
  ['https://[2001:db8::1]:20000/x', 'https://[2001:db8::1]:20000/x'],
  ['https://127.0.0.1', 'https://127.0.0.1/'],
  ['http://127.0.0.1', 'http://127.0.0.1/'],
  ['http://127.0.0.1:8080/token', 'http://127.0.0.1:8080/token'],
  ['http://127.255.255.254', 'http://127.255.255.254/'],
  ['http://[::1]', 'http://[::1]/'],
  ['http://[::1]:3000/x', 'http://[::1]:3000/x'],
  ['http://localhost', 'http://localhost/'],
  ['http://LOCALHOST:9000', 'http://localhost:9000/'],
  ['https://localhost', 'https://localhost/'],
  ['https://example.com/a%2fb', 'https://example.com/a%2fb'],
];

const refused: [string, string][] = [
  ['', 'notHttps'],
  ['example.com', 'notHttps'],
  ['//example.com', 'notHttps'],
  ['/path', 'notHttps'],
  ['ftp://example.com', 'notHttps'],
  ['file:///etc/passwd', 'notHttps'],
  ['javascript:alert(1)', 'notHttps'],
  ['data:text/plain,x', 'notHttps'],
  ['ws://127.0.0.1', 'notHttps'],
  ['https:example.com', 'notHttps'],
  ['https:/example.com', 'notHttps'],
  ['http://example.com', 'notHttps'],
  ['http://example.com:443', 'notHttps'],
  ['http://10.0.0.1', 'notHttps'],
  ['http://169.254.169.254/latest', 'notHttps'],
  ['http://126.255.255.255', 'notHttps'],
  ['http://128.0.0.1', 'notHttps'],
  ['http://[::2]', 'notHttps'],
  ['http://localhost.example.com', 'notHttps'],
  ['http://127.0.0.1.example.com', 'notHttps'],
  ['http://notlocalhost', 'notHttps'],
  ['http://sub.localhost', 'notHttps'],
  ['https://', 'oddHost'],
  ['https:///example.com', 'oddHost'],
  ['https://:443', 'oddHost'],
  ['https://user@example.com', 'userInfo'],
  ['https://user:pass@example.com', 'userInfo'],
  ['https://example.com@evil.example', 'userInfo'],
  ['https://@example.com', 'userInfo'],
  ['https://example.com/#x', 'fragment'],
  ['https://example.com#', 'fragment'],
  ['https://example.com:0', 'oddPort'],
  ['https://example.com:00443', 'oddPort'],
  ['http://127.0.0.1:0', 'oddPort'],
  ['https://example.com:', 'oddHost'],
  ['https://example.com:65536', 'oddHost'],
  ['https://example.com:http', 'oddHost'],
  ['https://example.com:-1', 'oddHost'],
  ['http://2130706433', 'oddHost'],
  ['http://0x7f000001', 'oddHost'],
  ['http://0x7f.0.0.1', 'oddHost'],
  ['http://0177.0.0.1', 'oddHost'],
  ['http://127.1', 'oddHost'],
  ['http://127.0.0.01', 'oddHost'],
  ['http://127.0.0.1.', 'oddHost'],
  ['http://127.0.0.256', 'oddHost'],
  ['https://3232235777', 'oddHost'],
  ['https://0.0.0.0', 'oddHost'],
  ['http://0', 'oddHost'],
  ['https://[::]', 'oddHost'],
  ['http://[::ffff:127.0.0.1]', 'oddHost'],
  ['http://[::ffff:7f00:1]', 'oddHost'],
  ['https://[::ffff:a00:1]', 'oddHost'],
  ['http://[0:0:0:0:0:0:0:1]', 'oddHost'],
  ['http://[::1%25lo]', 'oddHost'],
  ['https://[::1', 'oddHost'],
  ['http://localhost.', 'oddHost'],
  ['https://example.com.', 'oddHost'],
  ['https://.example.com', 'oddHost'],
  ['https://a..b', 'oddHost'],
  ['https://ex%61mple.com', 'oddHost'],
  ['https://{{host}}', 'oddHost'],
  ['https://exa$mple.com', 'oddHost'],
  ['https://example.com\\@evil.example', 'forbiddenCharacter'],
  ['https:\\\\example.com', 'forbiddenCharacter'],
  ['https://example.com/\\x', 'forbiddenCharacter'],
  ['https://exam\tple.com', 'forbiddenCharacter'],
  ['https://example.com/\nx', 'forbiddenCharacter'],
  ['https://example.com/\r', 'forbiddenCharacter'],
  [' https://example.com', 'forbiddenCharacter'],
  ['https://example.com ', 'forbiddenCharacter'],
  ['https://example.com/a b', 'forbiddenCharacter'],
  ['https://example.com/\u0000', 'forbiddenCharacter'],
  ['https://münchen.de', 'forbiddenCharacter'],
  ['https://exаmple.com', 'forbiddenCharacter'],
  ['https://１２７.0.0.1', 'forbiddenCharacter'],
  ['https://example。com', 'forbiddenCharacter'],
  ['https://example.com/ü', 'forbiddenCharacter'],
  [`https://example.com/${'x'.repeat(5_000)}`, 'tooLong'],
];

describe('checkAddress', () => {
  it.each(accepted)('accepts %j', (address, href) => {
    const result = checkAddress(address);
    expect(result.ok && result.value.href).toBe(href);
  });

  it.each(refused)('refuses %j: %s', (address, reason) => {
    expect(checkAddress(address)).toMatchObject({ ok: false, failure: { kind: 'addressRefused', reason } });
  });

  it('names a host only where it is clear which one it is', () => {
    expect(checkAddress('http://example.com:8080/x')).toMatchObject({
      failure: { host: 'example.com:8080' },
    });
    const hidden = checkAddress('https://good.example@evil.example');
    expect(hidden.ok || hidden.failure.host).toBeUndefined();
  });
});

it('shows an address without its query', () => {
  expect(shownAddress('https://example.com:8443/token?key=canary')).toEqual({
    host: 'example.com:8443',
    withoutQuery: 'https://example.com:8443/token',
    isEncrypted: true,
  });
});
