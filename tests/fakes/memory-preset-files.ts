import { fail, ok, type Result } from '#core/failure';
import type { PresetFile, PresetFiles, PresetFolderContent, UnreadPreset } from '#core/preset-files-port';
import { presetFileBytes, presetFileLimit } from '#core/providers/read-preset-file';

/** The presets folder in memory; a test puts files into it as an editor would. */
export class MemoryPresetFiles implements PresetFiles {
  readonly #files = new Map<string, string | { readonly unread: UnreadPreset }>();
  readonly #listeners = new Set<() => void>();
  isBroken = false;

  /** Puts a file there, in place of any other of this name, and tells it. */
  put(name: string, content: string | { readonly unread: UnreadPreset }): void {
    this.#files.set(name, content);
    this.#tell();
  }

  textOf(name: string): string | undefined {
    const content = this.#files.get(name);
    return typeof content === 'string' ? content : undefined;
  }

  async read(): Promise<Result<PresetFolderContent>> {
    if (this.isBroken) return fail('presetFolderFailed');
    const names = [...this.#files.keys()]
      .filter((name) => /^[^.].*\.json$/i.test(name) && !name.endsWith('.schema.json'))
      .toSorted();
    const files = names.slice(0, presetFileLimit).map((name): PresetFile => {
      const content = this.#files.get(name) ?? '';
      if (typeof content !== 'string') return { name, ...content };
      const isTooLarge = new TextEncoder().encode(content).length > presetFileBytes;
      return isTooLarge ? { name, unread: 'tooLarge' } : { name, text: content };
    });
    return ok({ files, leftOut: Math.max(0, names.length - presetFileLimit) });
  }

  async write(name: string, text: string): Promise<Result<void>> {
    if (this.isBroken || this.#files.has(name)) return fail('presetFolderFailed');
    this.put(name, text);
    return ok(undefined);
  }

  async remove(name: string): Promise<Result<void>> {
    if (this.isBroken) return fail('presetFolderFailed');
    this.#files.delete(name);
    this.#tell();
    return ok(undefined);
  }

  async makeFolder(): Promise<Result<string>> {
    return this.isBroken ? fail('presetFolderFailed') : ok('/memory/presets');
  }

  onChange(run: () => void): () => void {
    this.#listeners.add(run);
    return () => this.#listeners.delete(run);
  }

  #tell(): void {
    for (const run of this.#listeners) run();
  }
}
