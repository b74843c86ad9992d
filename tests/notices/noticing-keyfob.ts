import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ageFile } from '#adapters/age-file';
import { JoseSigner } from '#adapters/jose-signer';
import { SqliteVault } from '#adapters/sqlite-vault';
import { App } from '#app/create-app';
import { keyToJson, keyUseToJson, secretsToJson, tokenToJson } from '#app/key-records';
import { type ApiKey, unused } from '#core/api-key';
import type { Http, VaultChange } from '#core/ports';
import { Secret } from '#core/secret';
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

/** What no notice may hold: the secrets and tokens of the stored keys. */
export const noticeCanary = 'canary-of-the-notices';

/** The whole app over a real vault that holds keys already, with a clock and a desktop that a check steers. */
export class NoticingKeyfob {
  readonly time = new FakeTime();
  readonly notifier = new RecordingNotifier();
  readonly settings = new MemorySettings();
  readonly log = new MemoryLog();
  readonly #folder = mkdtempSync(join(tmpdir(), 'keyfob-notices-'));
  readonly #http: Http;
  app: App;

  private constructor(makeHttp: (time: FakeTime) => Http) {
    this.#http = makeHttp(this.time);
    this.app = this.#newApp();
  }

  /**
   * Starts with stored keys.
   *
   * @param keysAt makes them, given the time of the start
   * @param tokenLifeMs how long their stored tokens live; null: as long as the key
   */
  static async start(
    makeHttp: (time: FakeTime) => Http,
    keysAt: (nowMs: number) => readonly ApiKey[],
    tokenLifeMs: number | null = null,
  ): Promise<NoticingKeyfob> {
    const keyfob = new NoticingKeyfob(makeHttp);
    await keyfob.#store(keysAt(keyfob.time.nowMs()), tokenLifeMs);
    await keyfob.app.start();
    return keyfob;
  }

  async restart(): Promise<void> {
    await this.app.stop();
    this.app = this.#newApp();
    await this.app.start();
    await this.time.advance(0);
  }

  async stop(): Promise<void> {
    await this.app.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Everything that was shown or kept about notices. */
  allWords(): string {
    return JSON.stringify([this.notifier.notices, this.app.snapshot().inbox, this.log.lines]);
  }

  async #store(keys: readonly ApiKey[], tokenLifeMs: number | null): Promise<void> {
    const vault = new SqliteVault(this.#folder, new FakeKeyring());
    await vault.open();
    const nowMs = this.time.nowMs();
    const stored = await vault.commit(keys.flatMap((key) => recordsOf(key, nowMs, tokenLifeMs)));
    if (!stored.ok) throw new Error(`not stored: ${stored.failure.kind}`);
    vault.close();
  }

  #newApp(): App {
    const vault = new SqliteVault(this.#folder, new FakeKeyring());
    return new App({
      ...quietDesktop(),
      vault,
      access: vault,
      http: this.#http,
      signer: new JoseSigner(),
      commands: new FakeCommandRunner(),
      clipboard: new MemoryClipboard(),
      notifier: this.notifier,
      settings: this.settings,
      presetFiles: new MemoryPresetFiles(),
      files: new MemoryTextFiles(),
      fileEncryption: ageFile,
      clock: this.time,
      timer: this.time,
      random: { uuid: randomUUID, fraction: () => 0.5 },
      events: new ManualEvents(),
      log: this.log,
      openKey: () => {},
      ask: async () => false,
      onImportProgress: () => {},
      onRefreshProgress: () => {},
      onTestProgress: () => {},
    });
  }
}

function recordsOf(key: ApiKey, nowMs: number, tokenLifeMs: number | null): VaultChange[] {
  const { id } = key;
  const secrets = Object.fromEntries(
    key.secretFieldIds.map((field) => [field, new Secret(`${noticeCanary}-secret-${id}`)]),
  );
  const token = {
    value: new Secret(`${noticeCanary}-token-${id}`),
    tokenType: 'Bearer',
    obtainedAtMs: nowMs,
    expiresAtMs: tokenLifeMs === null ? key.keyExpiresAtMs : nowMs + tokenLifeMs,
    lifetimeSource: tokenLifeMs === null ? 'key' : 'relative',
    outputs: [],
  } as const;
  return [
    { put: 'key', id, json: keyToJson(key) },
    { put: 'keySecrets', id, json: secretsToJson(secrets) },
    { put: 'keyUse', id, json: keyUseToJson({ ...unused, lastCopiedAtMs: nowMs }) },
    { put: 'token', id, json: tokenToJson(token) },
  ];
}
