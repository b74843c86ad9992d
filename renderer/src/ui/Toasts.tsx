import { type ReactNode, useEffect, useRef, useSyncExternalStore } from 'react';
import { createPortal } from 'react-dom';
import { useServices } from '../state/services.ts';
import { type Toast, toastStaysMs } from '../state/toast-store.ts';
import { useSnapshot } from '../state/use-snapshot.ts';
import { Button } from './Button.tsx';
import { Glyph } from './Glyph.tsx';
import { IconButton } from './IconButton.tsx';
import { OutsideText } from './OutsideText.tsx';
import styles from './Toasts.module.css';

/**
 * The messages at the foot of the window. Both regions exist before there is one, so that screen readers watch them. While a
 * modal dialog is open they live in it: all else lies behind it, cannot be clicked and is not read out.
 * Behind a lock only those are shown that name nothing of the vault.
 */
export function Toasts(): ReactNode {
  const { toasts, modals } = useServices();
  const dialog = useSyncExternalStore(modals.subscribe, modals.top);
  const current = useSyncExternalStore(toasts.subscribe, toasts.current);
  const state = useSnapshot();
  const vault = state.status === 'ready' ? state.snapshot.vault.state : null;
  const isClosed = vault === 'locked' || vault === 'opening';
  useEffect(() => {
    if (isClosed) toasts.endWithLock();
  }, [isClosed, toasts]);
  const having = (tone: Toast['tone']): ReactNode =>
    current
      .filter((toast) => toast.tone === tone && (!isClosed || toast.showsLocked))
      .map((toast) => <ToastCard key={toast.id} toast={toast} dismiss={toasts.dismiss} />);

  const stack = (
    <div className={styles['stack']}>
      <div role="alert">{having('problem')}</div>
      <div role="status">{having('done')}</div>
    </div>
  );
  return dialog === null ? stack : createPortal(stack, dialog);
}

interface ToastCardProps {
  readonly toast: Toast;
  readonly dismiss: (id: number) => void;
}

function ToastCard({ toast, dismiss }: ToastCardProps): ReactNode {
  const { id, tone, title, whatToDo, action } = toast;
  const cardRef = useRef<HTMLDivElement>(null);
  const staysMs = toastStaysMs(toast);
  useEffect(() => {
    if (!Number.isFinite(staysMs)) return;
    // Not while somebody is about to use it: then it gets its time once more.
    const timer = setInterval(() => {
      if (!cardRef.current?.matches(':hover, :focus-within')) dismiss(id);
    }, staysMs);
    return () => clearInterval(timer);
  }, [id, staysMs, dismiss]);

  return (
    <div ref={cardRef} className={`${styles['card']} ${styles[tone]}`}>
      <Glyph name={tone === 'done' ? 'check' : 'warning'} />
      <div className={styles['words']}>
        <p className={styles['title']}>
          <OutsideText text={title} />
        </p>
        {whatToDo && (
          <p className={styles['what']}>
            <OutsideText text={whatToDo} />
          </p>
        )}
      </div>
      {action && (
        <Button
          onClick={() => {
            dismiss(id);
            action.run();
          }}
        >
          {action.label}
        </Button>
      )}
      {(tone === 'problem' || action) && (
        <IconButton icon="close" label="Dismiss message" onClick={() => dismiss(id)} />
      )}
    </div>
  );
}
