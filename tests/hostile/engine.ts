import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ageFile } from '#adapters/age-file';
import { JoseSigner } from '#adapters/jose-signer';
import { SqliteVault } from '#adapters/sqlite-vault';
import { App } from '#app/create-app';
import { TrayActions } from '#app/tray-actions';
import type { KeyDraft } from '#contract/calls';
import type { KeyId } from '#core/api-key';
import type { Http, Vault } from '#core/ports';
import { FakeCommandRunner } from '../fakes/fake-command-runner.ts';
import { FakeKeyring } from '../fakes/fake-keyring.ts';
import { FakeTime } from '../fakes/fake-time.ts';
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

/** The whole program without Electron and without a test runner, on a network of the caller's choice. */
export class Engine {
  readonly time = new FakeTime();
  readonly clipboard = new MemoryClipboard();
  readonly notifier = new RecordingNotifier();
  readonly events = new ManualEvents();
  readonly log = new MemoryLog();
  readonly vault: Vault;
  readonly app: App;
  readonly tray: TrayActions;
  readonly #folder = mkdtempSync(join(tmpdir(), 'keyfob-engine-'));

  private constructor(http: Http, fraction: () => number) {
    const { time, clipboard, notifier, events, log } = this;
    const vault = new SqliteVault(this.#folder, new FakeKeyring());
    this.vault = vault;
    const openWindow = () => {};
    this.app = new App({
      ...quietDesktop(),
      vault,
      access: vault,
      http,
      signer: new JoseSigner(),
      commands: new FakeCommandRunner(),
      clipboard,
      notifier,
      settings: new MemorySettings(),
      presetFiles: new MemoryPresetFiles(),
      files: new MemoryTextFiles(),
      fileEncryption: ageFile,
      clock: time,
      timer: time,
      random: { uuid: randomUUID, fraction },
      events,
      log,
      openKey: openWindow,
      ask: async () => false,
      onTestProgress: () => {},
      onImportProgress: () => {},
      onRefreshProgress: () => {},
    });
    this.tray = new TrayActions({ app: this.app, notifier, clock: time, timer: time, openWindow });
  }

  static async start(http: Http, fraction: () => number = () => 0.5): Promise<Engine> {
    const engine = new Engine(http, fraction);
    await engine.app.start();
    return engine;
  }

  /** Stores a key and asks for its first token; does not wait for it. */
  async add(draft: KeyDraft): Promise<KeyId> {
    const added = await this.app.keys.add(draft);
    if (!added.ok) throw new Error(`not added: ${JSON.stringify(added.failure)}`);
    return added.value.keyId;
  }

  async stop(): Promise<void> {
    await this.app.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
