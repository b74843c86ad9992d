import type { KeyView, PresetView, Snapshot, TokenView, VaultView } from '#contract/view';
import { byWhatBreaksFirst, type KeyState, tokenCondition } from '#core/key-state';
import type { Preset } from '#core/providers/preset';
import { findPreset, shippedPresets } from '#core/providers/shipped-presets';
import type { AppStateValue } from './app-state.ts';

/** The only place that decides what the page may see. No input of it holds a secret. */
export function toSnapshot(value: AppStateValue, revision: number, nowMs: number): Snapshot {
  return {
    revision,
    vault: vaultView(value),
    keys: [...value.keys.values()]
      .sort(byWhatBreaksFirst(nowMs))
      .map((state) => keyView(state, value, nowMs)),
    presets: presetViews,
    settings: { theme: value.settings.theme },
    clipboard: value.clipboard,
  };
}

function vaultView({ vault, unreadableKeys }: AppStateValue): VaultView {
  if (vault.state === 'opening') return { state: 'opening', detail: '' };
  if (vault.state === 'locked') return { state: 'locked', detail: vault.reason };
  const { protection, recordsAltered = false } = vault;
  return protection.kind === 'osProtected'
    ? { state: 'osProtected', detail: protection.backend, recordsAltered, unreadableKeys }
    : { state: 'sessionOnly', detail: protection.reason };
}

function keyView(state: KeyState, value: AppStateValue, nowMs: number): KeyView {
  const { key } = state;
  const preset = findPreset(key.presetId);
  return {
    id: key.id,
    name: key.name,
    description: key.description,
    presetId: key.presetId,
    providerName: preset?.name ?? key.presetId,
    clientId: key.fields[preset?.clientIdField ?? ''] ?? null,
    fields: key.fields,
    secretFieldIds: key.secretFieldIds,
    extraCaPem: key.extraCaPem,
    createdAtMs: key.createdAtMs,
    keyExpiresAtMs: key.keyExpiresAtMs,
    minimumValidityS: key.minimumValidityMs / 1000,
    isDefault: value.settings.defaultKeyId === key.id,
    token: tokenView(state, nowMs),
  };
}

function tokenView(state: KeyState, nowMs: number): TokenView {
  return {
    state: tokenCondition(state, nowMs),
    obtainedAtMs: state.token?.obtainedAtMs ?? null,
    expiresAtMs: state.token?.expiresAtMs ?? null,
    lifetimeSource: state.token?.lifetimeSource ?? null,
    retryAtMs: state.retry?.atMs ?? null,
    failure: state.failure,
    outputs: state.token?.outputs ?? [],
  };
}

const presetViews: readonly PresetView[] = shippedPresets.map(presetView);

function presetView(preset: Preset): PresetView {
  return {
    id: preset.id,
    name: preset.name,
    summary: preset.summary,
    keyKind: preset.keyKind,
    needsExtraCa: preset.needsExtraCa,
    fields: preset.fields.map((field) => ({
      id: field.id,
      label: field.label,
      kind: field.kind,
      required: field.required,
      default: 'default' in field ? field.default : '',
      placeholder: field.placeholder,
      help: field.help,
      choices: 'choices' in field ? field.choices : [],
    })),
    links: preset.links.map(({ id, label }) => ({ id, label })),
  };
}
