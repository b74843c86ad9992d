import type { ActivityRecorder } from '#core/activity';
import type { KeyId, RefreshMode } from '#core/api-key';
import type { Result } from '#core/failure';
import { ActivityLog } from './activity-log.ts';
import { ActivityStorage } from './activity-storage.ts';
import type { Ports } from './app-ports.ts';
import { AppState } from './app-state.ts';
import { ApproveCommand } from './approve-command.ts';
import { CalendarFile } from './calendar-file.ts';
import { ClockWatch } from './clock-watch.ts';
import { ConfirmUser } from './confirm-user.ts';
import { CopyToken } from './copy-token.ts';
import { type ExchangePorts, exchangeKey } from './exchange-key.ts';
import { type ExchangeStoredNeeds, exchangeStoredKey } from './exchange-stored-key.ts';
import { ExportKeys } from './export-keys.ts';
import { countAsEdited, followReplacedKeys } from './follow-replaced-keys.ts';
import { FreshToken, type FreshTokenNeeds } from './fresh-token.ts';
import { HeldTokens } from './held-tokens.ts';
import { ImportKeys } from './import-keys.ts';
import { Inbox } from './inbox.ts';
import { IssuerMetadata } from './issuer-metadata.ts';
import { KeyStorage } from './key-storage.ts';
import { type LockUseCases, lockUseCases } from './lock-use-cases.ts';
import { ManageKeys } from './manage-keys.ts';
import { NoticeStorage } from './notice-storage.ts';
import { ProviderActions } from './provider-actions.ts';
import { RefreshAll, type RefreshedAll } from './refresh-all.ts';
import { RefreshTokens } from './refresh-tokens.ts';
import { RenewedSecrets } from './renewed-secrets.ts';
import { reportRefused } from './report-refused.ts';
import { RestoreExport } from './restore-export.ts';
import { RevealKey } from './reveal-key.ts';
import { RotateKey } from './rotate-key.ts';
import { setRefreshMode } from './set-refresh-mode.ts';
import { SignIn } from './sign-in.ts';
import { type StoredInputsNeeds, withSources } from './stored-inputs.ts';
import { TestDrafts } from './test-drafts.ts';
import { VaultWithoutTokens } from './tokens-in-memory.ts';
import { UnfinishedWork } from './unfinished-work.ts';
import { UserPresets } from './user-presets.ts';

/** State, and everything that can be done with it. */
export interface UseCases extends LockUseCases {
  readonly state: AppState;
  readonly storage: KeyStorage;
  readonly refreshTokens: RefreshTokens;
  readonly renewed: RenewedSecrets;
  readonly inbox: Inbox;
  readonly confirm: ConfirmUser;
  readonly removeTokens: () => Promise<Result<void>>;
  readonly unfinished: UnfinishedWork;
  readonly exchangePorts: ExchangePorts;
  readonly watch: ClockWatch;
  readonly tokens: FreshToken;
  readonly refreshAll: () => Promise<RefreshedAll>;
  readonly reportRefused: (id: KeyId) => Promise<Result<void>>;
  readonly setRefreshMode: (id: KeyId, mode: RefreshMode) => Promise<Result<void>>;
  readonly keys: ManageKeys;
  readonly tests: TestDrafts;
  readonly provider: ProviderActions;
  readonly signIn: SignIn;
  readonly rotation: RotateKey;
  readonly imports: ImportKeys;
  readonly exports: ExportKeys;
  readonly restores: RestoreExport;
  readonly copy: CopyToken;
  readonly reveal: RevealKey;
  readonly userPresets: UserPresets;
  readonly activity: ActivityLog;
  readonly calendar: CalendarFile;
}

/** What most use cases need. */
interface Shared extends Pick<Ports, 'clock' | 'random' | 'timer' | 'log'> {
  readonly state: AppState;
  readonly storage: KeyStorage;
  readonly activity: ActivityRecorder;
  readonly refreshTokens: RefreshTokens;
  readonly renewed: RenewedSecrets;
  readonly freshToken: FreshToken;
  readonly ports: ExchangePorts;
  readonly held: HeldTokens;
  readonly unfinished: UnfinishedWork;
  readonly handOut: StoredInputsNeeds['handOut'];
}

/** State, storage and tokens, on which all else stands. */
function foundations(ports: Ports) {
  const { clock, random, timer, log } = ports;
  const state = new AppState(ports.settings.read());
  const vault = new VaultWithoutTokens(ports.vault, () => !state.value.settings.tokensInMemoryOnly);
  const storage = new KeyStorage(vault, clock);
  const activity = new ActivityLog({ ...ports, state, storage: new ActivityStorage(ports.vault) });
  const exchangePorts = exchangePortsOf(ports, state);
  const unfinished = new UnfinishedWork();
  const renewed = new RenewedSecrets();
  const refreshTokens = new RefreshTokens({ state, storage, clock, unfinished, renewed });
  const held = new HeldTokens();
  const watch = new ClockWatch({ state, storage, held, clock, log });
  const base = { state, storage, activity, refreshTokens, renewed, held, unfinished };
  const tokens: FreshToken = freshTokenOf(ports, { ...base, exchangePorts, watch });
  const handOut = (id: KeyId) => tokens.handOut(id, 'person');
  const own = { ...base, freshToken: tokens, ports: exchangePorts };
  const shared: Shared = { ...own, handOut, clock, random, timer, log };
  const removeTokens = () => vault.removeTokens();
  return { ...base, activity, exchangePorts, watch, tokens, removeTokens, shared };
}

/** Makes the use cases over the ports and joins them. */
export function makeUseCases(ports: Ports): UseCases {
  const { shared, ...base } = foundations(ports);
  const { watch } = base;
  const drafts = draftUseCases(ports, shared);
  const userPresets = new UserPresets({ ...shared, files: ports.presetFiles });
  const onProgress = ports.onImportProgress;
  const refreshAll = new RefreshAll({ ...shared, onProgress: ports.onRefreshProgress });
  const confirm = new ConfirmUser({ ...ports, ...shared });
  const made = {
    ...base,
    ...drafts,
    confirm,
    inbox: new Inbox({ ...shared, storage: new NoticeStorage(ports.vault) }),
    refreshAll: () => refreshAll.run(),
    reportRefused: (id: KeyId) => reportRefused({ ...shared, watch }, id),
    setRefreshMode: (id: KeyId, mode: RefreshMode) => setRefreshMode(shared, id, mode),
    imports: new ImportKeys({ ...shared, ...drafts, presets: userPresets, onProgress }),
    exports: new ExportKeys({ ...ports, ...shared, confirm }),
    restores: new RestoreExport({
      ...ports,
      ...shared,
      presets: userPresets,
      beforeReplaced: (ids) => countAsEdited(shared, ids),
      onReplaced: (ids) => followReplacedKeys({ ...shared, ...drafts }, ids),
    }),
    copy: new CopyToken({ ...ports, ...shared }),
    reveal: new RevealKey({ ...shared, confirm }),
    userPresets,
    calendar: new CalendarFile({ ...ports, ...shared }),
  };
  return { ...made, ...lockUseCases(ports, made) };
}

/** What checks, stores and tests what a form holds, and what is done with a stored key besides. */
function draftUseCases(
  ports: Ports,
  shared: Shared,
): Pick<UseCases, 'keys' | 'tests' | 'provider' | 'signIn' | 'rotation'> {
  const { areCommandsAllowed } = shared.ports;
  const approve = new ApproveCommand({ ...ports, areCommandsAllowed });
  const onFirstToken = (id: KeyId, isThere: boolean) => {
    if (isThere) void provider.learnDetails(id);
  };
  const onSecretsGone = (id: KeyId) => {
    signIn.cancel(id);
    rotation.drop(id);
  };
  const own = { approve, ask: ports.ask, onFirstToken, onSecretsGone };
  const keys: ManageKeys = new ManageKeys({ ...shared, ...own });
  const signIn = new SignIn(shared);
  const provider = new ProviderActions({ ...shared, keys });
  const tests = new TestDrafts({ ...shared, keys, approve, onProgress: ports.onTestProgress });
  const rotation: RotateKey = new RotateKey({ ...shared, keys, tests, approve });
  return { keys, tests, provider, signIn, rotation };
}

function freshTokenOf(
  { clock, random, log }: Ports,
  {
    exchangePorts,
    ...own
  }: Pick<Shared, 'state' | 'storage' | 'activity' | 'refreshTokens' | 'held'> &
    Pick<UseCases, 'exchangePorts' | 'watch'>,
): FreshToken {
  const { state } = own;
  const exchange: ExchangeStoredNeeds['exchange'] = async ({ key }, secrets, neededAtMs) => {
    const handOut = (id: KeyId) => tokens.handOutInside(id, neededAtMs() === 0 ? 'person' : 'loop');
    const stored = await withSources({ state, handOut }, key, secrets);
    if (!stored.ok) return stored;
    const onSkew = (serverSkewMs: number) => state.changeKey(key.id, { serverSkewMs });
    const manner = { neededAtMs, onSkew };
    return exchangeKey(exchangePorts, stored.value.preset, stored.value.inputs, manner);
  };
  const ask: FreshTokenNeeds['ask'] = (keyState, neededAtMs) =>
    exchangeStoredKey({ ...own, log, exchange }, keyState, neededAtMs);
  const tokens: FreshToken = new FreshToken({ ...own, clock, random, log, ask });
  return tokens;
}

function exchangePortsOf({ http, clock, random, signer, commands }: Ports, state: AppState): ExchangePorts {
  const metadata = new IssuerMetadata(http, clock);
  const areCommandsAllowed = () => state.value.settings.commandsAllowed;
  return { http, clock, random, signer, commands, metadata, areCommandsAllowed };
}
