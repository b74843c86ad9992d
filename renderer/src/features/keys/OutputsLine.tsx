import type { ReactNode } from 'react';
import type { KeyView } from '#contract/view';
import { visibleText } from '#contract/words/visible-text';
import { IconButton } from '../../ui/IconButton.tsx';
import { OutsideText } from '../../ui/OutsideText.tsx';
import styles from './RowLines.module.css';
import { outputForm, useCopy } from './use-copy.ts';

/** Further values of the token answer, such as a user id. Not secret; one click selects a whole value. */
export function OutputsLine({ subject }: { readonly subject: KeyView }): ReactNode {
  const copy = useCopy();
  const canCopy = (outputId: string): boolean =>
    subject.copyForms.some(({ id }) => id === outputForm(outputId));
  return (
    <dl className={styles['outputs']}>
      {subject.token.outputs.map((output) => (
        <div key={output.id} className={styles['output']}>
          <dt className={styles['caption']}>
            <OutsideText text={output.label} />
          </dt>
          <dd className={styles['value']}>
            <OutsideText text={output.value} />
          </dd>
          {canCopy(output.id) && (
            <dd className={styles['copy']}>
              <IconButton
                icon="copy"
                label={`Copy ${visibleText(output.label)} of ${visibleText(subject.name)}`}
                hint={`Copy ${visibleText(output.label)}`}
                onClick={() => void copy(subject, outputForm(output.id))}
              />
            </dd>
          )}
        </div>
      ))}
    </dl>
  );
}
