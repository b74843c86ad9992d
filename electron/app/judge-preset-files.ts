import type { PresetProblemView } from '#contract/preset-problem-view';
import type { PresetFile, PresetFolderContent, UnreadPreset } from '#core/preset-files-port';
import type { Preset } from '#core/providers/preset';
import { presetFileBytes, presetFileLimit, readPresetFile } from '#core/providers/read-preset-file';
import { shippedPresets } from '#core/providers/shipped-presets';

/** Presets by the name of their file. */
export type PresetsByFile = ReadonlyMap<string, Preset>;

/** What the presets folder comes to. */
export interface JudgedFiles {
  readonly presets: PresetsByFile;
  readonly problems: readonly PresetProblemView[];
}

const unreadWords: Readonly<Record<UnreadPreset, string>> = {
  notRegular: 'is a link or no file: put the file itself here',
  tooLarge: `is larger than ${presetFileBytes / 1024} KiB, which no preset needs to be: shorten it`,
  notUtf8: 'is not UTF-8 text: save it with that encoding',
  unreadable: 'cannot be read: check who may read it',
};

/**
 * Decides which files count. One that became broken goes on with what was read of it before, and of two with one id the
 * one that was in use stays, so that a file that is half written, or a copy of another one, stops no key.
 */
export function judgePresetFiles(
  { files, leftOut }: PresetFolderContent,
  before: PresetsByFile,
): JudgedFiles {
  const problems: PresetProblemView[] = [];
  const candidates: [file: string, preset: Preset][] = [];
  for (const file of files) {
    const read = readOne(file);
    problems.push(...read.problems);
    const kept = read.preset ?? before.get(file.name);
    if (kept !== undefined) candidates.push([file.name, kept]);
    if (read.preset === undefined && kept !== undefined)
      problems.push(
        told(file.name, '', 'until that is mended, Keyfob goes on with what the file said before'),
      );
  }
  const presets = new Map<string, Preset>();
  const fileOf = new Map<string, string>();
  for (const [file, preset] of candidates.toSorted(byClaim(before))) {
    const problem = whyTaken(preset.id, fileOf.get(preset.id));
    if (problem === null) {
      presets.set(file, preset);
      fileOf.set(preset.id, file);
    } else problems.push(told(file, 'id', problem));
  }
  if (leftOut > 0)
    problems.push(told('presets', '', `only the first ${presetFileLimit} files are read: remove ${leftOut}`));
  return { presets, problems };
}

function readOne(file: PresetFile): { preset?: Preset; problems: PresetProblemView[] } {
  if (!('text' in file)) return { problems: [told(file.name, '', unreadWords[file.unread])] };
  const reading = readPresetFile(file.text);
  if (reading.ok) return { preset: reading.preset, problems: [] };
  return { problems: reading.problems.map(({ path, fix }) => told(file.name, path, fix)) };
}

function whyTaken(id: string, file: string | undefined): string | null {
  if (shippedPresets.some((preset) => preset.id === id))
    return `"${id}" is the id of a provider that comes with Keyfob: choose another id`;
  return file === undefined ? null : `"${id}" is the id of ${file}, too: choose another id for one of them`;
}

/** Who was in use with its id comes first, then who is named after its id. */
function byClaim(before: PresetsByFile): (a: [string, Preset], b: [string, Preset]) => number {
  const rank = ([file, { id }]: [string, Preset]) =>
    before.get(file)?.id === id ? 0 : file === `${id}.json` ? 1 : 2;
  return (a, b) => rank(a) - rank(b) || (a[0] < b[0] ? -1 : 1);
}

function told(file: string, path: string, fix: string): PresetProblemView {
  return { file, path, fix };
}
