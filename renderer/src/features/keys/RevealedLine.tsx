import type { ReactNode } from 'react';
import { useNow } from '../../state/use-now.ts';
import { Button } from '../../ui/Button.tsx';
import { Glyph } from '../../ui/Glyph.tsx';
import { VisuallyHidden } from '../../ui/VisuallyHidden.tsx';
import styles from './RowLines.module.css';
import type { Revealed } from './use-reveal.ts';

interface RevealedLineProps {
  readonly label: string;
  readonly revealed: Revealed;
  readonly onHide: () => void;
}

function secondsUntil(hideAtMs: number, nowMs: number): number {
  // The shared clock may be up to a second behind the moment of the reveal.
  return Math.min(30, Math.max(0, Math.ceil((hideAtMs - nowMs) / 1000)));
}

/** A revealed secret in full, selectable, with a bar that runs out. The bar is for the eye; it is not announced. */
export function RevealedLine({ label, revealed, onHide }: RevealedLineProps): ReactNode {
  const secondsLeft = useNow((nowMs) => secondsUntil(revealed.hideAtMs, nowMs));
  return (
    <div className={styles['revealed']}>
      <VisuallyHidden>
        <span role="status">{label} is shown for 30 seconds.</span>
      </VisuallyHidden>
      <Glyph name="eye" />
      <div className={styles['grow']}>
        <span className={styles['caption']}>{label}</span>
        <code className={styles['secret']} dir="ltr">
          {revealed.secret}
        </code>
      </div>
      <span className={styles['countdown']} aria-hidden="true">
        {secondsLeft} s
        <progress max={30} value={secondsLeft} />
      </span>
      <Button onClick={onHide}>Hide</Button>
    </div>
  );
}
