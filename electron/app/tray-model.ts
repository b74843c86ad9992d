import { copyFormLabel } from '#contract/words/copy-as-words';
import { trayKeyLabel, trayStateLine, trayWords } from '#contract/words/tray-words';
import { visibleText } from '#contract/words/visible-text';
import type { KeyId } from '#core/api-key';
import { type KeyState, needsUser, tokenCondition } from '#core/key-state';
import { remainingMs } from '#core/token';
import type { AppStateValue } from './app-state.ts';
import { offeredForms } from './offered-forms.ts';

/** Which of the five icons the tray shows. */
export type TrayIconState = 'fresh' | 'attention' | 'error' | 'offline' | 'locked';

/** One entry of the tray menu. An entry holds an intent, never a token. */
export type TrayItem =
  | { readonly kind: 'label'; readonly label: string }
  | { readonly kind: 'separator' }
  /** `form` is the id and the name of the form; null copies the token itself. */
  | { readonly kind: 'copy'; readonly label: string; readonly keyId: KeyId; readonly form: TrayForm | null }
  | { readonly kind: 'submenu'; readonly label: string; readonly items: readonly TrayItem[] }
  | { readonly kind: 'clearClipboard' | 'lock' | 'unlock' | 'open' | 'quit'; readonly label: string };

/** A form of core/copy-as. */
export interface TrayForm {
  readonly id: string;
  readonly label: string;
}

/** The whole tray as data: main draws it again whenever it differs from the last one. */
export interface TrayModel {
  readonly icon: TrayIconState;
  readonly tooltip: string;
  readonly items: readonly TrayItem[];
}

/** Keys on the first level of the menu; a longer menu is slower than the window. */
const longestMenu = 12;

/** The tray for a state. Recently copied keys come first, so that the order under the hand stays useful. */
export function trayModel(value: AppStateValue, nowMs: number): TrayModel {
  if (value.storesBefore === 'quit') return frame('attention', trayWords.quitting, []);
  if (value.vault.state === 'opening') return frame('locked', trayWords.opening, []);
  const clear = value.clipboard === null ? [] : [clearClipboard];
  if (value.vault.state === 'locked') return frame('locked', trayWords.locked, [], [...clear, unlock]);
  const keys = [...value.keys.values()].sort(byRecentUse);
  const conditions = keys.map((state) => tokenCondition(state, nowMs));
  const needYou = conditions.filter(needsUser).length;
  const offline = conditions.filter((condition) => condition === 'offline').length;
  const failing = offline + conditions.filter((condition) => condition === 'retrying').length;
  const line = trayStateLine({ all: keys.length, needYou, failing });
  const icon = needYou > 0 ? 'error' : offline > 0 ? 'offline' : failing > 0 ? 'attention' : 'fresh';
  const items = [
    ...keys.slice(0, longestMenu).map((state) => copyItem(state, nowMs)),
    ...byProvider(keys.slice(longestMenu), value, nowMs),
    ...copyAsMenu(keys.slice(0, longestMenu), value),
  ];
  return frame(icon, line, items, [...clear, lock]);
}

// No seconds in it: a menu that changes closes under the hand.
const clearClipboard: TrayItem = { kind: 'clearClipboard', label: trayWords.clearClipboard };
const lock: TrayItem = { kind: 'lock', label: trayWords.lock };
const unlock: TrayItem = { kind: 'unlock', label: trayWords.unlock };

function frame(
  icon: TrayIconState,
  line: string,
  keys: readonly TrayItem[],
  further: readonly TrayItem[] = [],
): TrayModel {
  return {
    icon,
    tooltip: `Keyfob: ${line}`,
    items: [
      { kind: 'label', label: line },
      { kind: 'separator' },
      ...keys,
      ...(keys.length === 0 ? [] : [{ kind: 'separator' } as const]),
      ...further,
      { kind: 'open', label: trayWords.open },
      { kind: 'quit', label: trayWords.quit },
    ],
  };
}

function copyItem(state: KeyState, nowMs: number): TrayItem {
  const leftMs = state.token?.expiresAtMs == null ? null : remainingMs(state.token, nowMs);
  const label = trayKeyLabel(state.key.name, tokenCondition(state, nowMs), leftMs);
  return { kind: 'copy', label, keyId: state.key.id, form: null };
}

function byProvider(keys: readonly KeyState[], { presets }: AppStateValue, nowMs: number): TrayItem[] {
  const groups = new Map<string, TrayItem[]>();
  for (const state of keys) {
    const { presetId } = state.key;
    const provider = presets.find(({ id }) => id === presetId)?.name ?? presetId;
    groups.set(provider, [...(groups.get(provider) ?? []), copyItem(state, nowMs)]);
  }
  return [...groups].map(([label, items]) => ({ kind: 'submenu', label: visibleText(label), items }));
}

/** The forms of each key on the first level, in a submenu of their own: a menu entry either acts or opens another menu. */
function copyAsMenu(keys: readonly KeyState[], { presets }: AppStateValue): TrayItem[] {
  const items = keys.flatMap(({ key, token }): TrayItem[] => {
    const preset = presets.find(({ id }) => id === key.presetId) ?? null;
    const forms = offeredForms(key, preset, token);
    const entries = forms.slice(1).map((form): TrayItem => {
      const label = copyFormLabel(form);
      return { kind: 'copy', label, keyId: key.id, form: { id: form.id, label } };
    });
    return entries.length === 0 ? [] : [{ kind: 'submenu', label: visibleText(key.name), items: entries }];
  });
  return items.length === 0 ? [] : [{ kind: 'submenu', label: trayWords.copyAs, items }];
}

function byRecentUse(a: KeyState, b: KeyState): number {
  return (b.use.lastCopiedAtMs ?? 0) - (a.use.lastCopiedAtMs ?? 0) || a.key.name.localeCompare(b.key.name);
}
