import type { ReactNode } from 'react';
import input from '../../ui/Input.module.css';
import { SettingField } from './SettingField.tsx';
import { useSetting } from './use-setting.ts';

interface NumberSelectProps {
  readonly label: string;
  readonly help?: string;
  readonly number: number | null;
  /** What is offered besides null. What is stored is offered, too, wherever it came from. */
  readonly offered: readonly number[];
  readonly words: (number: number | null) => string;
  readonly store: Parameters<typeof useSetting<number | null>>[1];
}

/** A number out of a few, such as days or minutes, or none. */
export function NumberSelect({ label, help, number, offered, words, store }: NumberSelectProps): ReactNode {
  const { value, failure, choose } = useSetting(number, store);
  const all = [...new Set([...offered, ...(value === null ? [] : [value])])].toSorted((a, b) => a - b);
  return (
    <SettingField label={label} help={help} failure={failure}>
      {(control) => (
        <select
          {...control}
          className={input['input']}
          value={value ?? ''}
          onChange={({ target }) => choose(target.value === '' ? null : Number(target.value))}
        >
          {all.map((each) => (
            <option key={each} value={each}>
              {words(each)}
            </option>
          ))}
          <option value="">{words(null)}</option>
        </select>
      )}
    </SettingField>
  );
}
