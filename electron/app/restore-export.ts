import type { RestoreChoice, RestorePreview } from '#contract/restore-view';
import type { ActivityRecorder } from '#core/activity';
import type { KeyId } from '#core/api-key';
import type { ExportDocument } from '#core/export/export-document';
import { ageForm, type FileEncryption } from '#core/export/file-encryption-port';
import { type MatchedExport, matchExport } from '#core/export/match-export';
import { readExport } from '#core/export/read-export';
import { fail, ok, type Result } from '#core/failure';
import type { Log, Random, Timer, VaultChange } from '#core/ports';
import type { Preset } from '#core/providers/preset';
import { Secret } from '#core/secret';
import type { AppState } from './app-state.ts';
import { readForExport } from './exported-keys.ts';
import type { PresetShelf } from './import-keys.ts';
import type { KeyStorage } from './key-storage.ts';
import type { RenewedSecrets } from './renewed-secrets.ts';
import { planRestore, type RestoreManner, type RestorePlan } from './restore-plan.ts';
import { previewOf } from './restore-preview.ts';
import { addPresets, removePresets } from './restored-presets.ts';
import { unspentRecords } from './unspent-records.ts';

interface Needs {
  readonly state: AppState;
  readonly storage: KeyStorage;
  readonly presets: PresetShelf;
  readonly renewed: RenewedSecrets;
  readonly fileEncryption: FileEncryption;
  readonly activity: ActivityRecorder;
  readonly random: Random;
  readonly timer: Timer;
  readonly log: Log;
  /** Records of these keys are about to be replaced: answers to their former credentials count no more. */
  readonly beforeReplaced: (ids: readonly KeyId[]) => void;
  /** Records of these keys were replaced: the state has to follow. */
  readonly onReplaced: (ids: readonly KeyId[]) => Promise<void>;
}

/** An exported file that the user chose. */
export interface ChosenExport {
  readonly fileName: string;
  readonly bytes: Uint8Array;
}

interface Session {
  readonly id: string;
  readonly file: ChosenExport;
  /** Null until it was opened. */
  document: ExportDocument | null;
}

interface Undo {
  readonly id: string;
  readonly changes: readonly VaultChange[];
  readonly presetIds: readonly string[];
}

const nothing: RestorePlan = { changes: [], added: 0, replaced: 0, presetIds: new Set() };
/** A file that nobody restores is forgotten after this time, with its secrets. */
const forgetAfterMs = 15 * 60_000;

/** Restores keys of an exported file: open, preview, restore, undo. One file at a time. */
export class RestoreExport {
  readonly #needs: Needs;
  #session: Session | null = null;
  #undo: Undo | null = null;
  #cancelTimer: () => void = () => {};
  /** One at a time: opening a file may take a gigabyte. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(needs: Needs) {
    this.#needs = needs;
  }

  /** Takes a chosen file. Failure: vaultLocked. */
  open(file: ChosenExport): Result<RestoreChoice> {
    const { random, timer } = this.#needs;
    if (!this.#isOpen()) return fail('vaultLocked');
    this.#forgetFile();
    const id = random.uuid();
    this.#session = { id, file, document: null };
    this.#cancelTimer = timer.after(forgetAfterMs, () => this.#forgetFile());
    return ok({ exportId: id, fileName: file.fileName, isEncrypted: ageForm(file.bytes) !== null });
  }

  /**
   * What the file holds, without secrets. Failures: keyNotFound (it was forgotten), vaultLocked, and those of
   * {@link FileEncryption} and {@link readExport}.
   */
  preview(exportId: string, passphrase: Secret): Promise<Result<RestorePreview>> {
    return this.#inTurn(async () => {
      const session = this.#session;
      if (session?.id !== exportId) return fail('keyNotFound');
      const document =
        session.document === null ? await this.#read(session, passphrase) : ok(session.document);
      if (!document.ok) return document;
      const match = await this.#match(document.value);
      if (!match.ok) return match;
      if (this.#session !== session) return fail('keyNotFound');
      session.document = document.value;
      return ok(previewOf(document.value, match.value, this.#needs.state));
    });
  }

  /** Stores the keys in one commit. Failures: keyNotFound, vaultLocked, vaultWriteFailed, presetFolderFailed; nothing is then changed. */
  restore(
    exportId: string,
    manner: RestoreManner,
  ): Promise<Result<{ readonly added: number; readonly replaced: number }>> {
    return this.#inTurn(async () => {
      const { presets, activity, log } = this.#needs;
      const document = this.#session?.id === exportId ? this.#session.document : null;
      if (document === null) return fail('keyNotFound');
      const before = await this.#plan(document, manner, new Map());
      if (!before.ok) return before;
      const used = document.presets.filter(({ id }) => before.value.presetIds.has(id));
      const shelved = await addPresets(this.#needs, used);
      if (!shelved.ok) return shelved;
      const { idOf, addedIds } = shelved.value;
      const done = await this.#store(() => this.#plan(document, manner, idOf));
      if (!done.ok) {
        await removePresets(presets, addedIds);
        return done;
      }
      const { plan, undo } = done.value;
      this.#forgetFile();
      this.#undo = { id: exportId, changes: undo, presetIds: addedIds };
      const { added, replaced } = plan;
      log.write('keys.restored', { added, replaced });
      activity.record('restored', null, { actor: 'window' });
      return ok({ added, replaced });
    });
  }

  /** Gives a file up and forgets its secrets. */
  cancel(exportId: string): void {
    if (this.#session?.id === exportId) this.#forgetFile();
  }

  /** Brings back what the last restore replaced and deleted, and deletes what it added. Once. */
  undo(exportId: string): Promise<Result<void>> {
    return this.#inTurn(async () => {
      const { presets, state, log } = this.#needs;
      const undo = this.#undo;
      if (undo?.id !== exportId || !this.#isOpen()) return fail('keyNotFound');
      const done = await this.#store(async () => ok({ ...nothing, changes: undo.changes }));
      if (!done.ok) return done;
      this.#undo = null;
      const isUsed = (id: string) => [...state.value.keys.values()].some(({ key }) => key.presetId === id);
      await removePresets(
        presets,
        undo.presetIds.filter((id) => !isUsed(id)),
      );
      log.write('restore.undone');
      return ok(undefined);
    });
  }

  /** Forgets the file and what an undo would bring back, with their secrets: the vault was locked. */
  forget(): void {
    this.#forgetFile();
    this.#undo = null;
  }

  async #read({ file }: Session, passphrase: Secret): Promise<Result<ExportDocument>> {
    const isEncrypted = ageForm(file.bytes) !== null;
    const text = isEncrypted
      ? await this.#needs.fileEncryption.decrypt(file.bytes, passphrase)
      : ok(new Secret(new TextDecoder('utf-8').decode(file.bytes)));
    return text.ok ? readExport(text.value) : text;
  }

  async #match(document: ExportDocument): Promise<Result<MatchedExport>> {
    if (!this.#isOpen()) return fail('vaultLocked');
    const stored = await readForExport(this.#needs.storage);
    if (!stored.ok) return stored;
    const presetOf = (id: string) =>
      this.#needs.state.preset(id) ?? document.presets.find((each) => each.id === id) ?? null;
    const sources = (id: string) => sourceFields(presetOf(id));
    return ok(matchExport(document.keys, stored.value.keys, sources));
  }

  async #plan(
    document: ExportDocument,
    manner: RestoreManner,
    presetIds: ReadonlyMap<string, string>,
  ): Promise<Result<RestorePlan>> {
    const { state } = this.#needs;
    const match = await this.#match(document);
    if (!match.ok) return match;
    return ok(
      planRestore(match.value, manner, {
        keyOf: (id) => state.value.keys.get(id),
        sourcesOf: (id) => sourceFields(state.preset(id)),
        presetIdOf: (id) => presetIds.get(id) ?? id,
      }),
    );
  }

  async #store(make: () => Promise<Result<RestorePlan>>) {
    const { storage, renewed, beforeReplaced, onReplaced } = this.#needs;
    let plan = nothing;
    const undo = await storage.replaceRecords(async () => {
      const made = await make();
      if (!made.ok) return made;
      plan = made.value;
      beforeReplaced(idsOf(plan));
      return ok(unspentRecords(plan.changes, renewed));
    });
    if (!undo.ok) return undo;
    await onReplaced(idsOf(plan));
    return ok({ plan, undo: undo.value });
  }

  #isOpen(): boolean {
    return this.#needs.state.value.vault.state === 'open';
  }

  #forgetFile(): void {
    this.#cancelTimer();
    this.#session = null;
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => {});
    return done;
  }
}

function sourceFields(preset: Preset | null): string[] {
  return (preset?.fields ?? []).filter(({ kind }) => kind === 'key').map(({ id }) => id);
}

function idsOf({ changes }: RestorePlan): KeyId[] {
  return [...new Set(changes.map(({ id }) => id as KeyId))];
}
