import { ageFile } from '#adapters/age-file';
import { JoseSigner } from '#adapters/jose-signer';
import type { CallHandlers } from '#app/call-answers';
import { App } from '#app/create-app';
import { callHandlers } from '#app/handle-calls';
import type { CallInput, CallName, CallValues } from '#contract/calls';
import type { KeyView } from '#contract/view';
import type { KeyId } from '#core/api-key';
import type { Result } from '#core/failure';
import type { Http, Vault } from '#core/ports';
import type { VaultAccess } from '#core/vault-access';
import { FakeCommandRunner } from '../fakes/fake-command-runner.ts';
import { ManualEvents, MemoryClipboard, MemorySettings, RecordingNotifier } from '../fakes/memory-desktop.ts';
import { MemoryPresetFiles } from '../fakes/memory-preset-files.ts';
import { MemoryShell } from '../fakes/memory-shell.ts';
import { MemoryTextFiles } from '../fakes/memory-text-files.ts';
import { quietDesktop } from '../fakes/quiet-desktop.ts';
import { seededRandom } from '../kill/seeded-random.ts';
import type { Account } from './account.ts';
import { type MemoryRecords, MemoryVault } from './memory-vault.ts';
import { ServiceFleet, startedAtMs } from './service-fleet.ts';
import { VirtualTime } from './virtual-time.ts';

/** What a simulation may choose. */
export interface SimulationParts {
  readonly seed: number;
  /** Made anew at each start of the app. */
  readonly vault?: () => Vault & VaultAccess;
  readonly http?: Http;
}

/** How a hand-out went, by who issued the token. */
export interface HandedOut {
  readonly account: Account;
  readonly fate: 'alive' | 'expired' | 'diedEarly' | 'unknown' | 'none';
  /** Virtual time between question and answer. */
  readonly waitedMs: number;
}

/** The whole app without Electron, on virtual time, before simulated services. It is used from outside only. */
export class SimulatedKeyfob {
  readonly time = new VirtualTime(startedAtMs);
  readonly fleet = new ServiceFleet(this.time);
  readonly clipboard = new MemoryClipboard();
  readonly notifier = new RecordingNotifier();
  readonly settings = new MemorySettings();
  readonly events = new ManualEvents();
  readonly random: () => number;
  readonly #parts: SimulationParts;
  readonly #records: MemoryRecords = new Map();
  readonly #files = new MemoryTextFiles();
  readonly #ids = new Map<Account, KeyId>();
  app: App;
  #calls: CallHandlers;
  #uuids = 0;

  constructor(parts: SimulationParts) {
    this.#parts = parts;
    this.random = seededRandom(parts.seed);
    this.app = this.#newApp();
    this.#calls = callHandlers(this.app, new MemoryShell());
  }

  static async start(parts: SimulationParts): Promise<SimulatedKeyfob> {
    const keyfob = new SimulatedKeyfob(parts);
    await keyfob.app.start();
    return keyfob;
  }

  async stop(): Promise<void> {
    await this.app.stop();
  }

  /** Ends the app and starts it again on the same vault. */
  async restart(): Promise<void> {
    await this.app.stop();
    this.app = this.#newApp();
    this.#calls = callHandlers(this.app, new MemoryShell());
    await this.app.start();
    await this.time.advance(0);
  }

  /** What the page would send. */
  call<N extends CallName>(name: N, input: CallInput<N>): Promise<Result<CallValues[N]>> {
    return this.#calls[name](input) as Promise<Result<CallValues[N]>>;
  }

  /** Stores the key of an account; its first exchange is then under way. */
  async add(account: Account): Promise<KeyId> {
    const added = await this.call('keys.add', account.draft());
    if (!added.ok) throw new Error(`not added: ${JSON.stringify(added.failure)}`);
    const id = added.value.keyId as KeyId;
    this.#ids.set(account, id);
    return id;
  }

  /** The stored key of an account. */
  idOf(account: Account): KeyId {
    const id = this.#ids.get(account);
    if (id === undefined) throw new Error(`account ${account.index} has no key`);
    return id;
  }

  /** What the page sees of an account's key. */
  viewOf(account: Account): KeyView | undefined {
    const id = this.#ids.get(account);
    return this.app.snapshot().keys.find((key) => key.id === id);
  }

  /** Takes a token as another program would. Whoever waits for none has it before time goes on. */
  async handOut(account: Account): Promise<HandedOut> {
    const askedAtMs = this.time.elapsedMs();
    const handed = await this.app.tokens.handOut(this.idOf(account), 'program');
    const fate = handed.ok ? this.fleet.fateOf(handed.value.token.reveal()) : 'none';
    return { account, fate, waitedMs: this.time.elapsedMs() - askedAtMs };
  }

  #newApp(): App {
    const vault = this.#parts.vault?.() ?? new MemoryVault(this.#records);
    return new App({
      ...quietDesktop(),
      vault,
      access: vault,
      http: this.#parts.http ?? this.fleet,
      signer: new JoseSigner(),
      commands: new FakeCommandRunner(),
      clipboard: this.clipboard,
      notifier: this.notifier,
      settings: this.settings,
      presetFiles: new MemoryPresetFiles(),
      files: this.#files,
      fileEncryption: ageFile,
      clock: this.time,
      timer: this.time,
      random: { uuid: () => this.#uuid(), fraction: this.random },
      events: this.events,
      log: { write: () => {} },
      openKey: () => {},
      ask: async () => true,
      onImportProgress: () => {},
      onTestProgress: () => {},
      onRefreshProgress: () => {},
    });
  }

  /** Ids that a seed repeats: the jitter of a key comes from its id. */
  #uuid(): string {
    this.#uuids += 1;
    const digits = Math.floor(this.random() * 2 ** 32)
      .toString(16)
      .padStart(8, '0');
    return `${digits}-0000-4000-8000-${String(this.#uuids).padStart(12, '0')}`;
  }
}
