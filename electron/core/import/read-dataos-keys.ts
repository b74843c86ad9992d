import { readDataosTable } from '#core/providers/dataos-table';
import type { Preset } from '#core/providers/preset';
import type { ImportReading } from './import-candidate.ts';
import { makeCandidate } from './make-candidate.ts';

/** Keys in the table of `dataos-ctl user apikey get`, or null when the text has no such table. */
export function readDataosKeys(text: string, presets: readonly Preset[]): ImportReading | null {
  const rows = text.includes('EXPIRATION') ? readDataosTable(text) : null;
  if (rows === null) return null;
  const place = { unit: 'text', number: 1 } as const;
  const preset = presets.find(({ id, keyKind }) => id === 'dataos' && keyKind === 'static');
  if (preset?.keyKind !== 'static') return { candidates: [], problems: [{ place, kind: 'unknownProvider' }] };
  const candidates = rows.map(({ token, name, expiresAtMs }) =>
    makeCandidate({
      source: 'dataosTable',
      name,
      provider: preset,
      values: new Map([[preset.tokenField, token]]),
      keyExpiresAtMs: expiresAtMs,
    }),
  );
  return { candidates, problems: candidates.length === 0 ? [{ place, kind: 'noKey' }] : [] };
}
