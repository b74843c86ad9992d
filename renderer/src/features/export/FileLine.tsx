import type { ReactNode } from 'react';
import type { RestoreChoice } from '#contract/restore-view';
import { Glyph } from '../../ui/Glyph.tsx';
import { OutsideText } from '../../ui/OutsideText.tsx';
import styles from './Restore.module.css';

/** Which exported file it is, and what is known of it. */
export function FileLine(props: {
  readonly choice: RestoreChoice;
  readonly children?: ReactNode;
}): ReactNode {
  return (
    <p className={styles['file']}>
      <Glyph name="file" />
      <span>
        <OutsideText text={props.choice.fileName} />
        {props.children && <span className={styles['muted']}> · {props.children}</span>}
      </span>
    </p>
  );
}
