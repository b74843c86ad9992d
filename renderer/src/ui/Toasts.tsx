import { type ReactNode, useSyncExternalStore } from 'react';
import { createPortal } from 'react-dom';
import { useServices } from '../state/services.ts';
import type { Toast } from '../state/toast-store.ts';
import { Glyph } from './Glyph.tsx';
import { IconButton } from './IconButton.tsx';
import { OutsideText } from './OutsideText.tsx';
import styles from './Toasts.module.css';

/**
 * The messages at the foot of the window. Both regions exist before there is one, so that screen readers watch them. While a
 * modal dialog is open they live in it: all else lies behind it, cannot be clicked and is not read out.
 */
export function Toasts(): ReactNode {
  const { toasts, modals } = useServices();
  const dialog = useSyncExternalStore(modals.subscribe, modals.top);
  const current = useSyncExternalStore(toasts.subscribe, toasts.current);
  const having = (tone: Toast['tone']): ReactNode =>
    current
      .filter((toast) => toast.tone === tone)
      .map((toast) => <ToastCard key={toast.id} toast={toast} onDismiss={() => toasts.dismiss(toast.id)} />);

  const stack = (
    <div className={styles['stack']}>
      <div role="alert">{having('problem')}</div>
      <div role="status">{having('done')}</div>
    </div>
  );
  return dialog === null ? stack : createPortal(stack, dialog);
}

function ToastCard(props: { readonly toast: Toast; readonly onDismiss: () => void }): ReactNode {
  const { tone, title, whatToDo } = props.toast;
  return (
    <div className={`${styles['card']} ${styles[tone]}`}>
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
      {tone === 'problem' && <IconButton icon="close" label="Dismiss message" onClick={props.onDismiss} />}
    </div>
  );
}
