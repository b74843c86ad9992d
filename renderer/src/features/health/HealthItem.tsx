import type { ReactNode } from 'react';
import type { HealthItemView } from '#contract/health-view';
import {
  healthFixWords,
  healthStateWords,
  healthSubjectWords,
  healthTexts,
  healthWords,
} from '#contract/words/health-words';
import type { OpenDialogFn } from '../../state/open-dialog.ts';
import { Button } from '../../ui/Button.tsx';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { Glyph, type IconName } from '../../ui/Glyph.tsx';
import items from '../../ui/ItemList.module.css';
import { OutsideText } from '../../ui/OutsideText.tsx';
import styles from './Health.module.css';
import { useHealthFix } from './use-health-fix.ts';

const icons: Record<HealthItemView['state'], IconName> = {
  good: 'check',
  notice: 'info',
  bad: 'warning',
  unknown: 'question',
};

interface HealthItemProps {
  readonly item: HealthItemView;
  readonly onOpen: OpenDialogFn;
  /** Something was done about it. */
  readonly onChanged: () => void;
}

/** One protection: its state in a symbol and in words, what that means, and what can be done. */
export function HealthItem({ item, onOpen, onChanged }: HealthItemProps): ReactNode {
  const { busy, failure, run } = useHealthFix(item.fix, onOpen, onChanged);
  return (
    <li className={`${items['item']} ${styles['item']}`} data-state={item.state}>
      <Glyph name={icons[item.state]} />
      <div className={items['words']}>
        <h3 className={items['title']}>
          {healthSubjectWords[item.subject]}{' '}
          <span className={styles['state']}>· {healthStateWords[item.state]}</span>
        </h3>
        <p>
          <OutsideText text={healthWords(item)} />
        </p>
        {item.fix === 'testClipboard' && item.detail !== 'notTested' && <p>{healthTexts.testClears}</p>}
        {failure && <FailureNote failure={failure} />}
      </div>
      {item.fix !== null && (
        <Button busy={busy} onClick={run}>
          {healthFixWords[item.fix]}
        </Button>
      )}
    </li>
  );
}
