import type { ReactNode } from 'react';
import type { Snapshot } from '#contract/view';
import { useNow } from '../../state/use-now.ts';
import { Button } from '../../ui/Button.tsx';
import { Glyph } from '../../ui/Glyph.tsx';
import { OutsideText } from '../../ui/OutsideText.tsx';
import { VisuallyHidden } from '../../ui/VisuallyHidden.tsx';
import { useClearClipboard } from './use-clear-clipboard.ts';
import styles from './VaultLine.module.css';

/** A clearing takes a moment. Seconds. */
const patienceS = 3;
const notClearedWords = 'The clipboard does not answer; it is tried again';

/** Says whose token is on the clipboard and for how long. A timer: shown, but not announced every second; that it is over is. */
export function ClipboardLine({ snapshot }: { readonly snapshot: Snapshot }): ReactNode {
  const { busy, leftAtMs, clear } = useClearClipboard();
  const clearsAtMs = snapshot.clipboard?.clearsAtMs ?? 0;
  const seconds = useNow((nowMs) => Math.max(-patienceS, Math.ceil((clearsAtMs - nowMs) / 1000)));
  const isHeld = snapshot.clipboard !== null;
  const isOverdue = isHeld && seconds <= 0 && (seconds === -patienceS || leftAtMs === clearsAtMs);
  const owner = snapshot.keys.find((key) => key.id === snapshot.clipboard?.keyId);
  return (
    <>
      <VisuallyHidden>
        <span role="status">{isOverdue && notClearedWords}</span>
      </VisuallyHidden>
      {isHeld && (seconds > 0 || busy || isOverdue) && (
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
            <span>{isOverdue ? notClearedWords : `Clipboard clears in ${Math.max(0, seconds)} s`}</span>
          </p>
          <Button tone="quiet" aria-label="Clear the clipboard now" busy={busy} onClick={clear}>
            Clear now
          </Button>
        </div>
      )}
    </>
  );
}
