import { type Dispatch, type RefObject, useEffect, useReducer, useRef, useState } from 'react';
import type { ImportDone, ImportPreview, ImportRow } from '#contract/import-view';
import type { FailureView, KeyView, PresetView, Snapshot } from '#contract/view';
import { cutOffWords, importButton } from '#contract/words/import-words';
import { ask } from '../../bridge.ts';
import { useServices } from '../../state/services.ts';
import { useFailure } from '../../state/use-failure.ts';
import { useWipeSecrets } from '../key-form/use-key-form.ts';
import { changeRows, type RowChange, type RowState, startRows } from './import-rows.ts';
import { missingFields } from './missing-fields.ts';
import { readItems, withForms } from './read-items.ts';
import { hostsIn, rowHost } from './row-host.ts';
import { useFillAlike } from './use-fill-alike.ts';
import { useImportedToast } from './use-imported-toast.ts';

/** A row with all that is known of it. */
export interface PreviewRow {
  readonly row: ImportRow;
  readonly state: RowState;
  readonly preset: PresetView;
  /** Where its key would be sent; null if that is not known yet. */
  readonly host: string | null;
}

/** What the preview shows and does. */
export interface PreviewState {
  readonly bodyRef: RefObject<HTMLDivElement | null>;
  readonly presets: readonly PresetView[];
  readonly sources: readonly KeyView[];
  readonly rows: readonly PreviewRow[];
  readonly change: Dispatch<RowChange>;
  /** Takes what was entered in a row over into all others of its provider that lack it. */
  readonly fillAlike: (index: number) => void;
  readonly allowed: ReadonlySet<string>;
  readonly allow: (hosts: readonly string[], isAllowed: boolean) => void;
  readonly running: boolean;
  /** Why nothing at all was imported. */
  readonly failure: FailureView | null;
  /** How many keys were imported, once some were refused. */
  readonly imported: number | null;
  readonly commit: () => void;
}

/** The rows of an import between reading and storing. What is typed stays in the inputs until it is sent. */
export function useImportPreview(
  preview: ImportPreview,
  snapshot: Snapshot,
  onImported: () => void,
): PreviewState {
  const { bridge, toasts } = useServices();
  const bodyRef = useRef<HTMLDivElement>(null);
  useWipeSecrets(bodyRef);
  // As they were when it was read: what changes meanwhile must not change the rows under the user's hands.
  const [sources] = useState(snapshot.keys);
  const [presets] = useState(() => [...snapshot.presets, ...preview.newPresets.map(({ preset }) => preset)]);
  const presetOf = (id: string): PresetView | undefined => presets.find((preset) => preset.id === id);
  const [states, change] = useReducer(changeRows, null, () =>
    startRows(preview, (row) => {
      const preset = presetOf(row.presetId);
      return preset !== undefined && missingFields(row, preset).length > 0;
    }),
  );
  const { allowed, allow } = useAllowedHosts();
  const [running, setRunning] = useState(false);
  const [imported, setImported] = useState<number | null>(null);
  const showFirstError = useFirstError(bodyRef, states);
  const tellImported = useImportedToast(preview.importId);

  const rows = preview.rows.flatMap((row) => {
    const state = states.get(row.index);
    const preset = state && presetOf(state.presetId);
    return state && preset ? [{ row, state, preset, host: rowHost(row, state) }] : [];
  });

  const chosen = rows.filter(({ state }) => state.ticked);
  const [failure, setFailure] = useFailure(importButton(chosen.length));
  const fillAlike = useFillAlike(rows, bodyRef, change);

  const finish = (done: ImportDone): void => {
    const all = (imported ?? 0) + done.keyIds.length;
    if (all > 0) tellImported(all);
    if (done.refused.length === 0) {
      onImported();
      return;
    }
    // A lock took the rows away, or is about to.
    if (bodyRef.current === null || done.refused.some((row) => row.failure.kind === 'vaultLocked'))
      toasts.show({ tone: 'problem', ...cutOffWords(done.refused.length), showsLocked: true });
    setImported(all);
    change({ kind: 'refused', refused: new Map(done.refused.map((row) => [row.index, row.failure])) });
    showFirstError();
  };
  const commit = async (): Promise<void> => {
    const { items, errors } = readItems(withForms(chosen, bodyRef.current));
    change({ kind: 'errors', errors });
    setFailure(null);
    if (errors.size > 0) return showFirstError();
    const typed = chosen.flatMap(({ state }) => hostsIn(state.typedHost));
    setRunning(true);
    const answer = await ask(bridge, 'import.commit', {
      importId: preview.importId,
      items: [...items],
      allowedHosts: [...new Set([...allowed, ...typed])],
    });
    setRunning(false);
    if (answer.ok) finish(answer.value);
    else setFailure(answer.failure);
  };

  return {
    bodyRef,
    presets,
    sources,
    rows,
    change,
    fillAlike,
    allowed,
    allow,
    running,
    failure,
    imported,
    commit: () => void commit(),
  };
}

function useAllowedHosts(): Pick<PreviewState, 'allowed' | 'allow'> {
  const [allowed, setAllowed] = useState<ReadonlySet<string>>(new Set());
  return {
    allowed,
    allow: (hosts, isAllowed) =>
      setAllowed((old) => {
        const next = new Set(old);
        for (const host of hosts) {
          if (isAllowed) next.add(host);
          else next.delete(host);
        }
        return next;
      }),
  };
}

/** Brings the user to the first row that needs them, once it is rendered. */
function useFirstError(bodyRef: RefObject<HTMLElement | null>, states: unknown): () => void {
  const wanted = useRef(false);
  useEffect(() => {
    if (!wanted.current || states === null) return;
    wanted.current = false;
    const first = bodyRef.current?.querySelector<HTMLElement>('[aria-invalid="true"], [data-refused] input');
    first?.focus();
  }, [states, bodyRef]);
  return () => {
    wanted.current = true;
  };
}
