import { expect, it } from 'vitest';
import { rotatedFieldIds, rotatedSecretIds } from '#core/providers/rotated-fields';
import { shippedPresets } from '#core/providers/shipped-presets';

const preset = (id: string) => {
  const found = shippedPresets.find((each) => each.id === id);
  if (found === undefined) throw new Error(`no preset ${id}`);
  return found;
};

it.each([
  ['celerdata', ['clientId', 'clientSecret']],
  ['dataos', ['apiKey']],
  ['entra', ['clientId', 'clientSecret', 'privateKey', 'passphrase', 'thumbprint']],
  ['google-service-account', ['clientEmail', 'privateKey', 'keyId']],
  ['snowflake', ['user', 'privateKey', 'passphrase']],
  ['oauth2-refresh-token', ['clientId', 'clientSecret']],
  ['command', []],
  ['dataos-ctl', ['keyName']],
])('a new secret of %s changes %j', (id, fields) => {
  expect([...rotatedFieldIds(preset(id))]).toEqual(fields);
});

it('never changes an address', () => {
  for (const each of shippedPresets) {
    const kinds = each.fields.filter(({ id }) => rotatedFieldIds(each).has(id)).map(({ kind }) => kind);
    expect(kinds.every((kind) => kind === 'text' || kind === 'secret')).toBe(true);
  }
});

it('takes a refresh token for no secret of the user', () => {
  expect(rotatedSecretIds(preset('oauth2-device'))).toEqual(['clientSecret']);
});
