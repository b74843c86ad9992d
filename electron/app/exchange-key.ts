import type { Result } from '#core/failure';
import type { Clock, Http } from '#core/ports';
import type { KeyInputs } from '#core/providers/key-inputs';
import type { Preset } from '#core/providers/preset';
import type { Token } from '#core/token';

/** What an exchange needs of the world. */
export interface ExchangePorts {
  readonly http: Http;
  readonly clock: Clock;
}

/** Exchanges a key for a token, once, without any retry. A static key is itself the token and asks nobody. */
export declare function exchangeKey(
  ports: ExchangePorts,
  preset: Preset,
  inputs: KeyInputs,
): Promise<Result<Token>>;
