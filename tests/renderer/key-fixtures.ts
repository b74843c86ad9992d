import type { KeyView, Snapshot, TokenView } from '#contract/view';
import { presets } from './preset-fixtures.ts';

/** Milliseconds of a minute and of a day. */
export const minute = 60_000;
export const day = 86_400_000;

/** A token with an hour behind and before it. */
export function token(given: Partial<TokenView> = {}): TokenView {
  const nowMs = Date.now();
  return {
    state: 'fresh',
    obtainedAtMs: nowMs - 13 * minute,
    expiresAtMs: nowMs + 47 * minute + 500,
    lifetimeSource: 'relative',
    retryAtMs: null,
    failure: null,
    outputs: [],
    ...given,
  };
}

/** A stored key. */
export function key(given: Partial<KeyView> = {}): KeyView {
  const presetId = given.presetId ?? 'celerdata';
  const preset = presets.find(({ id }) => id === presetId);
  const name = given.name ?? 'prod';
  return {
    id: `id-${name}`,
    name,
    description: '',
    presetId,
    providerName: preset?.name ?? presetId,
    clientId: null,
    fields: {},
    secretFieldIds: preset?.fields.filter(({ kind }) => kind === 'secret').map(({ id }) => id) ?? [],
    extraCaPem: null,
    createdAtMs: Date.UTC(2025, 2, 3, 12),
    keyExpiresAtMs: null,
    minimumValidityS: 60,
    isDefault: false,
    keyKind: preset?.keyKind ?? 'exchange',
    copyForms: [{ id: 'raw', label: 'Token' }],
    offers: { revoke: false, keyDetails: false, rotate: false, signIn: false },
    signIn: null,
    rotation: null,
    token: token(),
    ...given,
  };
}

/** A snapshot with the shipped presets and no key. */
export function snapshot(given: Partial<Snapshot> = {}): Snapshot {
  return {
    revision: 1,
    vault: { state: 'osProtected', detail: 'gnome_libsecret' },
    keys: [],
    presets,
    presetProblems: [],
    settings: { theme: 'system', commandsAllowed: false },
    clipboard: null,
    ...given,
  };
}
