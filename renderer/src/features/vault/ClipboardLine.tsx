import type { ReactNode } from 'react';
import type { Snapshot } from '#contract/view';
import { useAsk } from '../../state/use-ask.ts';
import { useNow } from '../../state/use-now.ts';
import { Button } from '../../ui/Button.tsx';
import { Glyph } from '../../ui/Glyph.tsx';
import { OutsideText } from '../../ui/OutsideText.tsx';
import styles from './VaultLine.module.css';

/** Says whose token is on the clipboard and for how long. A timer: shown, but not announced every second. */
export function ClipboardLine({ snapshot }: { readonly snapshot: Snapshot }): ReactNode {
  const ask = useAsk();
  const clearsAtMs = snapshot.clipboard?.clearsAtMs ?? 0;
  const seconds = useNow((nowMs) => Math.max(0, Math.ceil((clearsAtMs - nowMs) / 1000)));
  if (snapshot.clipboard === null || seconds === 0) return null;
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
        <span>Clipboard clears in {seconds} s</span>
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
