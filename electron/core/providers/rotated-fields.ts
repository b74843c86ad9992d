import { variants } from './by-field.ts';
import { rotatedNameField } from './listed-names.ts';
import type { Preset } from './preset.ts';
import type { JwtRule } from './preset-jwt.ts';
import type { ClientAuthentication } from './preset-request.ts';
import { templateVariables } from './template.ts';

/** Secret fields whose values the user makes at the provider. A refresh token is none: answers of the provider replace it. */
export function rotatedSecretIds(preset: Preset): string[] {
  const refreshField = preset.keyKind === 'exchange' ? preset.exchange.answer.refreshToken?.field : undefined;
  return preset.fields.filter(({ kind, id }) => kind === 'secret' && id !== refreshField).map(({ id }) => id);
}

/**
 * Fields whose values change with a new secret: the secrets, the client id, the name by which a command prints a key, and
 * what names a private key in the header of a JWT (`kid`, `x5t`: RFC 7515 section 4.1).
 */
export function rotatedFieldIds(preset: Preset): ReadonlySet<string> {
  const names = jwtHeaders(preset)
    .flatMap((header) => Object.values(header))
    .flatMap(templateVariables)
    .map((variable) => variable.split('.', 1).join(''));
  const ids = [...rotatedSecretIds(preset), preset.clientIdField, rotatedNameField(preset), ...names];
  return new Set(preset.fields.map(({ id }) => id).filter((id) => ids.includes(id)));
}

function jwtHeaders(preset: Preset): readonly Readonly<Record<string, string>>[] {
  if (preset.keyKind === 'signed') return [preset.token.header];
  if (preset.keyKind !== 'exchange') return [];
  const { clientAuthentication, assertion } = preset.exchange;
  const methods = variants<ClientAuthentication>(clientAuthentication);
  const assertions = assertion === undefined ? [] : variants<JwtRule>(assertion);
  return [
    ...methods.flatMap((method) => (method.method === 'private_key_jwt' ? [method.header] : [])),
    ...assertions.map(({ header }) => header),
  ];
}
