import {
  type ComponentPropsWithRef,
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useId,
  useLayoutEffect,
  useRef,
} from 'react';
import { useServices } from '../state/services.ts';
import styles from './Dialog.module.css';

interface DialogProps {
  readonly title: ReactNode;
  readonly size: 'small' | 'large' | 'wide';
  readonly role?: 'dialog' | 'alertdialog';
  /** Id of the text that a screen reader reads with the title. */
  readonly describedBy?: string;
  /** Escape was pressed. The owner decides whether to stop rendering the dialog. */
  readonly onDismiss: () => void;
  readonly children: ReactNode;
}

/**
 * A native modal dialog, open as long as it is rendered. Focus starts at `[data-autofocus]` and goes back to where it
 * came from, both by the browser.
 */
export function Dialog({
  title,
  size,
  role = 'dialog',
  describedBy,
  onDismiss,
  children,
}: DialogProps): ReactNode {
  const dialogRef = useModal();
  const titleId = useId();

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.nativeEvent.isComposing) return;
    // The browser lets a page refuse only the first of two Escapes; taking the key keeps the owner in charge of both.
    event.preventDefault();
    event.stopPropagation();
    onDismiss();
  };

  return (
    <dialog
      ref={dialogRef}
      role={role}
      className={`${styles['dialog']} ${styles[size]}`}
      aria-labelledby={titleId}
      aria-describedby={describedBy}
      onKeyDown={onKeyDown}
      onCancel={(event) => {
        // A file chooser's "cancel" bubbles up here as well.
        if (event.target !== event.currentTarget) return;
        event.preventDefault();
        onDismiss();
      }}
      onClose={({ target, currentTarget }) => {
        // Closed by the browser in spite of all that: what was typed must not get lost without a question.
        if (target !== currentTarget || currentTarget.open) return;
        currentTarget.showModal();
        onDismiss();
      }}
    >
      <h2 id={titleId} className={styles['title']}>
        {title}
      </h2>
      {children}
    </dialog>
  );
}

/** Opens the dialog over everything else while it is rendered. */
function useModal(): RefObject<HTMLDialogElement | null> {
  const { modals } = useServices();
  const dialogRef = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const dialog = dialogRef.current;
    if (dialog === null) return;
    dialog.showModal();
    dialog.querySelector<HTMLElement>('[data-autofocus]')?.focus();
    const leave = modals.push(dialog);
    return () => {
      leave();
      dialog.close();
    };
  }, [modals]);
  return dialogRef;
}

interface DialogBodyProps extends Omit<ComponentPropsWithRef<'div'>, 'className'> {
  readonly children: ReactNode;
}

/** The part between title and foot, which scrolls when it is too high. */
export function DialogBody(props: DialogBodyProps): ReactNode {
  return <div {...props} className={styles['body']} />;
}

/** The buttons at the foot of a dialog. `aside` stands at the other end. */
export function DialogFoot(props: { readonly aside?: ReactNode; readonly children: ReactNode }): ReactNode {
  return (
    <div className={styles['foot']}>
      <div className={styles['aside']}>{props.aside}</div>
      {props.children}
    </div>
  );
}
