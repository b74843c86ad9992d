import type { ReactNode } from 'react';
import input from '../../ui/Input.module.css';
import { SettingField } from './SettingField.tsx';
import { useSetting } from './use-setting.ts';

interface DaysSelectProps {
  readonly label: string;
  readonly help?: string;
  readonly days: number | null;
  /** What is offered besides null. What is stored is offered, too, wherever it came from. */
  readonly offered: readonly number[];
  readonly words: (days: number | null) => string;
  readonly store: Parameters<typeof useSetting<number | null>>[1];
}

/** A number of days out of a few, or none. */
export function DaysSelect({ label, help, days, offered, words, store }: DaysSelectProps): ReactNode {
  const { value, failure, choose } = useSetting(days, store);
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
          {all.map((number) => (
            <option key={number} value={number}>
              {words(number)}
            </option>
          ))}
          <option value="">{words(null)}</option>
        </select>
      )}
    </SettingField>
  );
}
