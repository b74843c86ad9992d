import type { ReactNode } from 'react';
import type { KeyView } from '#contract/view';
import { visibleText } from '#contract/words/visible-text';
import { OutsideText } from '../../ui/OutsideText.tsx';
import styles from './KeyName.module.css';

/** A key's name, with the mark of the key that a click on the tray icon copies. */
export function KeyName({ subject }: { readonly subject: KeyView }): ReactNode {
  return (
    <>
      <span className={styles['nameText']} title={visibleText(subject.name)}>
        <OutsideText text={subject.name} />
      </span>
      {subject.isDefault && (
        <span className={styles['default']} title="A click on the tray icon copies a token of this key">
          Default
        </span>
      )}
    </>
  );
}
