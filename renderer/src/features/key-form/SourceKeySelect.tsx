import type { ReactNode } from 'react';
import type { KeyView } from '#contract/view';
import { visibleText } from '#contract/words/visible-text';
import inputStyles from '../../ui/Input.module.css';
import type { ControlProps } from './Field.tsx';
import styles from './KeyForm.module.css';

interface SourceKeySelectProps extends ControlProps {
  /** The keys to choose from. */
  readonly sources: readonly KeyView[];
  readonly defaultValue: string;
}

/** Chooses the stored key whose token this one uses. */
export function SourceKeySelect({
  sources,
  required,
  defaultValue,
  ...control
}: SourceKeySelectProps): ReactNode {
  // A key that was deleted since is none.
  const chosen = sources.some(({ id }) => id === defaultValue) ? defaultValue : '';
  return (
    <>
      <select {...control} required={required} className={inputStyles['input']} defaultValue={chosen}>
        <option value="">{required ? 'Choose a key…' : 'None'}</option>
        {sources.map(({ id, name, providerName }) => (
          <option key={id} value={id}>
            {visibleText(name)} ({visibleText(providerName)})
          </option>
        ))}
      </select>
      {sources.length === 0 && (
        <p className={styles['help']}>
          There is no other key yet: first add the one whose token this key uses.
        </p>
      )}
    </>
  );
}
