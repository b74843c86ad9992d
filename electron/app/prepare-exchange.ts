import { ok, type Result } from '#core/failure';
import type { HttpRequest, Signer } from '#core/ports';
import { authenticationOf, nothingPrepared } from '#core/providers/build-request';
import { pickVariant } from '#core/providers/by-field';
import { clientAssertionRule, jwtToSign, needsFingerprint, privateKeyOf } from '#core/providers/jwt-to-sign';
import type { KeyInputs } from '#core/providers/key-inputs';
import type { ExchangePreset, Preset } from '#core/providers/preset';
import type { JwtRule } from '#core/providers/preset-jwt';
import { inputValues } from '#core/providers/request-values';
import type { TemplateValues } from '#core/providers/template';
import type { Secret } from '#core/secret';
import type { ExchangePorts } from './exchange-key.ts';
import type { ExchangeTrace } from './exchange-trace.ts';

type Manner = Pick<HttpRequest, 'neededAtMs' | 'signal'>;

/**
 * What must be asked for or signed before the requests of a key: the issuer's endpoints (`discovered.…`), `assertion` and
 * `clientAssertion`. Failures of the steps `discover` and `sign`.
 */
export async function prepareExchange(
  ports: ExchangePorts,
  preset: ExchangePreset,
  inputs: KeyInputs,
  manner: Manner,
  trace: ExchangeTrace,
): Promise<Result<TemplateValues>> {
  const prepared = new Map<string, string>();
  const discovered = await discover(ports, preset, inputs, manner, trace);
  if (!discovered.ok) return discovered;
  for (const [name, value] of discovered.value) prepared.set(name, value);
  const authentication = authenticationOf(preset, inputs);
  const { assertion } = preset.exchange;
  const rules: [string, JwtRule | undefined][] = [
    ['assertion', assertion && pickVariant<JwtRule>(assertion, inputs.fields)],
    [
      'clientAssertion',
      authentication?.method === 'private_key_jwt' ? clientAssertionRule(authentication) : undefined,
    ],
  ];
  for (const [name, rule] of rules) {
    if (rule === undefined) continue;
    trace.begin('sign');
    const signed = await signJwt(ports, preset, inputs, rule, prepared);
    if (!signed.ok) return signed;
    prepared.set(name, signed.value.reveal());
    trace.saw('sign', () => `a JWT with ${rule.algorithm}`);
    trace.passed('sign');
  }
  return ok(prepared);
}

/** Signs the JWT of a rule for a key. Failures of step `sign`. */
export async function signJwt(
  { signer, clock, random }: ExchangePorts,
  preset: Preset,
  inputs: KeyInputs,
  rule: JwtRule,
  prepared: TemplateValues = nothingPrepared,
): Promise<Result<Secret>> {
  const values = new Map([...inputValues(preset, inputs), ...prepared]);
  if (needsFingerprint(rule)) {
    const fingerprint = await fingerprintOf(signer, inputs, rule);
    if (!fingerprint.ok) return inSign(fingerprint, rule);
    values.set('publicKeyFingerprint', fingerprint.value);
  }
  const jwt = jwtToSign(rule, inputs, values, clock.nowMs(), random.uuid());
  if (!jwt.ok) return jwt;
  const { key, algorithm, header, claims } = jwt.value;
  return inSign(await signer.sign(key, algorithm, header, claims), rule);
}

async function fingerprintOf(signer: Signer, inputs: KeyInputs, rule: JwtRule): Promise<Result<string>> {
  const key = privateKeyOf(rule, inputs);
  return key.ok ? signer.publicKeyFingerprint(key.value) : key;
}

/** A signer does not know how the field with its key is called. */
function inSign<T>(result: Result<T>, rule: JwtRule): Result<T> {
  if (result.ok) return result;
  const field =
    result.failure.reason === 'wrongPassphrase' ? (rule.passphraseField ?? rule.keyField) : rule.keyField;
  return { ok: false, failure: { field, ...result.failure, step: 'sign' } };
}

async function discover(
  { metadata }: ExchangePorts,
  preset: ExchangePreset,
  inputs: KeyInputs,
  manner: Manner,
  trace: ExchangeTrace,
): Promise<Result<TemplateValues>> {
  const issuer = inputs.fields[preset.discovery?.issuerField ?? ''];
  if (issuer === undefined) return ok(nothingPrepared);
  trace.begin('discover');
  const found = await metadata.find(issuer, { ...manner, extraCaPem: inputs.extraCaPem });
  if (!found.ok) return found;
  trace.saw(
    'discover',
    () => `${found.value.size - 1} endpoints`,
    () => [...found.value].map(([name, value]) => ({ label: name.replace('discovered.', ''), value })),
  );
  trace.passed('discover');
  return found;
}
