import type { InboxView } from '#contract/inbox-view';
import type { RotationView, SignInView } from '#contract/key-actions-view';
import type { PresetProblemView } from '#contract/preset-problem-view';
import type { KeyId, KeyUse } from '#core/api-key';
import type { KeyState } from '#core/key-state';
import type { VaultOpening } from '#core/ports';
import type { Preset } from '#core/providers/preset';
import { shippedPresets } from '#core/providers/shipped-presets';
import type { Settings } from '#core/settings';

/** A vault that is open: stored, or in memory only. */
export type OpenVault = VaultOpening & { readonly state: 'open' };

/** Everything the app knows, without a secret. Replaced by each change, but for the map of keys, which may hold thousands. */
export interface AppStateValue {
  readonly vault: VaultOpening | { readonly state: 'opening' };
  /** The vault as it is behind a lock of this run, with all its ways in; of no meaning while there is none. */
  readonly behindLock: OpenVault | null;
  readonly keys: ReadonlyMap<KeyId, KeyState>;
  /** Stored keys that do not decrypt and are therefore not among `keys`. */
  readonly unreadableKeys: number;
  readonly settings: Settings;
  /** Shipped ones and those of the presets folder, in the order in which they are offered. */
  readonly presets: readonly Preset[];
  readonly presetProblems: readonly PresetProblemView[];
  /** Sign-ins that wait for the user. */
  readonly signIns: ReadonlyMap<KeyId, SignInView>;
  readonly rotations: ReadonlyMap<KeyId, RotationView>;
  /** Until when the notices of a key are put off, epoch milliseconds. */
  readonly snoozes: ReadonlyMap<KeyId, number>;
  readonly inbox: InboxView;
  readonly isScreenLocked: boolean;
  /** After wrong passphrases no other one is heard before then, epoch milliseconds. */
  readonly triesFromMs: number | null;
  /** What waits until refresh tokens and rotations that are on their way are stored. */
  readonly storesBefore: 'quit' | 'wipe' | null;
  /** Our secret on the clipboard, until it is cleared. */
  readonly clipboard: { readonly keyId: KeyId; readonly clearsAtMs: number } | null;
}

/** Whether nothing is renewed, because the vault is locked and the user does not want it to go on behind the lock. */
export function isAtRest({ vault, settings }: AppStateValue): boolean {
  return vault.state === 'locked' && !settings.refreshWhenLocked;
}

/** The one place where state lives: change it, and everybody who shows it is told. */
export class AppState {
  #value: AppStateValue;
  #keys = new Map<KeyId, KeyState>();
  #revision = 1;
  readonly #listeners = new Set<() => void>();

  constructor(settings: Settings) {
    this.#value = {
      vault: { state: 'opening' },
      behindLock: null,
      keys: this.#keys,
      unreadableKeys: 0,
      settings,
      presets: shippedPresets,
      presetProblems: [],
      signIns: new Map(),
      rotations: new Map(),
      snoozes: new Map(),
      inbox: { items: [], unread: 0, notifications: 'shown' },
      isScreenLocked: false,
      triesFromMs: null,
      storesBefore: null,
      clipboard: null,
    };
  }

  get value(): AppStateValue {
    return this.#value;
  }

  /** Grows with each change. */
  get revision(): number {
    return this.#revision;
  }

  change(part: Partial<AppStateValue>): void {
    if (part.keys !== undefined) this.#keys = new Map(part.keys);
    this.#value = { ...this.#value, ...part, keys: this.#keys };
    this.#revision += 1;
    for (const listener of this.#listeners) {
      try {
        listener();
      } catch (error) {
        // Who only shows the state must not stop who changes it; the fault still reaches the process's last handler.
        void Promise.reject(error);
      }
    }
  }

  /** The preset of an id, or null when it is not known (any more). */
  preset(id: string): Preset | null {
    return this.#value.presets.find((preset) => preset.id === id) ?? null;
  }

  /** Adds or replaces one key. */
  putKey(state: KeyState): void {
    this.#keys.set(state.key.id, state);
    this.change({});
  }

  /** Changes one key if it is still stored. */
  changeKey(id: KeyId, part: Partial<KeyState>): void {
    const state = this.#value.keys.get(id);
    if (state !== undefined) this.putKey({ ...state, ...part });
  }

  /** Changes what is known of a key's use; what is not named stays. */
  changeUse(id: KeyId, part: Partial<KeyUse>): void {
    const state = this.#value.keys.get(id);
    if (state !== undefined) this.putKey({ ...state, use: { ...state.use, ...part } });
  }

  dropKey(id: KeyId): void {
    this.#keys.delete(id);
    this.change({});
  }

  /** Returns the function that unsubscribes. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
