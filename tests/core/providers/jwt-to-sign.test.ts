import { describe, expect, it } from 'vitest';
import { clientAssertionRule, jwtToSign } from '#core/providers/jwt-to-sign';
import type { Preset } from '#core/providers/preset';
import { inputValues } from '#core/providers/request-values';
import { findPreset } from '#core/providers/shipped-presets';
import { exchangePreset, keyInputs, nowMs } from './preset-rig.ts';

const nowS = nowMs / 1000;

function entraJwt(credential: string, thumbprint: string) {
  const preset = exchangePreset('entra');
  const inputs = keyInputs(
    { host: 'https://login.example.com', tenant: 't', clientId: 'app', credential, thumbprint },
    { privateKey: 'pem' },
  );
  const authentication = preset.exchange.clientAuthentication;
  const method = 'choices' in authentication ? authentication.choices[credential] : undefined;
  if (method?.method !== 'private_key_jwt') throw new Error(credential);
  return jwtToSign(clientAssertionRule(method), inputs, inputValues(preset, inputs), nowMs, 'id-7');
}

describe('the JWT of a client', () => {
  it('says who, for whom, when and which one (RFC 7523 section 3)', () => {
    expect(entraJwt('certificateSha256', '')).toMatchObject({
      value: {
        algorithm: 'PS256',
        header: {},
        claims: {
          iss: 'app',
          sub: 'app',
          aud: 'https://login.example.com/t/oauth2/v2.0/token',
          iat: nowS,
          nbf: nowS,
          exp: nowS + 60,
          jti: 'id-7',
        },
      },
    });
  });

  // Thumbprints of RFC 7515 are base64url of the digest: `echo 84E0… | xxd -r -p | base64`.
  it.each([
    ['84E05C1D98BCE3A5421D225B140B36E86A3D5534', 'hOBcHZi846VCHSJbFAs26Go9VTQ'],
    ['84:e0:5c:1d:98:bc:e3:a5:42:1d:22:5b:14:0b:36:e8:6a:3d:55:34', 'hOBcHZi846VCHSJbFAs26Go9VTQ'],
  ])('names a certificate by the SHA-1 thumbprint %s', (entered, x5t) => {
    expect(entraJwt('certificateSha1', entered)).toMatchObject({
      value: { algorithm: 'RS256', header: { x5t } },
    });
  });

  it('names a certificate by its SHA-256 thumbprint, and by nothing that is none', () => {
    const digest = Buffer.alloc(32, 0xfb);
    const header = { 'x5t#S256': digest.toString('base64url') };
    expect(entraJwt('certificateSha256', digest.toString('hex'))).toMatchObject({ value: { header } });
    for (const odd of ['zz', digest.toString('base64url'), 'a'.repeat(40)])
      expect(entraJwt('certificateSha256', odd)).toMatchObject({ value: { header: {} } });
  });
});

describe('the JWT of a preset', () => {
  const ruleOf = (preset: Preset | null) =>
    preset?.keyKind === 'exchange' && preset.exchange.assertion && !('choices' in preset.exchange.assertion)
      ? preset.exchange.assertion
      : undefined;

  it('GitHub: issued a minute ago, ends within ten minutes, without id', () => {
    const rule = ruleOf(findPreset('github-app'));
    if (rule === undefined) throw new Error('no rule');
    const jwt = jwtToSign(rule, keyInputs({}, { privateKey: 'pem' }), new Map([['appId', '7']]), nowMs, 'id');
    expect(jwt).toMatchObject({ ok: true });
    expect(jwt.ok && jwt.value.claims).toEqual({ iss: '7', iat: nowS - 60, exp: nowS + 540 });
  });
});
