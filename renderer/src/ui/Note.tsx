import type { ReactNode } from 'react';
import { Glyph, type IconName } from './Glyph.tsx';
import styles from './Note.module.css';

interface NoteProps {
  readonly icon: IconName;
  readonly tone?: 'plain' | 'warning';
  /** What can be done about it. */
  readonly action?: ReactNode;
  readonly children: ReactNode;
}

/** Something to know before one goes on. */
export function Note({ icon, tone = 'plain', action, children }: NoteProps): ReactNode {
  return (
    <div className={`${styles['note']} ${styles[tone]}`}>
      <Glyph name={icon} />
      <p>{children}</p>
      {action}
    </div>
  );
}
