import { type ReactNode, useCallback, useEffect, useId, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { madeOnWords, recoveryWords } from '#contract/words/recovery-words';
import { useServices } from '../../state/services.ts';
import { useGone } from '../../state/use-gone.ts';
import { useWindowLeft } from '../../state/use-window-left.ts';
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
  useOwed(!isWritten, setRefused);
  return (
    <Dialog size="small" title={recoveryWords.title} describedBy={`${id}-once`} onDismiss={leave}>
      <DialogBody>
        <Note icon="warning" tone="warning">
          <span id={`${id}-once`}>{recoveryWords.once}</span>
        </Note>
        <CodeSheet code={code} madeAtMs={madeAtMs} />
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

/** While the code is on no paper, the window is not closed over it, and a lock that takes it away is told. */
function useOwed(isOwed: boolean, setRefused: (isRefused: boolean) => void): void {
  const { toasts } = useServices();
  useGone(() => {
    if (isOwed) toasts.show({ tone: 'problem', ...recoveryWords.lost, showsLocked: true });
  });
  useEffect(() => {
    if (!isOwed) return;
    const refuse = (event: BeforeUnloadEvent): void => {
      event.preventDefault();
      setRefused(true);
    };
    window.addEventListener('beforeunload', refuse);
    return () => window.removeEventListener('beforeunload', refuse);
  }, [isOwed, setRefused]);
}

/** The code on screen and on paper. On the screen it is covered once the window is left, until the user asks for it. */
function CodeSheet({ code, madeAtMs }: Omit<RecoveryCodeDialogProps, 'onClose'>): ReactNode {
  const codeRef = useRef<HTMLElement>(null);
  const [isCovered, setCovered] = useState(false);
  useWindowLeft(useCallback(() => setCovered(true), []));
  const showAgain = (): void => {
    flushSync(() => setCovered(false));
    codeRef.current?.focus();
  };
  return (
    <div className={styles['sheet']}>
      <h3 className={styles['forPaper']}>{recoveryWords.sheetTitle}</h3>
      {/* biome-ignore lint/a11y/useSemanticElements: no element means "one code in groups" */}
      <code
        ref={codeRef}
        className={styles['code']}
        role="group"
        aria-label={recoveryWords.code}
        // Not taken away: the system's question about the printer leaves the window, too, and the code goes on that paper.
        aria-hidden={isCovered}
        tabIndex={-1}
        translate="no"
      >
        {groupsOf(code).map((group, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two groups may be equal, and none ever moves
          <span key={index}>{group}</span>
        ))}
      </code>
      {isCovered && (
        <div className={styles['cover']}>
          <p role="status">{recoveryWords.covered}</p>
          <Button icon="eye" onClick={showAgain}>
            {recoveryWords.showAgain}
          </Button>
        </div>
      )}
      <p className={styles['forPaper']}>{madeOnWords(madeAtMs)}</p>
      <p className={styles['forPaper']}>{recoveryWords.sheetUse}</p>
    </div>
  );
}

function groupsOf(code: string): readonly string[] {
  return code.split(/[\s-]+/).filter((group) => group !== '');
}
