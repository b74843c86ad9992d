import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { ageFile } from '#adapters/age-file';
import { JoseSigner } from '#adapters/jose-signer';
import { SqliteVault } from '#adapters/sqlite-vault';
import { App } from '#app/create-app';
import { TrayActions } from '#app/tray-actions';
import type { KeyDraft } from '#contract/calls';
import type { TestStep } from '#contract/test-report';
import type { KeyView } from '#contract/view';
import type { KeyId } from '#core/api-key';
import type { CommandRunner, Http, Vault } from '#core/ports';
import type { ConfirmPresence } from '#core/presence-port';
import type { VaultAccess } from '#core/vault-access';
import { BrittleVault } from '../fakes/brittle-vault.ts';
import { FakeCommandRunner } from '../fakes/fake-command-runner.ts';
import { FakeKeyring } from '../fakes/fake-keyring.ts';
import { FakeTime, settle } from '../fakes/fake-time.ts';
import {
  ManualEvents,
  MemoryClipboard,
  MemoryLog,
  MemorySettings,
  RecordingNotifier,
} from '../fakes/memory-desktop.ts';
import { MemoryPresetFiles } from '../fakes/memory-preset-files.ts';
import { MemoryTextFiles } from '../fakes/memory-text-files.ts';
import { quietDesktop } from '../fakes/quiet-desktop.ts';
import { ScriptedHttp } from '../fakes/scripted-http.ts';

/** Real parts in place of fakes. */
export interface RealParts {
  readonly http?: Http;
  readonly commands?: CommandRunner;
  /** Made anew at each start. */
  readonly vault?: () => Vault & VaultAccess;
  readonly presence?: ConfirmPresence;
}

/** The whole program without Electron: the real app and vault, and fakes that a test can steer for the rest. */
export class KeyfobInMemory {
  readonly time = new FakeTime();
  readonly http = new ScriptedHttp();
  readonly clipboard = new MemoryClipboard();
  readonly notifier = new RecordingNotifier();
  readonly settings = new MemorySettings();
  readonly presetFiles = new MemoryPresetFiles();
  readonly files = new MemoryTextFiles();
  readonly events = new ManualEvents();
  readonly desktop = quietDesktop();
  readonly log = new MemoryLog();
  readonly commands = new FakeCommandRunner();
  readonly opened: (KeyId | null)[] = [];
  readonly questions: string[] = [];
  readonly details: string[] = [];
  saysYes = true;
  readonly importProgress: number[] = [];
  readonly refreshProgress: { readonly done: number; readonly all: number }[] = [];
  readonly progress: (readonly TestStep[])[] = [];
  readonly #folder = mkdtempSync(join(tmpdir(), 'keyfob-app-test-'));
  readonly #keyring = new FakeKeyring();
  readonly #real: RealParts;
  /** Of the app that runs now. */
  vault: BrittleVault;
  access: Vault & VaultAccess;
  app: App;
  tray: TrayActions;

  constructor(real: RealParts = {}) {
    this.#real = real;
    this.access = this.#newVault();
    this.vault = new BrittleVault(this.access);
    this.app = this.#newApp();
    this.tray = this.#newTray();
    onTestFinished(async () => {
      await this.#end();
      rmSync(this.#folder, { recursive: true, force: true });
    });
  }

  static async start(real: RealParts = {}): Promise<KeyfobInMemory> {
    const keyfob = new KeyfobInMemory(real);
    await keyfob.app.start();
    return keyfob;
  }

  /** Ends the app and starts it again on the same vault. */
  async restart(): Promise<void> {
    await this.#end();
    this.access = this.#newVault();
    this.vault = new BrittleVault(this.access);
    this.app = this.#newApp();
    this.tray = this.#newTray();
    await this.app.start();
    await this.time.advance(0);
  }

  /** The keyring is gone at the next start. */
  lock(): void {
    this.#keyring.state = 'unavailable';
  }

  /** The keyring is there again. */
  unlock(): void {
    this.#keyring.state = 'working';
  }

  /** Adds a key and lets its first exchange happen. */
  async add(part: Partial<KeyDraft> = {}): Promise<KeyId> {
    const added = await this.app.keys.add(draft(part));
    if (!added.ok) throw new Error(`not added: ${JSON.stringify(added.failure)}`);
    await this.time.advance(0);
    return added.value.keyId;
  }

  /** The state of a key's token in one word. */
  stateOf(id: KeyId): string | undefined {
    return this.viewOf(id)?.token.state;
  }

  /** What the page sees of a key. */
  viewOf(id: KeyId): KeyView | undefined {
    return this.app.snapshot().keys.find((key) => key.id === id);
  }

  /** Waits for what happens over a real connection, while the clock stands still. */
  async until(isReached: () => boolean): Promise<void> {
    const endMs = Date.now() + 10_000;
    while (!isReached()) {
      if (Date.now() > endMs) throw new Error(`not reached: ${isReached}`);
      await sleep(2);
    }
    await settle();
  }

  /** A process that crashed, may be in its very end, has no more to say to its disk. */
  async #end(): Promise<void> {
    const stopped = this.app.stop();
    await settle();
    if (!this.vault.hasCrashed) await stopped;
    this.vault.close();
  }

  #newVault(): Vault & VaultAccess {
    return this.#real.vault?.() ?? new SqliteVault(this.#folder, this.#keyring);
  }

  #newApp(): App {
    return new App({
      ...this.desktop,
      presence: this.#real.presence ?? null,
      vault: this.vault,
      access: this.access,
      http: this.#real.http ?? this.http,
      signer: new JoseSigner(),
      commands: this.#real.commands ?? this.commands,
      clipboard: this.clipboard,
      notifier: this.notifier,
      settings: this.settings,
      presetFiles: this.presetFiles,
      files: this.files,
      fileEncryption: ageFile,
      clock: this.time,
      timer: this.time,
      random: { uuid: randomUUID, fraction: () => 0.5 },
      events: this.events,
      log: this.log,
      openKey: (id) => this.opened.push(id),
      ask: async (question) => {
        this.questions.push(question.title);
        this.details.push(question.detail);
        return this.saysYes;
      },
      onImportProgress: (progress) => this.importProgress.push(progress.done),
      onRefreshProgress: (progress) => this.refreshProgress.push(progress),
      onTestProgress: (_runId, steps) => this.progress.push(steps),
    });
  }

  #newTray(): TrayActions {
    const openWindow = (id: KeyId | null) => void this.opened.push(id);
    return new TrayActions({
      app: this.app,
      notifier: this.notifier,
      clock: this.time,
      timer: this.time,
      openWindow,
    });
  }
}

let serial = 0;

/** What the add form sends for a CelerData key. */
export function draft(part: Partial<KeyDraft> = {}): KeyDraft {
  serial += 1;
  return {
    name: `key ${serial}`,
    description: '',
    presetId: 'celerdata',
    fields: {
      host: 'https://cloud-api.celerdata.com',
      clientId: 'an-id',
      clientSecret: `canary-secret-${serial}`,
    },
    extraCaPem: null,
    createdAtMs: null,
    keyExpiresAtMs: null,
    minimumValidityS: 60,
    ...part,
  };
}
