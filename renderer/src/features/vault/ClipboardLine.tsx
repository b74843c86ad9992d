import type { ReactNode } from 'react';
import type { Snapshot } from '#contract/view';
import { useAsk } from '../../state/use-ask.ts';
import { useNow } from '../../state/use-now.ts';
import { Button } from '../../ui/Button.tsx';
import { Glyph } from '../../ui/Glyph.tsx';
import { OutsideText } from '../../ui/OutsideText.tsx';
import styles from './VaultLine.module.css';

/** A clearing takes a moment. Seconds. */
const patienceS = 3;
const notClearedWords = 'The clipboard does not answer; it is tried again';

/** Says whose token is on the clipboard and for how long. A timer: shown, but not announced every second. */
export function ClipboardLine({ snapshot }: { readonly snapshot: Snapshot }): ReactNode {
  const ask = useAsk();
  const clearsAtMs = snapshot.clipboard?.clearsAtMs ?? 0;
  const seconds = useNow((nowMs) => Math.max(-patienceS, Math.ceil((clearsAtMs - nowMs) / 1000)));
  const isOverdue = seconds === -patienceS;
  if (snapshot.clipboard === null || (seconds <= 0 && !isOverdue)) return null;
  const owner = snapshot.keys.find((key) => key.id === snapshot.clipboard?.keyId);
  return (
    <div className={styles['clipboard']}>
      <p role="timer" aria-live="off" className={styles['timer']}>
        <Glyph name="copy" />
        <span className={styles['owner']}>
          {owner && (
            <>
              <OutsideText text={owner.name} />
              {' · '}
            </>
          )}
        </span>
        <span>{isOverdue ? notClearedWords : `Clipboard clears in ${seconds} s`}</span>
      </p>
      <Button
        tone="quiet"
        aria-label="Clear the clipboard now"
        onClick={() => void ask('clipboard.clear', {})}
      >
        Clear now
      </Button>
    </div>
  );
}
