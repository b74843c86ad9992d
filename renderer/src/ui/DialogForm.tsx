import type { ReactNode, RefObject } from 'react';
import styles from './DialogForm.module.css';

interface DialogFormProps {
  readonly formRef: RefObject<HTMLFormElement | null>;
  readonly onSubmit: () => void;
  /** The dialog's body and foot. */
  readonly children: ReactNode;
}

/** The form that fills a dialog: sent by Enter, judged by us, remembered by no browser. */
export function DialogForm({ formRef, onSubmit, children }: DialogFormProps): ReactNode {
  return (
    <form
      ref={formRef}
      className={styles['form']}
      noValidate
      autoComplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      {children}
    </form>
  );
}
