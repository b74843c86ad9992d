import type { KeyDraft, TestReport } from '#contract/calls';
import type { Snapshot } from '#contract/view';
import type { KeyId } from '#core/api-key';
import { fail, ok, type Result } from '#core/failure';
import type { KeyState } from '#core/key-state';
import type {
  Clipboard,
  Clock,
  Http,
  Log,
  Notifier,
  Random,
  Settings,
  SettingsStore,
  Timer,
  Vault,
  VaultOpening,
  WakeEvents,
} from '#core/ports';
import { findPreset } from '#core/providers/shipped-presets';
import type { Secret } from '#core/secret';
import type { Token } from '#core/token';
import { Announce } from './announce.ts';
import { AppState } from './app-state.ts';
import { CopyToken } from './copy-token.ts';
import { exchangeKey } from './exchange-key.ts';
import { FreshToken } from './fresh-token.ts';
import { KeyStorage } from './key-storage.ts';
import { ManageKeys } from './manage-keys.ts';
import { RefreshLoop } from './refresh-loop.ts';
import { restoredKeyState } from './restore-keys.ts';
import { RevealKey } from './reveal-key.ts';
import { testKey } from './test-key.ts';
import { toSnapshot } from './to-view.ts';
import { type TrayModel, trayModel } from './tray-model.ts';

/** The world as the app sees it. */
export interface Ports {
  readonly vault: Vault;
  readonly http: Http;
  readonly clipboard: Clipboard;
  readonly notifier: Notifier;
  readonly settings: SettingsStore;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly random: Random;
  readonly wake: WakeEvents;
  readonly log: Log;
  /** Opens the window, at a key if one is given. */
  readonly openKey: (id: KeyId | null) => void;
}

/** The whole program without Electron. */
export class App {
  readonly #ports: Ports;
  readonly #state: AppState;
  readonly #storage: KeyStorage;
  readonly #announce: Announce;
  readonly #loop: RefreshLoop;
  readonly #tickListeners = new Set<() => void>();
  readonly tokens: FreshToken;
  readonly keys: ManageKeys;
  readonly copy: CopyToken;
  readonly reveal: RevealKey;

  constructor(ports: Ports) {
    const { clock, random, timer, log, clipboard, notifier, wake, openKey } = ports;
    this.#ports = ports;
    const state = new AppState(ports.settings.read());
    const storage = new KeyStorage(ports.vault);
    this.#state = state;
    this.#storage = storage;
    const exchange = this.#exchange.bind(this);
    const freshToken = new FreshToken({ state, storage, clock, random, log, exchange });
    this.tokens = freshToken;
    this.keys = new ManageKeys({ state, storage, freshToken, clock, random, log });
    this.copy = new CopyToken({ state, storage, freshToken, clipboard, clock, timer, log });
    this.reveal = new RevealKey({ storage, clock, log });
    this.#announce = new Announce({ state, storage, notifier, clock, timer, log, openKey });
    this.#loop = new RefreshLoop({
      state,
      clock,
      timer,
      wake,
      renew: (id) => void freshToken.renew(id),
      onTick: () => this.#onTick(),
    });
  }

  /** Opens the vault and starts to keep tokens fresh. Stored tokens are served without asking anybody. */
  async start(): Promise<void> {
    await this.openVault();
    this.#loop.start();
    this.#state.subscribe(() => this.#announce.announceSoon());
  }

  /** Opens the vault; again while it is locked, or session-only and a keyring may be there by now. */
  async openVault(): Promise<void> {
    const { vault, log } = this.#ports;
    const wasOpen = this.#state.value.vault.state === 'open';
    const opening = await vault.open();
    if (opening.state !== 'open') {
      log.write('vault.locked', { reason: opening.reason });
      this.#state.change({ vault: opening });
    } else if (wasOpen) {
      // The vault took its records along, so everything that is known of the keys still holds.
      this.#state.change({ vault: opening });
    } else await this.#restore(opening);
  }

  async #restore(opening: VaultOpening & { readonly state: 'open' }): Promise<void> {
    const stored = await this.#storage.readAll();
    if (!stored.ok) {
      this.#state.change({ vault: { state: 'locked', reason: 'damaged' } });
      return;
    }
    const { keys, tokens, marks, unreadableKeys } = stored.value;
    this.#ports.log.write('vault.open', { protection: opening.protection.kind, keys: keys.length });
    this.tokens.restore(tokens);
    this.#announce.restore(marks);
    const states = keys.map((key) => [key.id, restoredKeyState(key, stored.value)] as const);
    this.#state.change({ vault: opening, keys: new Map(states), unreadableKeys });
    if (opening.recordsAltered === true || unreadableKeys > 0) this.#announce.announceAltered();
  }

  /** Ends in a way that nothing can stop: clipboard first, then the vault. */
  async stop(): Promise<void> {
    this.#loop.stop();
    this.#announce.stop();
    await this.copy.stop();
    this.#ports.vault.close();
  }

  /** What the page sees now. */
  snapshot(): Snapshot {
    return toSnapshot(this.#state.value, this.#state.revision, this.#ports.clock.nowMs());
  }

  /** What the tray shows now. */
  tray(): TrayModel {
    return trayModel(this.#state.value, this.#ports.clock.nowMs());
  }

  /** The name under which the user knows a key; empty when it is gone. */
  nameOf(id: KeyId): string {
    return this.#state.value.keys.get(id)?.key.name ?? '';
  }

  get settings(): Settings {
    return this.#state.value.settings;
  }

  /** Calls back on each change and on each look at the clock; returns the function that unsubscribes. */
  onChange(listener: () => void): () => void {
    const unsubscribe = this.#state.subscribe(listener);
    this.#tickListeners.add(listener);
    return () => {
      unsubscribe();
      this.#tickListeners.delete(listener);
    };
  }

  /** Changes settings that are not secret. Failure: settingsNotWritten. */
  updateSettings(change: Partial<Settings>): Result<void> {
    const settings = this.#ports.settings.update(change);
    if (!settings.ok) return settings;
    this.#state.change({ settings: settings.value });
    return ok(undefined);
  }

  /** Chooses the key that a primary click on the tray icon copies; null chooses none. */
  setDefaultKey(id: KeyId | null): Result<void> {
    if (id !== null && !this.#state.value.keys.has(id)) return fail('keyNotFound');
    return this.updateSettings({ defaultKeyId: id });
  }

  /** Runs every step of an exchange and the test call with what the form holds; stores nothing. */
  async testDraft(id: KeyId | null, draft: KeyDraft): Promise<Result<TestReport>> {
    const edited = id === null ? null : (this.#state.value.keys.get(id)?.key ?? null);
    const checked = this.keys.check(draft, edited);
    if (!checked.ok) return checked;
    const kept = edited === null ? ok({}) : await this.#storage.readSecrets(edited.id);
    if (!kept.ok) return kept;
    const { preset, fields, secrets, extraCaPem } = checked.value;
    const inputs = {
      fields,
      secrets: { ...kept.value, ...secrets },
      extraCaPem,
      keyExpiresAtMs: draft.keyExpiresAtMs,
    };
    return ok(await testKey({ http: this.#ports.http, clock: this.#ports.clock }, preset, inputs));
  }

  async #exchange(
    { key }: KeyState,
    secrets: Readonly<Record<string, Secret>>,
    urgent: boolean,
  ): Promise<Result<Token>> {
    const preset = findPreset(key.presetId);
    if (preset === null) return fail('presetNotFound');
    const { fields, extraCaPem, keyExpiresAtMs } = key;
    const { http, clock } = this.#ports;
    const inputs = { fields, secrets, extraCaPem, keyExpiresAtMs };
    return exchangeKey({ http, clock }, preset, inputs, { urgent });
  }

  #onTick(): void {
    this.#announce.announceSoon();
    void this.copy.clearIfDue();
    for (const listener of this.#tickListeners) listener();
  }
}
