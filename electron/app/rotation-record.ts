import { Secret } from '#core/secret';

/**
 * How far the rotation of a key is; stored before each step, so that a crash leaves the old or the new secret in use and
 * says which.
 */
export interface RotationRecord {
  /** `creating`: the old secret is in use, a new one may exist. `made`: so it does. `overlap`: the new one is in use. */
  readonly state: 'creating' | 'made' | 'overlap';
  /** The name that the new secret has at the provider. */
  readonly name: string;
  readonly newSecret: Secret | null;
  /** When the new secret ends, if the provider said so. Epoch milliseconds. */
  readonly newExpiresAtMs: number | null;
  readonly old: {
    readonly secret: Secret;
    readonly createdAtMs: number;
    readonly keyExpiresAtMs: number | null;
  };
  /** Outputs of the calls that made it; none is secret. */
  readonly values: readonly (readonly [string, string])[];
  readonly removesAtMs: number | null;
}

/** JSON of a `rotation` record. */
export function rotationToJson(record: RotationRecord): string {
  const { newSecret, old } = record;
  return JSON.stringify({
    ...record,
    newSecret: newSecret?.reveal() ?? null,
    old: { ...old, secret: old.secret.reveal() },
  });
}

/** Reads a `rotation` record. */
export function rotationFromJson(json: string): RotationRecord {
  const stored = JSON.parse(json) as RotationRecord & {
    readonly newSecret: string | null;
    readonly old: { readonly secret: string };
  };
  const newSecret = stored.newSecret === null ? null : new Secret(stored.newSecret);
  return { ...stored, newSecret, old: { ...stored.old, secret: new Secret(stored.old.secret) } };
}
