import * as v from 'valibot';
import { jsonFault } from './json-fault.ts';
import { type Preset, presetShape } from './preset.ts';
import { presetProblems } from './preset-checks.ts';
import { type FileProblem, shapeProblems } from './shape-problems.ts';

/** Most bytes of a preset file. */
export const presetFileBytes = 65_536;
/** Most preset files of a user. */
export const presetFileLimit = 200;
/** Most problems that are told of one file; mending the first ones often mends the rest. */
const problemLimit = 20;

/** What a preset file turned out to be. */
export type PresetReading =
  | { readonly ok: true; readonly preset: Preset }
  /** At least one problem. */
  | { readonly ok: false; readonly problems: readonly FileProblem[] };

/**
 * Reads the text of a preset file. Never throws: everything that can be wrong with it is told with its place and what to
 * do, so that somebody who never saw this program's source can mend it.
 */
export function readPresetFile(text: string): PresetReading {
  // Some editors put a byte order mark first.
  const json = text.replace(/^\ufeff/, '');
  if (json.trim() === '') return wrong([{ path: '', fix: 'the file is empty: write a preset into it' }]);
  const fault = jsonFault(json);
  if (fault !== null) return wrong([{ path: `line ${fault.line}, column ${fault.column}`, fix: fault.fix }]);
  const value: unknown = JSON.parse(json);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return wrong([{ path: '', fix: 'the file must hold one preset: an object in { }' }]);
  const shaped = v.safeParse(presetShape, value);
  if (!shaped.success) return wrong(shapeProblems(presetShape, value));
  const problems = presetProblems(shaped.output);
  return problems.length === 0
    ? { ok: true, preset: shaped.output }
    : wrong(problems.map(({ path, message }) => ({ path, fix: message })));
}

function wrong(problems: readonly FileProblem[]): PresetReading {
  const seen = new Map(problems.map((problem) => [`${problem.path}\n${problem.fix}`, problem]));
  return { ok: false, problems: [...seen.values()].slice(0, problemLimit) };
}
