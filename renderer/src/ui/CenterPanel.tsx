import type { ReactNode } from 'react';
import styles from './CenterPanel.module.css';
import { Glyph, type IconName } from './Glyph.tsx';
import { OutsideText } from './OutsideText.tsx';

interface CenterPanelProps {
  readonly icon?: IconName;
  readonly role?: 'alert' | 'status';
  readonly title: string;
  readonly text: string;
  readonly children?: ReactNode;
}

/** One message in the middle of an otherwise empty place. */
export function CenterPanel({ icon, role, title, text, children }: CenterPanelProps): ReactNode {
  return (
    <div className={styles['panel']} role={role}>
      {icon && (
        <span className={styles['icon']}>
          <Glyph name={icon} />
        </span>
      )}
      <h2 className={styles['title']}>
        <OutsideText text={title} />
      </h2>
      {text && (
        <p className={styles['text']}>
          <OutsideText text={text} />
        </p>
      )}
      {children}
    </div>
  );
}
