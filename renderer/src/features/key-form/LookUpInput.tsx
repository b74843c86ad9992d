import { type ReactNode, useRef } from 'react';
import type { FieldView } from '#contract/view';
import inputStyles from '../../ui/Input.module.css';
import type { ControlProps } from './Field.tsx';
import styles from './KeyForm.module.css';
import { LookUpPopup } from './LookUpPopup.tsx';
import type { LookUpFn } from './use-look-up.ts';

interface LookUpInputProps extends ControlProps {
  readonly field: FieldView;
  readonly defaultValue: string;
  readonly onLookUp: LookUpFn;
}

/** A line of text that the provider may have proposals for. */
export function LookUpInput({ field, defaultValue, onLookUp, ...control }: LookUpInputProps): ReactNode {
  const inputRef = useRef<HTMLInputElement>(null);
  const input = (
    <input
      {...control}
      ref={inputRef}
      type="text"
      inputMode={field.kind === 'text' ? 'text' : 'url'}
      className={`${inputStyles['input']} ${inputStyles['mono']}`}
      defaultValue={defaultValue}
      placeholder={field.placeholder}
      autoComplete="off"
      autoCapitalize="off"
      spellCheck={false}
    />
  );
  if (!field.canLookUp) return input;
  const pick = (value: string): void => {
    const target = inputRef.current;
    if (target === null) return;
    target.value = value;
    // As if it had been typed: the form learns of it in the usual way.
    target.dispatchEvent(new Event('input', { bubbles: true }));
    target.focus();
  };
  return (
    <span className={styles['withButton']}>
      {input}
      <LookUpPopup field={field} onLookUp={onLookUp} onPick={pick} />
    </span>
  );
}
