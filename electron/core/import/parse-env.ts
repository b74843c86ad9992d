import { type EnvDialect, EnvValues } from './env-values.ts';

/** A variable of a file for environments or of a shell script. */
export interface EnvVariable {
  readonly name: string;
  readonly value: string;
  /** Line of its name, from 1. */
  readonly line: number;
  /** The same name stands further down; that one counts. */
  readonly isOverridden: boolean;
}

/** `NAME=`, `export NAME=`, PowerShell `$env:NAME =`, cmd `set NAME=` and `set "NAME=`. */
const assignment =
  /[ \t]*(?:(?:export|declare -x|set|\$)[ \t]+)?(?:"?\$env:|"(?=\w+=))?([A-Za-z_][\w.-]{0,199})[ \t]*=[ \t]*/y;
/** fish `set -gx NAME value`, cmd `setx NAME value`. */
const twoWords = /[ \t]*(?:set(?:[ \t]+-{1,2}\w+)+|setx)[ \t]+([A-Za-z_]\w{0,199})[ \t]+/y;

/** No file for an environment has more. */
const variableLimit = 20_000;

/**
 * The variables of a text, in order. Values may be bare (up to ` #`), in single quotes (literal) or double quotes (with
 * escapes), and quoted ones may have several lines. Lines that set nothing are skipped.
 */
export function parseEnv(text: string): EnvVariable[] {
  const found: Omit<EnvVariable, 'isOverridden'>[] = [];
  const values = new EnvValues(text);
  let line = 1;
  for (let at = 0; at < text.length && found.length < variableLimit; ) {
    const name = nameAt(text, at);
    const value = name === null ? null : values.read(name.end, name.dialect);
    if (name !== null && value !== null) found.push({ name: name.text, value: value.text, line });
    const lineEnd = text.indexOf('\n', value?.end ?? at);
    const next = lineEnd < 0 ? text.length : lineEnd + 1;
    for (let place = at; place < next; place += 1) if (text[place] === '\n') line += 1;
    at = next;
  }
  const last = new Map(found.map(({ name }, index) => [name, index]));
  return found.map((variable, index) => ({ ...variable, isOverridden: last.get(variable.name) !== index }));
}

function nameAt(text: string, at: number): { text: string; end: number; dialect: EnvDialect } | null {
  for (const sticky of [twoWords, assignment]) {
    sticky.lastIndex = at;
    const match = sticky.exec(text);
    const name = match?.[1];
    if (!match || name === undefined) continue;
    return { text: name, end: sticky.lastIndex, dialect: dialectOf(match[0], sticky === twoWords) };
  }
  return null;
}

/** Told by what stands before the name. */
function dialectOf(start: string, isTwoWords: boolean): EnvDialect {
  if (start.includes('$env:')) return 'powershell';
  if (isTwoWords && /^\s*set\s/.test(start)) return 'fish';
  return /^\s*(export|declare|set)\s/.test(start) ? 'shell' : 'file';
}
