import { asObject, type JsonObject } from './json-shapes.ts';

/** A leaf of a collection: a request with the authorization that it has or inherits. */
export interface CollectionEntry {
  readonly item: JsonObject;
  readonly auth: unknown;
}

/** Most requests that are looked at. */
const entryLimit = 5_000;

/**
 * All requests of a collection of nested folders, in order. An authorization that several inherit is told with the first of
 * them only.
 *
 * @param childrenOf the entries of a folder, or null for a request
 * @param authOf the authorization of a folder or request; undefined when it inherits
 */
export function collectionEntries(
  items: readonly unknown[],
  auth: unknown,
  childrenOf: (item: JsonObject) => readonly unknown[] | null,
  authOf: (item: JsonObject) => unknown,
): CollectionEntry[] {
  const entries: CollectionEntry[] = [];
  const told = new Set<unknown>();
  const folders = [{ items, auth, at: 0 }];
  for (let folder = folders.at(-1); folder !== undefined; folder = folders.at(-1)) {
    if (entries.length >= entryLimit) break;
    if (folder.at >= folder.items.length) {
      folders.pop();
      continue;
    }
    const item = asObject(folder.items[folder.at]);
    folder.at += 1;
    const own = authOf(item) ?? folder.auth;
    const children = childrenOf(item);
    if (children !== null) folders.push({ items: children, auth: own, at: 0 });
    else if (own === undefined || own === null || !told.has(own)) {
      told.add(own);
      entries.push({ item, auth: own });
    }
  }
  return entries;
}
