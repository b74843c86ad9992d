import type { Snapshot } from '#contract/view';
import { allowCommandsQuestion } from '#contract/words/command-words';
import type { KeyId } from '#core/api-key';
import { fail, ok, type Result } from '#core/failure';
import type { VaultOpening } from '#core/ports';
import type { Preset } from '#core/providers/preset';
import type { Settings } from '#core/settings';
import type { ActivityLog } from './activity-log.ts';
import { Announce } from './announce.ts';
import type { Ports } from './app-ports.ts';
import type { AppState } from './app-state.ts';
import type { CalendarFile } from './calendar-file.ts';
import type { CopyToken } from './copy-token.ts';
import type { ExchangePorts } from './exchange-key.ts';
import type { FreshToken } from './fresh-token.ts';
import type { ImportKeys } from './import-keys.ts';
import { Inbox } from './inbox.ts';
import type { KeyStorage } from './key-storage.ts';
import type { ManageKeys } from './manage-keys.ts';
import { NoticeStorage } from './notice-storage.ts';
import type { ProviderActions } from './provider-actions.ts';
import { RefreshLoop } from './refresh-loop.ts';
import { restoredKeyState } from './restore-keys.ts';
import type { RevealKey } from './reveal-key.ts';
import type { RotateKey } from './rotate-key.ts';
import { setNoticeLeadDays } from './set-notice-lead-days.ts';
import type { SignIn } from './sign-in.ts';
import type { TestDrafts } from './test-drafts.ts';
import { toSnapshot } from './to-view.ts';
import { type TrayModel, trayModel } from './tray-model.ts';
import { makeUseCases, type UseCases } from './use-cases.ts';
import type { UserPresets } from './user-presets.ts';

/** The whole program without Electron. */
export class App {
  readonly #ports: Ports;
  readonly #state: AppState;
  readonly #announce: Announce;
  readonly #loop: RefreshLoop;
  readonly #tickListeners = new Set<() => void>();
  readonly #storage: KeyStorage;
  #endEvents: () => void = () => {};
  readonly tokens: FreshToken;
  readonly refreshAll: UseCases['refreshAll'];
  readonly reportRefused: UseCases['reportRefused'];
  readonly setRefreshMode: UseCases['setRefreshMode'];
  readonly keys: ManageKeys;
  readonly tests: TestDrafts;
  readonly provider: ProviderActions;
  readonly signIn: SignIn;
  readonly rotation: RotateKey;
  readonly imports: ImportKeys;
  readonly copy: CopyToken;
  readonly reveal: RevealKey;
  readonly userPresets: UserPresets;
  readonly activity: ActivityLog;
  readonly calendar: CalendarFile;
  readonly inbox: Inbox;
  readonly exchangePorts: ExchangePorts;

  constructor(ports: Ports) {
    const { vault, clock, random, timer, log, notifier, events, openKey } = ports;
    this.#ports = ports;
    const made = makeUseCases(ports);
    const { state, storage, tokens } = made;
    this.#state = state;
    this.#storage = storage;
    this.tokens = tokens;
    this.refreshAll = made.refreshAll;
    this.reportRefused = made.reportRefused;
    this.setRefreshMode = made.setRefreshMode;
    this.keys = made.keys;
    this.tests = made.tests;
    this.provider = made.provider;
    this.signIn = made.signIn;
    this.rotation = made.rotation;
    this.imports = made.imports;
    this.copy = made.copy;
    this.reveal = made.reveal;
    this.userPresets = made.userPresets;
    this.activity = made.activity;
    this.calendar = made.calendar;
    this.exchangePorts = made.exchangePorts;
    const { activity } = made;
    const inbox = new Inbox({ state, storage: new NoticeStorage(vault), clock, random, activity, log });
    this.inbox = inbox;
    this.#announce = new Announce({ state, inbox, notifier, clock, timer, log, openKey });
    this.#loop = new RefreshLoop({
      state,
      clock,
      timer,
      events,
      watch: made.watch,
      storage,
      renew: (id) => void tokens.renew(id),
      onTick: () => this.#onTick(),
    });
  }

  /** Opens the vault and starts to keep tokens fresh. Stored tokens are served without asking anybody. */
  async start(): Promise<void> {
    await this.userPresets.start();
    this.#endEvents = this.#ports.events.on((event) => this.activity.hear(event));
    await this.openVault();
    this.#loop.start();
    this.#state.subscribe(() => this.#announce.announceSoon());
    this.calendar.start();
  }

  /** Opens the vault; again while it is locked, or session-only and a keyring may be there by now. */
  async openVault(): Promise<void> {
    const { vault, log } = this.#ports;
    const wasOpen = this.#state.value.vault.state === 'open';
    const opening = await vault.open();
    if (opening.state !== 'open') {
      log.write('vault.locked', { reason: opening.reason });
      if (this.#state.value.vault.state !== 'locked')
        this.activity.record('locked', null, { detail: 'vault' });
      this.#state.change({ vault: opening });
    } else if (wasOpen) {
      // The vault took its records along, so everything that is known of the keys still holds.
      this.#state.change({ vault: opening });
    } else await this.#restore(opening);
  }

  async #restore(opening: VaultOpening & { readonly state: 'open' }): Promise<void> {
    const stored = await this.#storage.readAll();
    if (!stored.ok) {
      this.#state.change({ vault: { state: 'locked', reason: 'damaged', slots: opening.slots } });
      return;
    }
    const { keys, tokens, unreadableKeys } = stored.value;
    this.activity.record('unlocked', null, { detail: 'vault' });
    this.#ports.log.write('vault.open', { protection: opening.protection.kind, keys: keys.length });
    this.tokens.restore(tokens);
    const nowMs = this.#ports.clock.nowMs();
    await this.inbox.restore();
    const states = keys.map(
      (key) =>
        [key.id, restoredKeyState(key, this.#state.preset(key.presetId), stored.value, nowMs)] as const,
    );
    this.#state.change({ vault: opening, keys: new Map(states), unreadableKeys });
    this.rotation.restore(stored.value.rotations);
    void this.copy.clearLeftOver();
    if (opening.recordsAltered === true || unreadableKeys > 0) await this.inbox.addAltered();
  }

  /** Ends in a way that nothing can stop: clipboard first, then the vault. */
  async stop(): Promise<void> {
    this.#loop.stop();
    this.#announce.stop();
    this.userPresets.stop();
    this.calendar.stop();
    this.#endEvents();
    await this.copy.stop();
    await this.activity.stop();
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

  /** The preset of an id, or null when it is not known. */
  preset(id: string): Preset | null {
    return this.#state.preset(id);
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

  /** See set-notice-lead-days.ts. */
  setNoticeLeadDays(id: KeyId, days: readonly number[] | null): Promise<Result<void>> {
    return setNoticeLeadDays({ state: this.#state, storage: this.#storage }, id, days);
  }

  /** Allows or forbids commands. Allowing asks the user first, outside of the page. */
  async allowCommands(allowed: boolean): Promise<Result<void>> {
    if (allowed && !(await this.#ports.ask(allowCommandsQuestion))) return ok(undefined);
    return this.updateSettings({ commandsAllowed: allowed });
  }

  #onTick(): void {
    this.#announce.announceSoon();
    void this.copy.clearIfDue();
    this.rotation.removeDue();
    for (const listener of this.#tickListeners) listener();
  }
}
