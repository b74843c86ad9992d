import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ageFile } from '#adapters/age-file';
import { textFiles } from '#adapters/text-files';
import { AppState } from '#app/app-state';
import { ExportKeys } from '#app/export-keys';
import { KeyStorage } from '#app/key-storage';
import { plainExportPhrase } from '#contract/restore-view';
import { ok } from '#core/failure';
import { Secret } from '#core/secret';
import { defaultSettings } from '#core/settings';
import { sampleKey } from '../../fakes/sample-key.ts';
import {
  exportCanary,
  exportPassphrase,
  goodExport,
  type HostileExport,
  hostileExports,
  hugeExports,
} from '../../hostile/hostile-exports.ts';
import { MemoryVault } from '../../simulation/memory-vault.ts';
import { SimulatedKeyfob } from '../../simulation/simulated-keyfob.ts';
import type { CheckResult, CheckSize } from '../check-result.ts';

const filesOf = { reduced: 400, full: 100_000 };
const hugeBytesOf = { reduced: 100_000, full: 15 * 1_048_576 };
const batch = 500;
/** Of those that can be restored, one in so many is, and taken back. */
const restoredEvery = 10;
const knownReasons = new Set([
  'wrongPassphrase',
  'noPassphrase',
  'tooCostly',
  'damagedFile',
  'newerFormat',
  'notAnExport',
]);

/**
 * CR-21: hostile files are opened by the whole program, and what can be restored is restored and taken back; and what an export
 * writes, for whom, and under which condition without protection.
 */
export async function importHostileExports(
  size: CheckSize,
  seed = Date.now() % 1_000_000,
): Promise<CheckResult> {
  const trial = await ImportTrial.start(seed);
  try {
    for (let done = 0; done < filesOf[size]; done += batch) {
      const count = Math.min(batch, filesOf[size] - done);
      for (const file of await hostileExports(count, seed + done)) await trial.give(file);
    }
    let hugestMs = 0;
    for (const file of hugeExports(hugeBytesOf[size])) {
      const startMs = performance.now();
      await trial.give(file);
      hugestMs = Math.max(hugestMs, performance.now() - startMs);
    }
    const writing = await writtenWrongly();
    const faults = [...trial.faults, ...writing];
    return {
      figure:
        `${filesOf[size]} hostile files: ${trial.accepted} readable, ${trial.restored} of them restored and taken back, ` +
        `${trial.crashes} crashes; 5 huge ones in at most ${(hugestMs / 1000).toFixed(1)} s each; export 0600 over a file of others ` +
        `and beside a link, wrong passphrase refused, plain only after the phrase; ${faults.length} faults (seed ${seed})` +
        faults
          .slice(0, 5)
          .map((fault) => `; ${fault}`)
          .join(''),
      passed: faults.length === 0 && trial.crashes === 0 && trial.restored > 0 && hugestMs < 30_000,
    };
  } finally {
    await trial.stop();
  }
}

/** The whole program, which opens one file after another. */
class ImportTrial {
  readonly faults: string[] = [];
  accepted = 0;
  restored = 0;
  crashes = 0;
  readonly #keyfob: SimulatedKeyfob;
  readonly #vault: MemoryVault;
  readonly #onCrash = () => {
    this.crashes += 1;
  };

  private constructor(keyfob: SimulatedKeyfob, vault: MemoryVault) {
    this.#keyfob = keyfob;
    this.#vault = vault;
    process.on('unhandledRejection', this.#onCrash);
  }

  static async start(seed: number): Promise<ImportTrial> {
    const vault = new MemoryVault();
    const trial = new ImportTrial(await SimulatedKeyfob.start({ seed, vault: () => vault }), vault);
    const [first] = goodExport.keys;
    const stored = { ...goodExport, keys: [{ ...first, id: 'other-id', description: 'stored here' }] };
    await trial.give({ kind: 'good', bytes: Buffer.from(JSON.stringify(stored)), passphrase: '' }, 'keep');
    return trial;
  }

  async give({ kind, bytes, passphrase }: HostileExport, how: 'takeBack' | 'keep' = 'takeBack') {
    try {
      const { restores } = this.#keyfob.app;
      const opened = restores.open({ fileName: 'x', bytes });
      if (!opened.ok) return this.#fault(kind, 'not opened', bytes);
      const { exportId } = opened.value;
      const preview = await restores.preview(exportId, new Secret(passphrase));
      if (JSON.stringify(preview).includes(exportCanary)) this.#fault(kind, 'a secret is shown', bytes);
      if (!preview.ok) {
        const { kind: failure, field, reason = '' } = preview.failure;
        if (failure !== 'invalidInput' || field !== 'File' || !knownReasons.has(reason))
          this.#fault(kind, `failure ${failure} ${reason}`, bytes);
        return;
      }
      if (kind === 'wrong passphrase' && passphrase !== exportPassphrase)
        this.#fault(kind, 'opened by a wrong passphrase', bytes);
      this.accepted += 1;
      if (how === 'keep' || this.accepted % restoredEvery === 0)
        await this.#restore(exportId, kind, bytes, how);
    } catch (error) {
      this.crashes += 1;
      this.#fault(kind, String(error), bytes);
    }
  }

  async stop(): Promise<void> {
    process.off('unhandledRejection', this.#onCrash);
    await this.#keyfob.stop();
  }

  async #restore(exportId: string, kind: string, bytes: Uint8Array, how: 'takeBack' | 'keep'): Promise<void> {
    const { restores } = this.#keyfob.app;
    const before = await this.#records();
    const done = await restores.restore(exportId, this.accepted % 20 === 0 ? 'merge' : 'replace');
    if (!done.ok) return this.#fault(kind, `not restored: ${done.failure.kind}`, bytes);
    if (how === 'keep') return;
    const undone = await restores.undo(exportId);
    if (!undone.ok || (await this.#records()) !== before) this.#fault(kind, 'not taken back', bytes);
    this.restored += 1;
  }

  async #records(): Promise<string> {
    const all = [];
    for (const type of ['key', 'keySecrets', 'keyUse', 'token', 'rotation'] as const) {
      const read = await this.#vault.readAll(type);
      all.push(read.ok ? [...read.value.records].toSorted() : read);
    }
    return JSON.stringify(all);
  }

  #fault(kind: string, what: string, bytes: Uint8Array): void {
    this.faults.push(`${kind}: ${what} (${Buffer.from(bytes.subarray(0, 200)).toString('base64')})`);
  }
}

/** What is wrong with how exports are written to a real disk. */
async function writtenWrongly(): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'keyfob-export-'));
  try {
    const exports = await exportsOfOneKey();
    const [over, link, target] = ['over', 'link', 'target'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    writeFileSync(over, 'of others', { mode: 0o644 });
    chmodSync(over, 0o644);
    writeFileSync(target, 'mine');
    symlinkSync(target, link);
    const refused = await exports.savePlain(plainExportPhrase.toUpperCase(), async () => over);
    const untouched = readFileSync(over, 'utf8') === 'of others';
    const sealed = await exports.save(new Secret(exportPassphrase), async () => over);
    const file = readFileSync(over);
    const wrong = await ageFile.decrypt(file, new Secret('wrong passphrase'));
    const right = await ageFile.decrypt(file, new Secret(exportPassphrase));
    const plain = await exports.savePlain(plainExportPhrase, async () => link);
    const rules: [string, boolean][] = [
      ['plain without the phrase is refused', !refused.ok && untouched],
      ['the encrypted file is written for this user alone', sealed.ok && modeOf(over) === 0o600],
      ['it holds no secret', !file.includes(exportCanary)],
      ['a wrong passphrase is refused', !wrong.ok && wrong.failure.reason === 'wrongPassphrase'],
      ['the right one opens it', right.ok && right.value.reveal().includes(exportCanary)],
      ['a link is replaced', plain.ok && modeOf(link) === 0o600 && readFileSync(target, 'utf8') === 'mine'],
    ];
    return rules.filter(([, holds]) => !holds).map(([rule]) => `broken: ${rule}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function exportsOfOneKey(): Promise<ExportKeys> {
  const clock = { nowMs: () => Date.now(), elapsedMs: () => performance.now() };
  const vault = new MemoryVault();
  const opening = await vault.open();
  if (opening.state !== 'open') throw new Error('the vault in memory is not open');
  const storage = new KeyStorage(vault, clock);
  await storage.addKey(sampleKey({ id: randomUUID() as never }), { clientSecret: new Secret(exportCanary) });
  const state = new AppState(defaultSettings);
  state.change({ vault: opening });
  return new ExportKeys({
    state,
    storage,
    files: textFiles,
    fileEncryption: ageFile,
    confirm: { mayReveal: () => ok(undefined) },
    activity: { record: () => {} },
    clock,
    log: { write: () => {} },
  });
}

function modeOf(path: string): number {
  return statSync(path).mode & 0o777;
}
