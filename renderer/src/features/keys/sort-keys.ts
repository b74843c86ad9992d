import type { KeyView, TokenState } from '#contract/view';

/** Columns that the list can be sorted by. */
export type SortColumn =
  | 'name'
  | 'description'
  | 'provider'
  | 'clientId'
  | 'token'
  | 'keyExpiry'
  | 'createdAt';

/** A chosen order; null is the order that the snapshot came in: what breaks first. */
export interface Sort {
  readonly column: SortColumn;
  readonly direction: 'ascending' | 'descending';
}

const urgency: Record<TokenState, number> = {
  rejected: 0,
  needsYou: 1,
  retrying: 2,
  offline: 3,
  neverFetched: 4,
  refreshing: 5,
  onDemand: 6,
  fresh: 7,
  locked: 8,
};

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

type SortValue = string | number | null;

const values: Record<SortColumn, (key: KeyView) => SortValue> = {
  name: (key) => key.name,
  description: (key) => key.description || null,
  provider: (key) => key.providerName,
  clientId: (key) => key.clientId || null,
  token: (key) => urgency[key.token.state],
  keyExpiry: (key) => key.keyExpiresAtMs,
  createdAt: (key) => key.createdAtMs,
};

function compare(a: string | number, b: string | number): number {
  return typeof a === 'string' && typeof b === 'string' ? collator.compare(a, b) : Number(a) - Number(b);
}

/** The keys in the chosen order. What has no value comes last in both directions; equal ones keep their order. */
export function sortKeys(keys: readonly KeyView[], sort: Sort | null): readonly KeyView[] {
  if (sort === null) return keys;
  const sortValue = values[sort.column];
  const sign = sort.direction === 'ascending' ? 1 : -1;
  return keys.toSorted((first, second) => {
    const a = sortValue(first);
    const b = sortValue(second);
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    const order = compare(a, b) * sign;
    if (order !== 0 || sort.column !== 'token') return order;
    return ((first.token.expiresAtMs ?? 0) - (second.token.expiresAtMs ?? 0)) * sign;
  });
}

/** The order after another press on a column's header: up, down, and back to what breaks first. */
export function nextSort(sort: Sort | null, column: SortColumn): Sort | null {
  if (sort?.column !== column) return { column, direction: 'ascending' };
  return sort.direction === 'ascending' ? { column, direction: 'descending' } : null;
}
