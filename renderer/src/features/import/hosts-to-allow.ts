import { foundHost, hostsIn } from './row-host.ts';
import type { PreviewRow } from './use-import-preview.ts';

/** A host that selected keys would be sent to. */
export interface HostToAllow {
  readonly host: string;
  readonly keys: number;
  /** The user entered it in every row that has it, and so agreed to it. */
  readonly isTyped: boolean;
}

/** Hosts that a row has only because the user entered them. */
function typedOnly({ row, state }: PreviewRow): readonly string[] {
  const found = hostsIn(foundHost(row, state.presetId));
  return hostsIn(state.typedHost).filter((host) => !found.includes(host));
}

/** The hosts of the selected rows, in the order of the rows. */
export function hostsOf(rows: readonly PreviewRow[]): readonly HostToAllow[] {
  const hosts = new Map<string, HostToAllow>();
  for (const row of rows.filter(({ state }) => state.ticked)) {
    const typed = typedOnly(row);
    for (const host of hostsIn(row.host)) {
      const { keys, isTyped } = hosts.get(host) ?? { keys: 0, isTyped: true };
      hosts.set(host, { host, keys: keys + 1, isTyped: isTyped && typed.includes(host) });
    }
  }
  return [...hosts.values()];
}

/** Whether the user agreed to every host of a row, by a tick or by having entered it. */
export function isAllowed(row: PreviewRow, allowed: ReadonlySet<string>): boolean {
  const typed = typedOnly(row);
  return hostsIn(row.host).every((host) => typed.includes(host) || allowed.has(host));
}

/** Whether the user agreed to every host of the selected rows. */
export function allAllowed(rows: readonly PreviewRow[], allowed: ReadonlySet<string>): boolean {
  return rows.every((row) => !row.state.ticked || isAllowed(row, allowed));
}
