import type { ReactNode } from 'react';
import styles from './FactList.module.css';
import { OutsideText } from './OutsideText.tsx';

interface FactListProps {
  readonly facts: readonly { readonly label: string; readonly value: string }[];
}

/** Names and values that an expert wants to compare or copy. */
export function FactList({ facts }: FactListProps): ReactNode {
  return (
    <dl className={styles['facts']}>
      {facts.map(({ label, value }) => (
        // Two facts may have the same label, as two headers may.
        <div key={`${label}\n${value}`}>
          <dt>
            <OutsideText text={label} />
          </dt>
          <dd>
            <OutsideText text={value} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
