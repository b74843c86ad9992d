import { ageFile } from '#adapters/age-file';
import { JoseSigner } from '#adapters/jose-signer';
import { SqliteVault } from '#adapters/sqlite-vault';
import { systemClock, systemRandom, systemTimer } from '#adapters/system-clock';
import { App } from '#app/create-app';
import type { KeyDraft } from '#contract/calls';
import type { Http, Vault } from '#core/ports';
import { FakeCommandRunner } from '../fakes/fake-command-runner.ts';
import { FakeKeyring } from '../fakes/fake-keyring.ts';
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

/** What a process needs to know of the service and of its client. */
export interface SignedInAt {
  readonly tokenUrl: string;
  readonly testUrl: string;
  readonly clientId: string;
  readonly caPem: string;
}

/** The whole app on real time, a real vault in a folder, and a network; without a desktop. */
export async function startKeyfob(
  folder: string,
  http: Http,
  around: (vault: Vault) => Vault = (vault) => vault,
): Promise<App> {
  const vault = new SqliteVault(folder, new FakeKeyring());
  const app = new App({
    ...quietDesktop(),
    vault: around(vault),
    access: vault,
    http,
    signer: new JoseSigner(),
    commands: new FakeCommandRunner(),
    clipboard: new MemoryClipboard(),
    notifier: new RecordingNotifier(),
    settings: new MemorySettings(),
    presetFiles: new MemoryPresetFiles(),
    files: new MemoryTextFiles(),
    fileEncryption: ageFile,
    clock: systemClock,
    timer: systemTimer,
    random: systemRandom,
    events: new ManualEvents(),
    log: new MemoryLog(),
    openKey: () => {},
    ask: async () => false,
    onImportProgress: () => {},
    onRefreshProgress: () => {},
    onTestProgress: () => {},
  });
  await app.start();
  return app;
}

/** What the form holds for a key of a public client; an empty refresh token keeps the stored one. */
export function refreshKey(
  { tokenUrl, testUrl, clientId, caPem }: SignedInAt,
  refreshToken: string,
): KeyDraft {
  return {
    name: 'prod',
    description: '',
    presetId: 'oauth2-refresh-token',
    fields: { tokenUrl, testUrl, clientId, clientAuthentication: 'public', refreshToken },
    extraCaPem: caPem,
    createdAtMs: null,
    keyExpiresAtMs: null,
    minimumValidityS: 60,
  };
}
