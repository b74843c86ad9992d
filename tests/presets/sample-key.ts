import type { KeyInputs } from '#core/providers/key-inputs';
import type { DescribedService } from '../services/further/described-service.ts';
import type { FurtherServiceId } from '../services/further/further-service-ids.ts';
import { sampleKeyPair } from '../services/further/sample-key-pair.ts';
import type { SampleWorld } from './sample-world.ts';

/** A key as a user enters it, the service that it belongs to, and what is known of both. */
export interface SampleKey {
  readonly entered: Readonly<Record<string, string>>;
  readonly rest?: Partial<KeyInputs>;
  /** Tokens of other keys, by the id of the field that names the key. */
  readonly sourceTokens?: Readonly<Record<string, string>>;
  readonly service: { testCall(token: string): Promise<boolean> };
  /** Lifetime of its tokens in seconds; null: not known. */
  readonly lifetimeS: number | null;
  /** Further values that come with the token, by id. */
  readonly outputs?: Readonly<Record<string, string>>;
  /** What the test says of it. */
  readonly summary: string;
  /** Changes that make a key which is refused, and how that shows. */
  readonly wrong: Readonly<Record<string, string>>;
  readonly refused: {
    readonly kind?: string;
    readonly step?: string;
    readonly providerCode?: string;
    readonly reason?: string;
  };
}

/** Makes the sample key of a preset. */
export type KeyMaker = (world: SampleWorld) => Promise<SampleKey> | SampleKey;

/** A private key that no service knows. */
export const strangePrivateKey = (): string => sampleKeyPair(2).privateKeyPem;

/** As long and as odd as a real one. */
export const wrongSecret = 'wRong-secret~0123456789+/%&=AbCdEf';

/** Id and secret of a service's key as most presets call them. */
export const clientOf = ({ credential: { id, secret } }: DescribedService) => ({
  clientId: id,
  clientSecret: secret,
});

/** What most keys have: a secret, and a refusal by RFC 6749 section 5.2. */
export const usualRefusal = {
  wrong: { clientSecret: wrongSecret },
  refused: { kind: 'refused', step: 'answer', providerCode: 'invalid_client' },
};

/** A key of a further service, from what is particular to it. */
export const ofService =
  (id: FurtherServiceId, make: (service: DescribedService) => Omit<SampleKey, 'service'>): KeyMaker =>
  async ({ services }) => {
    const service = await services.start(id);
    return { service, rest: { extraCaPem: services.caPem }, ...make(service) };
  };
