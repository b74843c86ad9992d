import type { Snapshot } from '#contract/view';
import { allowCommandsQuestion } from '#contract/words/command-words';
import type { KeyId } from '#core/api-key';
import { fail, ok, type Result } from '#core/failure';
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
import type { Inbox } from './inbox.ts';
import type { KeyStorage } from './key-storage.ts';
import type { ManageKeys } from './manage-keys.ts';
import type { ProviderActions } from './provider-actions.ts';
import { RefreshLoop } from './refresh-loop.ts';
import { mayRestart } from './restart-question.ts';
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
  readonly #removeTokens: UseCases['removeTokens'];
  readonly #unfinished: UseCases['unfinished'];
  readonly #watch: UseCases['watch'];
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
  readonly exports: UseCases['exports'];
  readonly restores: UseCases['restores'];
  readonly copy: CopyToken;
  readonly reveal: RevealKey;
  readonly userPresets: UserPresets;
  readonly activity: ActivityLog;
  readonly calendar: CalendarFile;
  readonly inbox: Inbox;
  readonly lock: UseCases['lock'];
  readonly confirm: UseCases['confirm'];
  readonly waysIn: UseCases['waysIn'];
  readonly replaceVault: UseCases['replaceVault'];
  readonly health: UseCases['health'];
  readonly exchangePorts: ExchangePorts;

  constructor(ports: Ports) {
    this.#ports = ports;
    const made = makeUseCases(ports);
    this.#state = made.state;
    this.#storage = made.storage;
    this.tokens = made.tokens;
    this.refreshAll = made.refreshAll;
    this.reportRefused = made.reportRefused;
    this.setRefreshMode = made.setRefreshMode;
    this.keys = made.keys;
    this.tests = made.tests;
    this.provider = made.provider;
    this.signIn = made.signIn;
    this.rotation = made.rotation;
    this.imports = made.imports;
    this.exports = made.exports;
    this.restores = made.restores;
    this.copy = made.copy;
    this.reveal = made.reveal;
    this.userPresets = made.userPresets;
    this.activity = made.activity;
    this.calendar = made.calendar;
    this.exchangePorts = made.exchangePorts;
    this.inbox = made.inbox;
    this.lock = made.lock;
    this.confirm = made.confirm;
    this.waysIn = made.waysIn;
    this.replaceVault = made.replaceVault;
    this.health = made.health;
    this.#removeTokens = made.removeTokens;
    this.#unfinished = made.unfinished;
    this.#watch = made.watch;
    this.#announce = new Announce({ ...ports, ...made });
    this.#loop = new RefreshLoop({
      ...ports,
      ...made,
      renew: (id) => void made.tokens.renew(id),
      onTick: () => this.#onTick(),
    });
  }

  /** Opens the vault and starts to keep tokens fresh. Stored tokens are served without asking anybody. */
  async start(): Promise<void> {
    await this.userPresets.start();
    this.#endEvents = this.#ports.events.on((event) => {
      this.activity.hear(event);
      this.lock.hear(event);
    });
    await this.lock.open();
    this.#loop.start();
    this.#state.subscribe(() => this.#announce.announceSoon());
    this.calendar.start();
  }

  /** Ends in a way that nothing can stop: clipboard first, then the vault, when refresh tokens that are on their way are in it. */
  async stop(): Promise<void> {
    this.#loop.stop();
    this.#announce.stop();
    this.userPresets.stop();
    this.calendar.stop();
    this.#endEvents();
    await this.copy.stop();
    await this.lock.untilStored('quit');
    await this.#watch.lookAtLast();
    await this.activity.stop();
    this.#ports.vault.close();
  }

  /** How long {@link stop} is to be waited for, in milliseconds. */
  get stopLimitMs(): number {
    return this.#unfinished.isAny ? 33_000 : 3_000;
  }

  /** What the page sees now. */
  snapshot(): Snapshot {
    return toSnapshot(this.#state.value, this.#state.revision, this.#ports.clock.nowMs());
  }

  /** What the tray shows now. */
  tray(): TrayModel {
    return trayModel(this.#state.value, this.#ports.clock.nowMs());
  }

  /** Whether nothing is shown or handed out. */
  get isLocked(): boolean {
    return this.#state.value.vault.state === 'locked';
  }

  /** The name under which the user knows a key; empty when it is gone, or not to be seen. */
  nameOf(id: KeyId): string {
    if (this.isLocked) return '';
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

  /**
   * The same at the user's word. Tokens that are to be in memory only are taken out of the vault. Failures besides: those of a
   * commit, and notAllowed (confirmFirst) where the question before a secret is shown is to be switched off.
   */
  async changeSettings(change: Partial<Settings>): Promise<Result<void>> {
    const allowed = change.confirmBeforeReveal === false ? this.confirm.mayReveal() : ok(undefined);
    if (!allowed.ok) return allowed;
    const updated = this.updateSettings(change);
    if (!updated.ok || change.tokensInMemoryOnly !== true) return updated;
    const removed = await this.#removeTokens();
    if (!removed.ok) this.updateSettings({ tokensInMemoryOnly: false });
    return removed;
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

  /** Whether Keyfob may be restarted now; asks the user where that costs something. Failure: notAllowed. */
  mayRestart(): Promise<Result<boolean>> {
    return mayRestart(this.#state.value, this.#ports.ask);
  }

  #onTick(): void {
    this.#announce.announceSoon();
    void this.copy.clearIfDue();
    this.lock.lockIfIdle();
    if (!this.isLocked) this.rotation.removeDue();
    for (const listener of this.#tickListeners) listener();
  }
}
