import type { HealthItemView } from '#contract/health-view';
import type { BackupView, RestorePreview } from '#contract/restore-view';
import type { Snapshot, VaultView } from '#contract/view';
import { day, minute, settings, snapshot } from '../key-fixtures.ts';
import { galleryStates } from './states.ts';

const now = Date.now();
const hour = 60 * minute;

const keys = galleryStates['six']?.().keys ?? [];
const passphraseVault: VaultView = {
  state: 'passphraseProtected',
  detail: 'passphrase',
  slots: ['passphrase', 'recovery'],
};
const bothVault: VaultView = {
  state: 'osProtected',
  detail: 'gnome_libsecret',
  slots: ['os', 'passphrase', 'recovery'],
};

function trusted(vault: VaultView, given: Partial<Snapshot> = {}): Snapshot {
  return snapshot({ keys, vault, ...given });
}
function locked(detail: string, slots: VaultView['slots'], given: Partial<VaultView> = {}): Snapshot {
  return snapshot({ vault: { state: 'locked', detail, slots, ...given } });
}

/** Snapshots by name of the state that they show. */
export const trustStates: Readonly<Record<string, () => Snapshot>> = {
  trustOs: () => trusted({ state: 'osProtected', detail: 'gnome_libsecret', slots: ['os'] }),
  trustPassphrase: () =>
    trusted(passphraseVault, { clipboard: { keyId: 'id-prod-warehouse', clearsAtMs: now + 23_900 } }),
  trustBoth: () => trusted(bothVault, { settings: settings({ confirmBeforeReveal: true }) }),
  trustSession: () => trusted({ state: 'sessionOnly', detail: 'unavailable', slots: [] }),
  trustOlder: () => trusted({ ...bothVault, isOlder: true }),
  trustFromBackup: () => trusted({ ...bothVault, isFromBackup: true, recordsAltered: true }),
  trustWorn: () => trusted({ ...bothVault, isKeyWorn: true }),
  trustQuits: () => trusted({ ...bothVault, storesBefore: 'quit' }),
  lockedNeeded: () => locked('passphraseNeeded', ['passphrase', 'recovery']),
  lockedNoWayIn: () => locked('passphraseNeeded', []),
  lockedByUser: () => locked('byUser', ['os', 'passphrase', 'recovery']),
  lockedIdle: () => locked('idle', ['passphrase', 'recovery'], { triesFromMs: now + 40_000 }),
  lockedStores: () => locked('byUser', ['os', 'passphrase', 'recovery'], { storesBefore: 'wipe' }),
  lockedKeyringOnly: () => locked('byUser', ['os']),
  lockedSuspended: () => locked('suspended', ['passphrase']),
  lockedDamaged: () => locked('damaged', []),
  lockedKeyChanged: () => locked('keyChanged', ['os', 'passphrase', 'recovery']),
};

/** Backups of some days. */
export const galleryBackups: readonly BackupView[] = [
  3 * minute,
  5 * hour,
  day,
  2 * day,
  6 * day,
  30 * day,
].map((agoMs, index) => ({ id: `b${index}`, madeAtMs: now - agoMs, sizeBytes: 86_016 - index * 7_321 }));

/** A file with keys of every kind, next to two that it lacks. */
export const galleryPreview: RestorePreview = {
  exportedAtMs: now - 12 * day,
  rows: [
    { name: 'prod-warehouse', providerName: 'CelerData Cloud', what: 'newer' },
    { name: 'dataos-minerva', providerName: 'DataOS', what: 'same' },
    { name: 'ibm-cloud', providerName: 'IBM Cloud IAM', what: 'older' },
    {
      name: 'Production warehouse of the European finance department, read only, second cluster',
      providerName: 'OAuth 2.0 client credentials',
      what: 'new',
    },
    { name: 'ключ 鍵', providerName: 'Layar', what: 'new' },
  ],
  onlyHere: ['crm-api', 'layar-staging'],
};

/** One line in each state. */
export const galleryHealth: readonly HealthItemView[] = [
  {
    subject: 'protection',
    state: 'notice',
    detail: 'keyring',
    fact: 'gnome_libsecret',
    fix: 'setPassphrase',
  },
  { subject: 'recovery', state: 'bad', detail: 'oneWay', fact: '', fix: 'makeRecoveryCode' },
  { subject: 'backups', state: 'good', detail: 'some', fact: '5, the newest 3 h old', fix: null },
  { subject: 'records', state: 'good', detail: 'whole', fact: '', fix: null },
  { subject: 'files', state: 'bad', detail: 'open', fact: 'vault.db', fix: null },
  { subject: 'memory', state: 'notice', detail: 'open', fact: '', fix: null },
  { subject: 'clipboard', state: 'unknown', detail: 'notTested', fact: '', fix: 'testClipboard' },
  { subject: 'notifications', state: 'good', detail: 'shown', fact: '', fix: null },
  { subject: 'sandbox', state: 'good', detail: 'on', fact: '', fix: null },
  { subject: 'startSwitches', state: 'good', detail: 'none', fact: '', fix: null },
  { subject: 'coreDumps', state: 'unknown', detail: 'unknown', fact: '', fix: null },
  { subject: 'runtime', state: 'notice', detail: 'fromSources', fact: '33.2.1', fix: null },
];
