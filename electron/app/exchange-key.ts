import { shownAddress } from '#core/address-rules';
import { fail, type Result } from '#core/failure';
import type { Clock, Http } from '#core/ports';
import { buildRequest } from '#core/providers/build-request';
import type { KeyInputs } from '#core/providers/key-inputs';
import { sentSecrets } from '#core/providers/mask-secrets';
import type { Preset } from '#core/providers/preset';
import { readTokenAnswer } from '#core/providers/read-token-answer';
import { staticToken } from '#core/providers/static-token';
import type { Token } from '#core/token';

/** What an exchange needs of the world. */
export interface ExchangePorts {
  readonly http: Http;
  readonly clock: Clock;
}

/**
 * Exchanges a key for a token, once, without any retry. A static key is itself the token and asks nobody. `urgent`: somebody
 * waits for it.
 */
export async function exchangeKey(
  { http, clock }: ExchangePorts,
  preset: Preset,
  inputs: KeyInputs,
  { urgent = false }: { readonly urgent?: boolean } = {},
): Promise<Result<Token>> {
  if (preset.keyKind === 'static') return staticToken(preset, inputs, clock.nowMs());
  const request = buildRequest(preset, inputs);
  if (!request.ok) return request;
  const obtainedAtMs = clock.nowMs();
  const answer = await http.send({ ...request.value, urgent });
  if (!answer.ok) return fail(answer.failure.kind, { step: 'connect', ...answer.failure });
  return readTokenAnswer(preset, answer.value, obtainedAtMs, {
    host: shownAddress(request.value.url).host,
    step: 'answer',
    secrets: sentSecrets(inputs, request.value),
    receivedAtMs: clock.nowMs(),
  });
}
