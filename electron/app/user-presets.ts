import type { KeyId } from '#core/api-key';
import { fail, ok, type Result } from '#core/failure';
import type { KeyState } from '#core/key-state';
import type { Log } from '#core/ports';
import type { PresetFiles } from '#core/preset-files-port';
import type { Preset } from '#core/providers/preset';
import { shippedPresets } from '#core/providers/shipped-presets';
import type { AppState } from './app-state.ts';
import { type JudgedFiles, judgePresetFiles, type PresetsByFile } from './judge-preset-files.ts';
import { withPreset } from './restore-keys.ts';

interface Needs {
  readonly state: AppState;
  readonly files: PresetFiles;
  readonly log: Log;
}

/** Longest id, less the number that may follow it. */
const idLength = 58;

/** The presets of the user: files in a folder, which may change while Keyfob runs. */
export class UserPresets {
  readonly #needs: Needs;
  #presets: PresetsByFile = new Map();
  #stopWatching: () => void = () => {};
  /** Reading, adding and removing take turns. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(needs: Needs) {
    this.#needs = needs;
  }

  /** Reads the files, and again whenever they change. */
  async start(): Promise<void> {
    this.#stopWatching = this.#needs.files.onChange(() => void this.#inTurn(() => this.#load()));
    await this.#inTurn(() => this.#load());
  }

  stop(): void {
    this.#stopWatching();
  }

  /** Stores a preset as a file, under its id or one like it that is free, and gives it as it is then. Failure: presetFolderFailed. */
  add(preset: Preset): Promise<Result<Preset>> {
    return this.#inTurn(async () => {
      const { files, state } = this.#needs;
      const content = await files.read();
      if (!content.ok) return content;
      const id = this.#freeId(
        preset.id,
        content.value.files.map(({ name }) => name),
      );
      const file = `${id}.json`;
      const written = await files.write(file, `${JSON.stringify({ ...preset, id }, null, 2)}\n`);
      if (!written.ok) return written;
      await this.#load();
      const added = state.preset(id);
      if (added !== null) return ok(added);
      await files.remove(file);
      return fail('presetFolderFailed');
    });
  }

  /** Removes the file of a preset; nothing happens when there is none. Failure: presetFolderFailed. */
  remove(id: string): Promise<Result<void>> {
    return this.#inTurn(async () => {
      const [file] = [...this.#presets].find(([, preset]) => preset.id === id) ?? [];
      if (file === undefined) return ok(undefined);
      const removed = await this.#needs.files.remove(file);
      await this.#load();
      return removed;
    });
  }

  /** Makes the folder where it is missing, and gives its absolute path. Failure: presetFolderFailed. */
  makeFolder(): Promise<Result<string>> {
    return this.#needs.files.makeFolder();
  }

  async #load(): Promise<void> {
    const { files, state, log } = this.#needs;
    const content = await files.read();
    const judged: JudgedFiles = content.ok
      ? judgePresetFiles(content.value, this.#presets)
      : { presets: this.#presets, problems: [folderUnreadable] };
    this.#presets = judged.presets;
    log.write('presets.read', { presets: judged.presets.size, problems: judged.problems.length });
    const own = [...judged.presets.values()].toSorted((a, b) => a.name.localeCompare(b.name));
    const presets = [...shippedPresets, ...own];
    const presetOf = new Map(presets.map((preset) => [preset.id, preset]));
    const adjust = ([id, keyState]: [KeyId, KeyState]) =>
      [id, withPreset(keyState, presetOf.get(keyState.key.presetId) ?? null)] as const;
    const keys = new Map([...state.value.keys].map(adjust));
    state.change({ presets, presetProblems: judged.problems, keys });
  }

  /** An id that no preset has, no file is named after and no key belongs to: one whose own preset is missing would take it. */
  #freeId(wanted: string, fileNames: readonly string[]): string {
    const { presets, keys } = this.#needs.state.value;
    const taken = new Set([
      ...presets.map(({ id }) => id),
      ...fileNames.map((name) => name.toLowerCase().replace(/\.json$/, '')),
      ...[...keys.values()].map(({ key }) => key.presetId),
    ]);
    if (!taken.has(wanted)) return wanted;
    let number = 2;
    while (taken.has(`${wanted.slice(0, idLength)}-${number}`)) number += 1;
    return `${wanted.slice(0, idLength)}-${number}`;
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => {});
    return done;
  }
}

const folderUnreadable = {
  file: 'presets',
  path: '',
  fix: 'the folder cannot be read: check who may read it',
};
