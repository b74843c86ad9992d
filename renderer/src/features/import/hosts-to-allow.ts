import type { PreviewRow } from './use-import-preview.ts';

/** A host that selected keys would be sent to. */
export interface HostToAllow {
  readonly host: string;
  readonly keys: number;
  /** The user entered it in every row that has it. */
  readonly isTyped: boolean;
}

/** The hosts of the selected rows, in the order of the rows. */
export function hostsOf(rows: readonly PreviewRow[]): readonly HostToAllow[] {
  const hosts = new Map<string, HostToAllow>();
  for (const { state, host } of rows) {
    if (!state.ticked || host === null) continue;
    const former = hosts.get(host) ?? { host, keys: 0, isTyped: true };
    const isTyped = former.isTyped && state.typedHost !== null;
    hosts.set(host, { host, keys: former.keys + 1, isTyped });
  }
  return [...hosts.values()];
}

/** Whether the user agreed to every host. */
export function allAllowed(rows: readonly PreviewRow[], allowed: ReadonlySet<string>): boolean {
  return hostsOf(rows).every(({ host, isTyped }) => isTyped || allowed.has(host));
}
