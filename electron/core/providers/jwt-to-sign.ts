import { fail, ok, type Result } from '#core/failure';
import type { JwtAlgorithm, PrivateKeyInput } from '#core/ports';
import type { KeyInputs } from './key-inputs.ts';
import type { JwtRule } from './preset-jwt.ts';
import type { ClientAuthentication } from './preset-request.ts';
import { renderTemplate, type TemplateValues, templateVariables } from './template.ts';

/** A JWT before its signature. */
export interface JwtToSign {
  readonly key: PrivateKeyInput;
  readonly algorithm: JwtAlgorithm;
  readonly header: Readonly<Record<string, string>>;
  readonly claims: Readonly<Record<string, string | number>>;
}

/**
 * The JWT of a rule, with `iat` and `exp` in whole seconds (RFC 7519 section 4.1). Failure: invalidInput when the private
 * key is missing.
 */
export function jwtToSign(
  rule: JwtRule,
  inputs: KeyInputs,
  values: TemplateValues,
  nowMs: number,
  id: string,
): Result<JwtToSign> {
  const key = privateKeyOf(rule, inputs);
  if (!key.ok) return key;
  const nowS = Math.floor(nowMs / 1000);
  const times = { iat: nowS - rule.issuedAgoS, exp: nowS + rule.lifetimeS };
  return ok({
    key: key.value,
    algorithm: rule.algorithm,
    header: rendered(rule.header, values),
    claims: {
      ...rendered(rule.claims, values),
      ...times,
      ...(rule.hasId ? { nbf: times.iat, jti: id } : {}),
    },
  });
}

/** The private key that a rule names. Failure: invalidInput. */
export function privateKeyOf(
  rule: Pick<JwtRule, 'keyField' | 'passphraseField'>,
  inputs: KeyInputs,
): Result<PrivateKeyInput> {
  const privateKey = inputs.secrets[rule.keyField];
  if (privateKey === undefined)
    return fail('invalidInput', { step: 'sign', field: rule.keyField, reason: 'empty' });
  return ok({ privateKey, passphrase: inputs.secrets[rule.passphraseField ?? ''] ?? null });
}

/** Whether a rule needs the variable `publicKeyFingerprint`. */
export function needsFingerprint(rule: JwtRule): boolean {
  return Object.values({ ...rule.header, ...rule.claims }).some((text) =>
    templateVariables(text).includes('publicKeyFingerprint'),
  );
}

/** The JWT by which a client authenticates: RFC 7523 section 3, OpenID Connect Core section 9. */
export function clientAssertionRule(
  method: Extract<ClientAuthentication, { method: 'private_key_jwt' }>,
): JwtRule {
  const client = `{{${method.idField}}}`;
  return {
    algorithm: method.algorithm,
    keyField: method.keyField,
    ...(method.passphraseField === undefined ? {} : { passphraseField: method.passphraseField }),
    header: method.header,
    claims: { iss: client, sub: client, aud: method.audience },
    lifetimeS: 60,
    issuedAgoS: 0,
    hasId: true,
  };
}

function rendered(texts: Readonly<Record<string, string>>, values: TemplateValues): Record<string, string> {
  const entries = Object.entries(texts).map(([name, text]) => [name, renderTemplate(text, values)] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== ''));
}
