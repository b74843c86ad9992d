import type { ComponentPropsWithRef, ReactNode } from 'react';
import { Glyph, type IconName } from './Glyph.tsx';
import styles from './IconButton.module.css';

interface IconButtonProps extends Omit<ComponentPropsWithRef<'button'>, 'className' | 'aria-label'> {
  readonly icon: IconName;
  /** What the button does and to what: "Reveal client secret of prod". */
  readonly label: string;
  /** A shorter tooltip; the label otherwise. */
  readonly hint?: string;
  /** A few characters over the picture; the label says the same. */
  readonly badge?: string | undefined;
}

/** A button with a picture alone: its name is for screen readers, the hint for the pointer. */
export function IconButton({ icon, label, hint, badge, ...rest }: IconButtonProps): ReactNode {
  return (
    <button type="button" title={hint ?? label} {...rest} className={styles['button']} aria-label={label}>
      <Glyph name={icon} />
      {badge !== undefined && (
        <span aria-hidden="true" className={styles['badge']}>
          {badge}
        </span>
      )}
    </button>
  );
}
