import type { ImportProgress } from '#contract/import-view';
import type { TestStep } from '#contract/test-report';
import type { KeyId } from '#core/api-key';
import type { Clipboard } from '#core/clipboard-port';
import type { FileEncryption } from '#core/export/file-encryption-port';
import type { Clock, CommandRunner, Http, Log, Notifier, Random, Signer, Timer, Vault } from '#core/ports';
import type { ConfirmPresence, IdleTime } from '#core/presence-port';
import type { PresetFiles } from '#core/preset-files-port';
import type { SettingsStore } from '#core/settings';
import type { SystemEvents } from '#core/system-events';
import type { SystemHealth } from '#core/system-health-port';
import type { TextFiles } from '#core/text-files-port';
import type { VaultAccess } from '#core/vault-access';
import type { AskUser } from './approve-command.ts';
import type { RefreshProgress } from './refresh-all.ts';

/** The world as the app sees it. */
export interface Ports {
  readonly vault: Vault;
  /** Of the same vault. */
  readonly access: VaultAccess;
  readonly idle: IdleTime;
  /** Null where the system cannot ask who is there. */
  readonly presence: ConfirmPresence | null;
  readonly systemHealth: SystemHealth;
  readonly http: Http;
  readonly signer: Signer;
  readonly commands: CommandRunner;
  readonly clipboard: Clipboard;
  readonly notifier: Notifier;
  readonly settings: SettingsStore;
  readonly presetFiles: PresetFiles;
  readonly files: TextFiles;
  readonly fileEncryption: FileEncryption;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly random: Random;
  readonly events: SystemEvents;
  readonly log: Log;
  /** Opens the window, at a key if one is given. */
  readonly openKey: (id: KeyId | null) => void;
  /** Puts a question to the user in a dialog of the system. */
  readonly ask: AskUser;
  /** Tells the page how many keys were asked again. */
  readonly onRefreshProgress: (progress: RefreshProgress) => void;
  /** Tells the page how far an import is. */
  readonly onImportProgress: (progress: ImportProgress) => void;
  /** Tells the page how far a test is. */
  readonly onTestProgress: (runId: string, steps: readonly TestStep[]) => void;
}
