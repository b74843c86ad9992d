/** The value at a path of member names and array positions joined by dots, or undefined. */
export function valueAt(json: unknown, path: string): unknown {
  let value = json;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}

/** The first value of several paths that is neither absent nor null nor an empty text. */
export function firstValueAt(json: unknown, paths: readonly string[]): unknown {
  return paths
    .map((path) => valueAt(json, path))
    .find((value) => value !== undefined && value !== null && value !== '');
}
