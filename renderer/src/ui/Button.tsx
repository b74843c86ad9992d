import type { ComponentPropsWithRef, ReactNode } from 'react';
import styles from './Button.module.css';
import { Glyph, type IconName } from './Glyph.tsx';
import { Spinner } from './Spinner.tsx';

interface ButtonProps extends Omit<ComponentPropsWithRef<'button'>, 'className'> {
  readonly tone?: 'primary' | 'secondary' | 'quiet' | 'danger';
  readonly icon?: IconName;
  /** Shows that the call runs. The button keeps its focus and its name, and ignores further clicks. */
  readonly busy?: boolean;
}

/** A button with words. */
export function Button({
  tone = 'secondary',
  icon,
  busy = false,
  children,
  onClick,
  ...rest
}: ButtonProps): ReactNode {
  return (
    <button
      type="button"
      {...rest}
      className={`${styles['button']} ${styles[tone]}`}
      aria-busy={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
    >
      {busy ? <Spinner /> : icon && <Glyph name={icon} />}
      {children}
    </button>
  );
}
