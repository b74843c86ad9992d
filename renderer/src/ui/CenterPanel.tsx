import type { ReactNode } from 'react';
import styles from './CenterPanel.module.css';
import { Glyph, type IconName } from './Glyph.tsx';
import { OutsideText } from './OutsideText.tsx';

interface CenterPanelProps {
  readonly icon?: IconName;
  readonly role?: 'alert' | 'status';
  /** There is nothing else in the window: this is its main part and its first heading. */
  readonly alone?: boolean;
  /** It stands in a dialog, whose title is the heading above. */
  readonly inDialog?: boolean;
  readonly title: string;
  readonly text: string;
  readonly children?: ReactNode;
}

/** One message in the middle of an otherwise empty place. */
export function CenterPanel({
  icon,
  role,
  alone = false,
  inDialog = false,
  title,
  text,
  children,
}: CenterPanelProps): ReactNode {
  const Heading = alone ? 'h1' : inDialog ? 'h3' : 'h2';
  const panel = (
    <div className={styles['panel']} role={role}>
      {icon && (
        <span className={styles['icon']}>
          <Glyph name={icon} />
        </span>
      )}
      <Heading className={styles['title']}>
        <OutsideText text={title} />
      </Heading>
      {text && (
        <p className={styles['text']}>
          <OutsideText text={text} />
        </p>
      )}
      {children}
    </div>
  );
  return alone ? <main className={styles['alone']}>{panel}</main> : panel;
}
