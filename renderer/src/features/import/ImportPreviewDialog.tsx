import type { ReactNode } from 'react';
import type { ImportPreview } from '#contract/import-view';
import type { Snapshot } from '#contract/view';
import { importWords, problemsWords, refusedWords } from '#contract/words/import-words';
import { Dialog, DialogBody } from '../../ui/Dialog.tsx';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { Glyph } from '../../ui/Glyph.tsx';
import { DiscardDialog } from '../key-form/DiscardDialog.tsx';
import { useDiscardGuard } from '../key-form/use-discard-guard.ts';
import { HostsToAllow } from './HostsToAllow.tsx';
import { isAllowed } from './hosts-to-allow.ts';
import styles from './ImportPreview.module.css';
import { ImportRowItem } from './ImportRowItem.tsx';
import { ImportRunning } from './ImportRunning.tsx';
import { NewProviders } from './NewProviders.tsx';
import { PreviewFoot } from './PreviewFoot.tsx';
import { PreviewToolbar } from './PreviewToolbar.tsx';
import { Problems } from './Problems.tsx';
import { type PreviewRow, useImportPreview } from './use-import-preview.ts';
import { useRowFilter } from './use-row-filter.ts';

interface ImportPreviewDialogProps {
  readonly preview: ImportPreview;
  readonly snapshot: Snapshot;
  readonly onClose: () => void;
}

/** Second step of an import: what was found, what becomes of it, and where it may be sent. */
export function ImportPreviewDialog({ preview, snapshot, onClose }: ImportPreviewDialogProps): ReactNode {
  const guard = useDiscardGuard();
  const state = useImportPreview(preview, snapshot, onClose);
  const filter = useRowFilter(state.rows);
  const keysOf = keysByProvider(state.rows);
  const close = (): void => {
    if (!state.running) guard.leave(onClose);
  };

  return (
    <Dialog size="wide" title={importWords.title} onDismiss={close}>
      <DialogBody ref={state.bodyRef} hidden={state.running}>
        {state.failure?.kind === 'keyNotFound' && (
          <p role="alert" className={styles['refused']}>
            <Glyph name="warning" />
            {importWords.forgotten}
          </p>
        )}
        {state.failure && state.failure.kind !== 'keyNotFound' && <FailureNote failure={state.failure} />}
        {state.imported !== null && (
          <p role="alert" className={styles['refused']}>
            <Glyph name="warning" />
            {refusedWords(state.imported, state.rows.length)}
          </p>
        )}
        <NewProviders presets={preview.newPresets} />
        {preview.problems.length > 0 && (
          <details className={styles['problems']}>
            <summary>
              <Glyph name="warning" /> {problemsWords(preview.problems.length)}
            </summary>
            <Problems problems={preview.problems} />
          </details>
        )}
        <PreviewToolbar rows={state.rows} filter={filter} change={state.change} />
        <ul className={styles['rows']}>
          {state.rows.map((given) => (
            <ImportRowItem
              key={given.row.index}
              importId={preview.importId}
              row={given.row}
              state={given.state}
              preset={given.preset}
              presets={state.presets}
              sources={state.sources}
              host={given.host}
              isAllowed={isAllowed(given, state.allowed)}
              isNewProvider={preview.newPresets.some(({ preset }) => preset.id === given.preset.id)}
              isHidden={!filter.shows(given)}
              hasAlike={(keysOf.get(given.preset.id) ?? 0) > 1}
              fillAlike={state.fillAlike}
              change={state.change}
              onEdit={guard.markDirty}
            />
          ))}
        </ul>
      </DialogBody>
      {state.running && <ImportRunning importId={preview.importId} />}
      <HostsToAllow rows={state.rows} allowed={state.allowed} allow={state.allow} hidden={state.running} />
      <PreviewFoot state={state} onClose={close} />
      {guard.asking && <DiscardDialog onKeep={guard.keep} onDiscard={guard.discard} />}
    </Dialog>
  );
}

function keysByProvider(rows: readonly PreviewRow[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { preset } of rows) counts.set(preset.id, (counts.get(preset.id) ?? 0) + 1);
  return counts;
}
