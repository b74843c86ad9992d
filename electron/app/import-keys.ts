import type { ImportItem } from '#contract/calls';
import type { ImportDone, ImportPreview, ImportProgress } from '#contract/import-view';
import type { TestReport } from '#contract/test-report';
import type { KeyId } from '#core/api-key';
import { fail, ok, type Result } from '#core/failure';
import { findDuplicates, type StoredKeyFacts } from '#core/import/find-duplicates';
import type { ImportCandidate } from '#core/import/import-candidate';
import { readImport } from '#core/import/read-import';
import type { Log, Random, Timer } from '#core/ports';
import { approvedPart } from '#core/providers/approved-part';
import type { Preset } from '#core/providers/preset';
import { readPresetFile } from '#core/providers/read-preset-file';
import type { AppState } from './app-state.ts';
import { type ImportedKey, ImportSession } from './import-session.ts';
import type { KeyStorage } from './key-storage.ts';
import type { ManageKeys } from './manage-keys.ts';
import type { TestDrafts } from './test-drafts.ts';

/** Adds and removes presets of the user. */
export interface PresetShelf {
  add(preset: Preset): Promise<Result<Preset>>;
  remove(id: string): Promise<Result<void>>;
}

interface Needs {
  readonly state: AppState;
  readonly storage: KeyStorage;
  readonly keys: ManageKeys;
  readonly tests: TestDrafts;
  readonly presets: PresetShelf;
  readonly random: Random;
  readonly timer: Timer;
  readonly log: Log;
  readonly onProgress: (progress: ImportProgress) => void;
}

interface Stored {
  readonly importId: string;
  readonly keyIds: readonly KeyId[];
  readonly presetIds: readonly string[];
}

/** A preview that nobody confirms is forgotten after this time, with its secrets. */
const forgetAfterMs = 15 * 60_000;

/** Imports keys: read, preview, store what the user confirmed, undo. One import at a time. */
export class ImportKeys {
  readonly #needs: Needs;
  #session: ImportSession | null = null;
  #stored: Stored | null = null;
  #cancelTimer: () => void = () => {};

  constructor(needs: Needs) {
    this.#needs = needs;
  }

  /** Finds keys in a text. Nothing is stored; the secrets stay here until the import ends. */
  async read(text: string): Promise<Result<ImportPreview>> {
    const { state, random, timer } = this.#needs;
    if (state.value.vault.state !== 'open') return fail('vaultLocked');
    this.forget();
    const { candidates, problems } = readImport(text, state.value.presets);
    const found = this.#withPresets(candidates);
    const checks = await this.#duplicates(found.map(({ candidate }) => candidate));
    const keys = found.flatMap((each, index): ImportedKey[] => {
      const check = checks[index];
      return check === undefined ? [] : [{ ...each, check }];
    });
    const newPresets = keys
      .filter(({ candidate }) => candidate.newPreset !== null)
      .map(({ preset }) => preset);
    const session = new ImportSession(random.uuid(), keys, [...new Set(newPresets)], problems);
    this.#session = session;
    this.#cancelTimer = timer.after(forgetAfterMs, () => this.forget());
    return ok(
      session.preview(
        (id) => state.value.keys.get(id as KeyId)?.key.name ?? '',
        (id) => state.preset(id),
      ),
    );
  }

  /** Tests one row before it is stored. */
  async test(
    importId: string,
    runId: string,
    item: ImportItem,
    allowedHosts: readonly string[],
  ): Promise<Result<TestReport>> {
    const row = this.#row(importId, item, allowedHosts);
    if (!row.ok) return row;
    return this.#needs.tests.run(runId, null, row.value.draft, row.value.preset);
  }

  /** Stores the rows that the user confirmed, each durable by itself. */
  async commit(
    importId: string,
    items: readonly ImportItem[],
    allowedHosts: readonly string[],
  ): Promise<Result<ImportDone>> {
    const { log, onProgress } = this.#needs;
    if (this.#session?.id !== importId) return fail('keyNotFound');
    const keyIds: KeyId[] = [];
    const added = new Map<string, Preset>();
    const refused: ImportDone['refused'][number][] = [];
    for (const [done, item] of items.entries()) {
      const stored = await this.#store(importId, item, allowedHosts, added);
      if (stored.ok) keyIds.push(stored.value.keyId);
      else refused.push({ index: item.index, failure: stored.failure });
      onProgress({ importId, done: done + 1, all: items.length });
    }
    const before = this.#stored?.importId === importId ? this.#stored : { keyIds: [], presetIds: [] };
    const presetIds = [...before.presetIds, ...[...added.values()].map(({ id }) => id)];
    this.#stored = { importId, keyIds: [...before.keyIds, ...keyIds], presetIds };
    log.write('keys.imported', { stored: keyIds.length, refused: refused.length });
    if (refused.length === 0) this.forget();
    return ok({ keyIds, refused });
  }

  /** Gives an import up and forgets its secrets. */
  cancel(importId: string): void {
    if (this.#session?.id === importId) this.forget();
  }

  /** Deletes what the last import stored. */
  async undo(importId: string): Promise<Result<{ removed: number }>> {
    const { state, keys, presets, log } = this.#needs;
    const stored = this.#stored;
    if (stored?.importId !== importId) return fail('keyNotFound');
    let removed = 0;
    for (const id of stored.keyIds) {
      const deleted = await keys.delete(id);
      // One that was deleted by hand meanwhile is gone as well.
      if (!deleted.ok && deleted.failure.kind !== 'keyNotFound') return deleted;
      if (deleted.ok) removed += 1;
    }
    const isUsed = (id: string) => [...state.value.keys.values()].some(({ key }) => key.presetId === id);
    for (const id of stored.presetIds) {
      // Another key of this provider may have been added since.
      const gone = isUsed(id) ? ok(undefined) : await presets.remove(id);
      if (!gone.ok) return gone;
    }
    this.#stored = null;
    log.write('import.undone', { removed });
    return ok({ removed });
  }

  async #store(
    importId: string,
    item: ImportItem,
    allowedHosts: readonly string[],
    added: Map<string, Preset>,
  ): Promise<Result<{ keyId: KeyId }>> {
    const row = this.#row(importId, item, allowedHosts);
    if (!row.ok) return row;
    const { draft, preset } = row.value;
    // One of the same id that does something else, as a file that appeared since, is not what the preview showed.
    const stored = this.#needs.state.preset(preset.id);
    if (stored !== null && approvedPart(stored) === approvedPart(preset))
      return this.#needs.keys.add(draft, 'imported');
    const known = added.get(preset.id);
    const shelved = known === undefined ? await this.#needs.presets.add(preset) : ok(known);
    if (!shelved.ok) return shelved;
    added.set(preset.id, shelved.value);
    return this.#needs.keys.add({ ...draft, presetId: shelved.value.id }, 'imported');
  }

  #row(importId: string, item: ImportItem, allowedHosts: readonly string[]) {
    const session = this.#session;
    if (session?.id !== importId) return fail('keyNotFound');
    const preset = session.presetOf(item, (id) => this.#needs.state.preset(id));
    if (preset === null) return fail('presetNotFound');
    const draft = session.draftOf(item, preset, allowedHosts);
    return draft.ok ? ok({ draft: draft.value, preset }) : draft;
  }

  /** A draft of a preset that does not hold together is left out: there is nothing that the user could do with it. */
  #withPresets(candidates: readonly ImportCandidate[]): Omit<ImportedKey, 'check'>[] {
    const drafts = new Map<string, Preset>();
    return candidates.flatMap((candidate) => {
      const known = candidate.presetId === null ? null : this.#needs.state.preset(candidate.presetId);
      if (known !== null) return [{ candidate, preset: known }];
      // Two keys of one service share its preset.
      const text = JSON.stringify(candidate.newPreset);
      const drafted = readPresetFile(text);
      const preset = drafts.get(text) ?? (drafted.ok ? drafted.preset : undefined);
      if (preset === undefined) return [];
      drafts.set(text, preset);
      return [{ candidate, preset }];
    });
  }

  async #duplicates(candidates: readonly ImportCandidate[]) {
    const { state, storage } = this.#needs;
    // Equal secrets get equal numbers; the numbers mean nothing outside of this call.
    const numbers = new Map<string, string>();
    const digest = (text: string) => {
      const number = numbers.get(text) ?? String(numbers.size);
      numbers.set(text, number);
      return number;
    };
    const stored: StoredKeyFacts[] = [];
    for (const { key } of state.value.keys.values()) {
      const { id, name, presetId, fields } = key;
      const secrets = await storage.readSecrets(id);
      const entries = secrets.ok ? Object.entries(secrets.value) : [];
      const secretDigests = Object.fromEntries(
        entries.map(([field, secret]) => [field, digest(secret.reveal())]),
      );
      stored.push({ id, name, presetId, fields, secretDigests });
    }
    return findDuplicates(candidates, stored, (secret) => digest(secret.reveal()));
  }

  /** Forgets what was read, with its secrets. */
  forget(): void {
    this.#cancelTimer();
    this.#session = null;
  }
}
