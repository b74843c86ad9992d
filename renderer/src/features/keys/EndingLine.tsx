import type { ReactNode } from 'react';
import type { KeyView, PresetView } from '#contract/view';
import { ageWords, expiryWords } from '#contract/words/key-words';
import type { OpenDialogFn } from '../../state/open-dialog.ts';
import { useNow } from '../../state/use-now.ts';
import { Glyph } from '../../ui/Glyph.tsx';
import { OutsideText } from '../../ui/OutsideText.tsx';
import { FixButtons } from './FixButtons.tsx';
import styles from './RowLines.module.css';
import { SnoozeMenu } from './SnoozeMenu.tsx';

interface EndingLineProps {
  readonly subject: KeyView;
  readonly preset: PresetView | undefined;
  readonly onOpen: OpenDialogFn;
}

/** A key that works but ends soon or is old: when, what to do, and the way to do it. */
export function EndingLine({ subject, preset, onOpen }: EndingLineProps): ReactNode {
  const { keyExpiresAtMs, createdAtMs } = subject;
  const when = useNow((nowMs) =>
    keyExpiresAtMs !== null && keyExpiresAtMs - nowMs < 30 * 86_400_000
      ? `This key expires ${expiryWords(keyExpiresAtMs, nowMs)}.`
      : `${ageWords(createdAtMs, nowMs)}.`,
  );
  return (
    <div className={styles['notice']}>
      <Glyph name="calendar" />
      <p className={styles['grow']}>
        <strong className={styles['title']}>{when}</strong> Make a new one at{' '}
        <OutsideText text={subject.providerName} /> and enter it here.
      </p>
      <span className={styles['buttons']}>
        <FixButtons subject={subject} preset={preset} onOpen={onOpen} />
        <SnoozeMenu subject={subject} />
      </span>
    </div>
  );
}
