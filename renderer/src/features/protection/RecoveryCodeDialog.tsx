import { type ReactNode, useId, useState } from 'react';
import { madeOnWords, recoveryWords } from '#contract/words/recovery-words';
import { Button } from '../../ui/Button.tsx';
import { Dialog, DialogBody, DialogFoot } from '../../ui/Dialog.tsx';
import { FieldError } from '../../ui/FieldError.tsx';
import { Note } from '../../ui/Note.tsx';
import fields from '../settings/SettingField.module.css';
import styles from './RecoveryCode.module.css';

interface RecoveryCodeDialogProps {
  readonly code: string;
  readonly madeAtMs: number;
  readonly onClose: () => void;
}

/** A new recovery code, once. It goes only when the user says that it is on paper; there is no button to copy it. */
export function RecoveryCodeDialog({ code, madeAtMs, onClose }: RecoveryCodeDialogProps): ReactNode {
  const id = useId();
  const [isWritten, setWritten] = useState(false);
  const [isRefused, setRefused] = useState(false);
  const leave = (): void => (isWritten ? onClose() : setRefused(true));
  return (
    <Dialog size="small" title={recoveryWords.title} describedBy={`${id}-once`} onDismiss={leave}>
      <DialogBody>
        <Note icon="warning" tone="warning">
          <span id={`${id}-once`}>{recoveryWords.once}</span>
        </Note>
        <div className={styles['sheet']}>
          <h3 className={styles['forPaper']}>{recoveryWords.sheetTitle}</h3>
          {/* biome-ignore lint/a11y/useSemanticElements: no element means "one code in groups" */}
          <code className={styles['code']} role="group" aria-label={recoveryWords.code} translate="no">
            {groupsOf(code).map((group, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two groups may be equal, and none ever moves
              <span key={index}>{group}</span>
            ))}
          </code>
          <p className={styles['forPaper']}>{madeOnWords(madeAtMs)}</p>
          <p className={styles['forPaper']}>{recoveryWords.sheetUse}</p>
        </div>
        <div className={styles['check']}>
          <label className={fields['choice']}>
            <input
              type="checkbox"
              checked={isWritten}
              aria-invalid={isRefused || undefined}
              aria-describedby={isRefused ? `${id}-error` : undefined}
              onChange={() => {
                setWritten(!isWritten);
                setRefused(false);
              }}
            />
            {recoveryWords.writtenDown}
          </label>
          {isRefused && (
            <FieldError id={`${id}-error`} isAnnounced>
              {recoveryWords.notYet}
            </FieldError>
          )}
        </div>
      </DialogBody>
      <DialogFoot
        aside={
          <Button icon="print" onClick={() => window.print()}>
            {recoveryWords.print}
          </Button>
        }
      >
        <Button tone="primary" onClick={leave}>
          {recoveryWords.done}
        </Button>
      </DialogFoot>
    </Dialog>
  );
}

function groupsOf(code: string): readonly string[] {
  return code.split(/[\s-]+/).filter((group) => group !== '');
}
