import type { ReactNode } from 'react';
import input from '../../ui/Input.module.css';
import { SettingField } from './SettingField.tsx';
import { useSetting } from './use-setting.ts';

interface NumberSelectProps<N extends number | null> {
  readonly label: string;
  readonly help?: string;
  readonly number: N;
  /** What is offered. What is stored is offered, too, wherever it came from. */
  readonly offered: readonly N[];
  readonly words: (number: N) => string;
  readonly store: Parameters<typeof useSetting<N>>[1];
}

/** What the browser is told of a choice; null stands last. */
const textOf = (number: number | null) => (number === null ? '' : String(number));
const orderOf = (number: number | null) => number ?? Number.POSITIVE_INFINITY;

/** A number out of a few, such as days or minutes; null is none. */
export function NumberSelect<N extends number | null>(props: NumberSelectProps<N>): ReactNode {
  const { label, help, number, offered, words, store } = props;
  const { value, failure, choose } = useSetting(number, store);
  const all = [...new Set([...offered, value])].toSorted((a, b) => orderOf(a) - orderOf(b));
  return (
    <SettingField label={label} help={help} failure={failure}>
      {(control) => (
        <select
          {...control}
          className={input['input']}
          value={textOf(value)}
          onChange={({ target }) => all.filter((each) => textOf(each) === target.value).forEach(choose)}
        >
          {all.map((each) => (
            <option key={textOf(each)} value={textOf(each)}>
              {words(each)}
            </option>
          ))}
        </select>
      )}
    </SettingField>
  );
}
