import type { ReactNode } from 'react';
import styles from './FieldError.module.css';
import { Glyph } from './Glyph.tsx';

interface FieldErrorProps {
  /** For `aria-describedby` of the control that it concerns. */
  readonly id: string;
  /** Read out when it appears, where the focus does not go to the control anyway. */
  readonly isAnnounced?: boolean;
  readonly children: ReactNode;
}

/** What is wrong with an input, below it. */
export function FieldError({ id, isAnnounced = false, children }: FieldErrorProps): ReactNode {
  return (
    <p id={id} role={isAnnounced ? 'alert' : undefined} className={styles['error']}>
      <Glyph name="warning" />
      {/* One child of the row, so that a text in parts does not fall apart. */}
      <span>{children}</span>
    </p>
  );
}
