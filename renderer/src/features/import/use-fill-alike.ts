import { type Dispatch, type RefObject, useCallback, useEffect, useRef } from 'react';
import { fieldControl } from '../key-form/control-names.ts';
import type { RowChange } from './import-rows.ts';
import { missingFields } from './missing-fields.ts';
import { readItem, withForms } from './read-items.ts';
import { typedHost } from './row-host.ts';
import type { PreviewRow } from './use-import-preview.ts';

/**
 * Takes what was entered in one row over into all other rows of its provider that lack it and have nothing of their own: a
 * table of 300 keys for one host needs that host once. Secrets are not taken over; each key has its own.
 */
export function useFillAlike(
  rows: readonly PreviewRow[],
  bodyRef: RefObject<HTMLElement | null>,
  change: Dispatch<RowChange>,
): (index: number) => void {
  const latest = useRef(rows);
  useEffect(() => {
    latest.current = rows;
  });
  return useCallback(
    (index) => {
      const [given] = withForms(
        latest.current.filter(({ row }) => row.index === index),
        bodyRef.current,
      );
      if (given === undefined) return;
      const open = missingFields(given.row, given.preset).filter(({ kind }) => kind !== 'secret');
      const { fields } = readItem(given);
      const values = Object.fromEntries(
        open.flatMap(({ id }) => (fields[id] === undefined ? [] : [[id, fields[id]]])),
      );
      if (Object.keys(values).length === 0) {
        given.form.querySelector<HTMLElement>(`[name="${fieldControl(open[0]?.id ?? '')}"]`)?.focus();
        return;
      }
      const lacking = withForms(latest.current, bodyRef.current).filter(({ row, preset, form }) => {
        if (preset.id !== given.preset.id) return false;
        const missing = missingFields(row, preset).filter(({ id }) => id in values);
        const own = readItem({ row, preset, form }).fields;
        return missing.length > 0 && missing.every(({ id }) => own[id] === undefined);
      });
      const indexes = new Set(lacking.map(({ row }) => row.index));
      change({ kind: 'fill', indexes, values, typedHost: typedHost(given.form, given.preset) });
    },
    [bodyRef, change],
  );
}
