import type { KeyView, PresetView, SettingsView, Snapshot, TokenView, VaultView } from '#contract/view';
import { copyFormLabel } from '#contract/words/copy-as-words';
import type { ApiKey } from '#core/api-key';
import { byWhatBreaksFirst, type KeyState, tokenCondition } from '#core/key-state';
import { isFromSignIn } from '#core/providers/check-fields';
import { listedNameField, rotatedNameField } from '#core/providers/listed-names';
import type { Preset } from '#core/providers/preset';
import { rotatedFieldIds, rotatedSecretIds } from '#core/providers/rotated-fields';
import { shippedPresets } from '#core/providers/shipped-presets';
import type { Settings } from '#core/settings';
import type { AppStateValue } from './app-state.ts';
import { offeredForms } from './offered-forms.ts';

/** The only place that decides what the page may see. No input of it holds a secret. */
export function toSnapshot(value: AppStateValue, revision: number, nowMs: number): Snapshot {
  const shown = withoutLocked(value, nowMs);
  return {
    revision,
    vault: vaultView(value),
    keys: [...shown.keys.values()]
      .sort(byWhatBreaksFirst(nowMs))
      .map((state) => keyView(state, value, nowMs)),
    presets: presetViews(value.presets),
    presetProblems: value.presetProblems,
    settings: settingsView(value.settings),
    inbox: shown.inbox,
    clipboard: shown.clipboard,
  };
}

/** Nothing of what a locked vault holds is shown, also while tokens are renewed behind the lock: but that a token could not be cleared. */
function withoutLocked(
  value: AppStateValue,
  nowMs: number,
): Pick<AppStateValue, 'keys' | 'inbox' | 'clipboard'> {
  if (value.vault.state !== 'locked') return value;
  const isOverdue = value.clipboard !== null && value.clipboard.clearsAtMs <= nowMs;
  const inbox = { ...value.inbox, items: [], unread: 0 };
  return { keys: new Map(), inbox, clipboard: isOverdue ? value.clipboard : null };
}

function vaultView({ vault, unreadableKeys, triesFromMs, storesBefore }: AppStateValue): VaultView {
  if (vault.state === 'opening') return { state: 'opening', detail: '', slots: [] };
  const { slots } = vault;
  const waits = {
    ...(triesFromMs !== null && { triesFromMs }),
    ...(storesBefore !== null && { storesBefore }),
  };
  if (vault.state === 'locked') return { state: 'locked', detail: vault.reason, slots, ...waits };
  const {
    protection,
    recordsAltered = false,
    isOlder = false,
    isFromBackup = false,
    isKeyWorn = false,
  } = vault;
  if (protection.kind === 'sessionOnly')
    return { state: 'sessionOnly', detail: protection.reason, slots, ...waits };
  const detail = protection.kind === 'osProtected' ? protection.backend : '';
  const oddities = { recordsAltered, isOlder, isFromBackup, isKeyWorn, unreadableKeys };
  return { state: protection.kind, detail, slots, ...waits, ...oddities };
}

function keyView(state: KeyState, value: AppStateValue, nowMs: number): KeyView {
  const { key } = state;
  const preset = value.presets.find(({ id }) => id === key.presetId) ?? null;
  const forms = offeredForms(key, preset, state.token);
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
    refreshMode: key.refreshMode,
    noticeLeadDays: key.noticeLeadDays,
    snoozedUntilMs: value.snoozes.get(key.id) ?? null,
    isDefault: value.settings.defaultKeyId === key.id,
    keyKind: preset?.keyKind ?? 'exchange',
    copyForms: forms.map((form) => ({ id: form.id, label: copyFormLabel(form) })),
    offers: {
      revoke: preset?.keyKind === 'exchange' && preset.revocation !== undefined,
      keyDetails: preset?.keyDetails !== undefined,
      rotate: rotationOffer(key, preset),
      signIn: preset?.keyKind === 'exchange' && preset.signIn !== undefined,
    },
    signIn: value.signIns.get(key.id) ?? null,
    rotation: value.rotations.get(key.id) ?? null,
    token: tokenView(state, nowMs),
  };
}

/** A clock that is less than this wrong changes nothing that anybody would see. */
const shownSkewMs = 120_000;

/** By hand where the provider has no API for it, if the key has a secret that the user made. */
function rotationOffer(key: ApiKey, preset: Preset | null): KeyView['offers']['rotate'] {
  if (preset === null) return null;
  if (preset.rotation !== undefined || rotatedNameField(preset) !== undefined) return 'automatic';
  return rotatedSecretIds(preset).some((id) => key.secretFieldIds.includes(id)) ? 'guided' : null;
}

function settingsView({ defaultKeyId: _, windowSize: __, ...shown }: Settings): SettingsView {
  return shown;
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
    serverSkewMs: Math.abs(state.serverSkewMs ?? 0) >= shownSkewMs ? state.serverSkewMs : null,
  };
}

/** Presets change only when a file of the presets folder does. */
const viewsOf = new WeakMap<readonly Preset[], readonly PresetView[]>();

function presetViews(presets: readonly Preset[]): readonly PresetView[] {
  const made = viewsOf.get(presets) ?? presets.map(presetView);
  viewsOf.set(presets, made);
  return made;
}

/** What the page may know of a preset. */
export function presetView(preset: Preset): PresetView {
  return {
    id: preset.id,
    name: preset.name,
    summary: preset.summary,
    keywords: preset.keywords,
    keyKind: preset.keyKind,
    source: shippedPresets.includes(preset) ? 'shipped' : 'user',
    needsExtraCa: preset.needsExtraCa,
    fields: preset.fields.map((field) => ({
      id: field.id,
      label: field.label,
      kind: field.kind,
      required: field.required,
      default: field.default,
      placeholder: field.placeholder,
      help: field.help,
      choices: field.choices,
      multiline: field.multiline,
      canLookUp:
        listedNameField(preset) === field.id || preset.lookUps.some((rule) => rule.field === field.id),
      isFromSignIn: isFromSignIn(preset, field.id),
      changesWithSecret: rotatedFieldIds(preset).has(field.id),
      shownWhen: field.when === undefined ? null : { fieldId: field.when.field, isOneOf: field.when.isOneOf },
    })),
    links: preset.links.map(({ id, label }) => ({ id, label })),
  };
}
