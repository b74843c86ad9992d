import type { ReactNode } from 'react';
import { Glyph } from './Glyph.tsx';
import styles from './SearchBox.module.css';

interface SearchBoxProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly autoFocus?: boolean;
}

/** A filter field. Escape empties it before it does anything else. */
export function SearchBox({ label, value, onChange, autoFocus = false }: SearchBoxProps): ReactNode {
  return (
    <label className={styles['box']}>
      <Glyph name="search" />
      <input
        type="search"
        aria-label={label}
        placeholder={label}
        value={value}
        autoComplete="off"
        spellCheck={false}
        data-autofocus={autoFocus || undefined}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || value === '') return;
          event.preventDefault();
          event.stopPropagation();
          onChange('');
        }}
      />
    </label>
  );
}
