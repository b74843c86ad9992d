import { Secret } from '#core/secret';

/** Values of a key that another state of its rotation uses, and its times with them. */
export interface SetAside {
  /** Values of fields that are not secret, by field id; only those that differ. Empty: it has none. */
  readonly fields: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, Secret>>;
  /** Epoch milliseconds. */
  readonly createdAtMs: number;
  readonly keyExpiresAtMs: number | null;
}

/** A rotation whose new secret the provider made when Keyfob asked. */
export interface AutomaticRotation {
  readonly kind: 'automatic';
  /**
   * `creating`: the old secret is in use, a new one may exist. `made`: so it does. `overlap`: the new one is in use.
   * `undone`: the old one is again.
   */
  readonly state: 'creating' | 'made' | 'overlap' | 'undone';
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

/** A rotation whose new secret the user made and entered. */
export interface GuidedRotation {
  readonly kind: 'guided';
  /** `overlap`: the new secret is in use, `setAside` is the old one. `undone`: the other way round. */
  readonly state: 'overlap' | 'undone';
  readonly setAside: SetAside;
}

/**
 * A rotation whose new key a command was to make: it may exist under this name, the old one is in use. Once the new one is in
 * use it is a guided one, which sets the old name aside.
 */
export interface CommandRotation {
  readonly kind: 'command';
  readonly state: 'creating';
  readonly name: string;
}

/**
 * How far the rotation of a key is; stored before each step, so that a crash leaves the old or the new secret in use and
 * says which.
 */
export type RotationRecord = AutomaticRotation | GuidedRotation | CommandRotation;

/** JSON of a `rotation` record. */
export function rotationToJson(record: RotationRecord): string {
  if (record.kind === 'command') return JSON.stringify(record);
  if (record.kind === 'guided') {
    const { setAside } = record;
    const secrets = Object.entries(setAside.secrets).map(([id, secret]) => [id, secret.reveal()]);
    return JSON.stringify({ ...record, setAside: { ...setAside, secrets: Object.fromEntries(secrets) } });
  }
  const { newSecret, old } = record;
  return JSON.stringify({
    ...record,
    newSecret: newSecret?.reveal() ?? null,
    old: { ...old, secret: old.secret.reveal() },
  });
}

type StoredAutomatic = Omit<AutomaticRotation, 'newSecret' | 'old'> & {
  readonly newSecret: string | null;
  readonly old: Omit<AutomaticRotation['old'], 'secret'> & { readonly secret: string };
};
type StoredGuided = Omit<GuidedRotation, 'setAside'> & {
  readonly setAside: Omit<SetAside, 'secrets'> & { readonly secrets: Readonly<Record<string, string>> };
};

/** Reads a `rotation` record. One without a kind is older than rotation by hand. */
export function rotationFromJson(json: string): RotationRecord {
  const stored = JSON.parse(json) as StoredAutomatic | StoredGuided | CommandRotation;
  if (stored.kind === 'command') return stored;
  if (stored.kind === 'guided') {
    const { setAside } = stored;
    const secrets = Object.entries(setAside.secrets).map(([id, text]) => [id, new Secret(text)]);
    return { ...stored, setAside: { ...setAside, secrets: Object.fromEntries(secrets) } };
  }
  const newSecret = stored.newSecret === null ? null : new Secret(stored.newSecret);
  const old = { ...stored.old, secret: new Secret(stored.old.secret) };
  return { ...stored, kind: 'automatic', newSecret, old };
}
