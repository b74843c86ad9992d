import type { ReactNode } from 'react';
import { visibleText } from '#contract/words/visible-text';
import styles from './MiddleEllipsis.module.css';

const tailLength = 5;

/**
 * An identifier that loses its middle when there is no room: its end is what tells two apart. The whole text stays in
 * the page, so selecting, searching and screen readers get all of it.
 */
export function MiddleEllipsis({ text }: { readonly text: string }): ReactNode {
  const shown = visibleText(text);
  return (
    <bdi dir="ltr" className={styles['whole']} title={shown}>
      <span className={styles['head']}>{shown.slice(0, -tailLength)}</span>
      <span>{shown.slice(-tailLength)}</span>
    </bdi>
  );
}
