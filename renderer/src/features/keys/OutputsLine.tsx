import type { ReactNode } from 'react';
import type { TokenOutputView } from '#contract/view';
import { OutsideText } from '../../ui/OutsideText.tsx';
import styles from './RowLines.module.css';

/** Further values of the token answer, such as a user id. Not secret; one click selects a whole value. */
export function OutputsLine({ outputs }: { readonly outputs: readonly TokenOutputView[] }): ReactNode {
  return (
    <dl className={styles['outputs']}>
      {outputs.map((output) => (
        <div key={output.id} className={styles['output']}>
          <dt className={styles['caption']}>
            <OutsideText text={output.label} />
          </dt>
          <dd className={styles['value']}>
            <OutsideText text={output.value} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
