import { plainExportPhrase } from '#contract/restore-view';
import type { ActivityRecorder } from '#core/activity';
import { type ExportDocument, exportLimitBytes } from '#core/export/export-document';
import type { FileEncryption } from '#core/export/file-encryption-port';
import { writeExport } from '#core/export/write-export';
import { fail, ok, type Result } from '#core/failure';
import type { Clock, Log } from '#core/ports';
import { shippedPresets } from '#core/providers/shipped-presets';
import type { Secret } from '#core/secret';
import type { TextFiles } from '#core/text-files-port';
import type { AppState } from './app-state.ts';
import type { ConfirmUser } from './confirm-user.ts';
import { readForExport } from './exported-keys.ts';
import type { KeyStorage } from './key-storage.ts';

interface Needs {
  readonly state: AppState;
  readonly storage: KeyStorage;
  readonly files: TextFiles;
  readonly fileEncryption: FileEncryption;
  readonly confirm: Pick<ConfirmUser, 'mayReveal'>;
  readonly activity: ActivityRecorder;
  readonly clock: Clock;
  readonly log: Log;
}

/** Lets the user choose where a file is written; null: nowhere. */
type ChooseNewFile = (suggestedName: string) => Promise<string | null>;
type Saved = Result<{ readonly fileName: string | null }>;

/** Writes all keys into one file (docs/export-format.md). */
export class ExportKeys {
  readonly #needs: Needs;

  constructor(needs: Needs) {
    this.#needs = needs;
  }

  /** Encrypted with a passphrase. Failures: vaultLocked, notAllowed (confirmFirst), vaultDamaged, invalidInput (field File). */
  save(passphrase: Secret, choose: ChooseNewFile): Promise<Saved> {
    const { fileEncryption } = this.#needs;
    return this.#save('age', choose, (text) => fileEncryption.encrypt(text, passphrase));
  }

  /**
   * Without protection. Failures besides: invalidInput (notConfirmed).
   *
   * @param typed has to be the phrase of the contract, letter by letter: nobody writes all secrets in plain text by mistake
   */
  async savePlain(typed: string, choose: ChooseNewFile): Promise<Saved> {
    if (typed !== plainExportPhrase)
      return fail('invalidInput', { field: 'Confirmation', reason: 'notConfirmed' });
    return this.#save('json', choose, async (text) => text.reveal());
  }

  async #save(
    ending: 'age' | 'json',
    choose: ChooseNewFile,
    contentOf: (text: Secret) => Promise<string | Uint8Array>,
  ): Promise<Saved> {
    const { files, activity, clock, log } = this.#needs;
    const before = this.#whyNot();
    if (before !== null) return before;
    const day = new Date(clock.nowMs()).toISOString().slice(0, 10);
    const path = await choose(`keyfob-${day}.${ending}`);
    if (path === null) return ok({ fileName: null });
    const document = await this.#read();
    if (!document.ok) return document;
    const content = await contentOf(writeExport(document.value));
    // A file that is too large to be read again would be no export.
    if (content.length > exportLimitBytes) return fail('invalidInput', { field: 'File', reason: 'tooLong' });
    // The dialog and the encryption take their time, in which the user may have locked the vault.
    const after = this.#whyNot();
    if (after !== null) return after;
    const written = await files.write(path, content);
    const isThere = written.ok || written.failure.reason === 'notSynced';
    if (!isThere) return written;
    log.write('keys.exported', { keys: document.value.keys.length, encrypted: ending === 'age' });
    activity.record('exported', null, { actor: 'window', detail: ending === 'age' ? 'age' : 'plain' });
    return written.ok ? ok({ fileName: path.replace(/^.*[/\\]/, '') }) : written;
  }

  #whyNot() {
    const { state, confirm } = this.#needs;
    if (state.value.vault.state !== 'open') return fail('vaultLocked');
    const allowed = confirm.mayReveal();
    return allowed.ok ? null : allowed;
  }

  async #read(): Promise<Result<ExportDocument>> {
    const { state, storage, clock } = this.#needs;
    const stored = await readForExport(storage);
    if (!stored.ok) return stored;
    const { keys, damaged } = stored.value;
    // A file that lacks a secret would look like a whole one.
    if (damaged > 0) return fail('vaultDamaged');
    const used = new Set(keys.map(({ presetId }) => presetId));
    const presets = state.value.presets.filter((each) => used.has(each.id) && !shippedPresets.includes(each));
    return ok({ exportedAtMs: clock.nowMs(), keys, presets });
  }
}
