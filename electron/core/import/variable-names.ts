/** Where a known name stands in a variable's name: `PROD_CELERDATA_HOST` is `CELERDATA_HOST` of the group `PROD`. */
export interface NamePlace<T> {
  readonly meaning: T;
  /** What stands before and after; variables of one key share it. */
  readonly group: string;
}

/** `clientId` and `client-id` become `CLIENT_ID`. */
export function envName(name: string): string {
  return name
    .slice(0, 200)
    .replace(/([a-z]\d*)([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .toUpperCase();
}

/** Finds the longest known name at the end or at the start of a variable's name, between underscores. */
export function locateName<T>(name: string, known: ReadonlyMap<string, T>): NamePlace<T> | null {
  const words = envName(name).split('_');
  for (let length = words.length; length > 0; length -= 1) {
    const end = words.length - length;
    const tail = known.get(words.slice(end).join('_'));
    if (tail !== undefined) return { meaning: tail, group: words.slice(0, end).join('_') };
    const head = known.get(words.slice(0, length).join('_'));
    if (head !== undefined) return { meaning: head, group: words.slice(length).join('_') };
  }
  return null;
}
