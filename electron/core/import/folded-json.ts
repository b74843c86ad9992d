/** Members by name in lower case; of names that differ by case only the first counts. */
export type FoldedObject = ReadonlyMap<string, unknown>;

const depthLimit = 6;
const memberLimit = 200;

/** Folds the member names of an object, as files spell them in many ways. Deep or huge parts are left out. */
export function foldObject(value: object, depth = 1): FoldedObject {
  const folded = new Map<string, unknown>();
  for (const [name, member] of Object.entries(value).slice(0, memberLimit)) {
    const key = name.toLowerCase();
    if (folded.has(key)) continue;
    const isObject = typeof member === 'object' && member !== null && !Array.isArray(member);
    if (!isObject) folded.set(key, member);
    else if (depth < depthLimit) folded.set(key, foldObject(member as object, depth + 1));
  }
  return folded;
}

/** The value at a path of member names joined by dots, without regard to case. */
export function foldedAt(object: FoldedObject, path: string): unknown {
  let value: unknown = object;
  for (const name of path.toLowerCase().split('.')) {
    if (!(value instanceof Map)) return undefined;
    value = value.get(name);
  }
  return value;
}

/** The first text (or number) at one of several paths; empty when there is none. */
export function foldedText(object: FoldedObject, ...paths: readonly string[]): string {
  for (const path of paths) {
    const value = foldedAt(object, path);
    if (typeof value === 'string' && value.trim() !== '') return value;
    if (typeof value === 'number') return String(value);
  }
  return '';
}
