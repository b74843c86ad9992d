import type { ComponentPropsWithRef, ReactNode } from 'react';
import styles from './Bar.module.css';

interface BarProps extends Omit<ComponentPropsWithRef<'progress'>, 'className' | 'max' | 'value'> {
  readonly done: number;
  readonly all: number;
}

/** The bar alone; what surrounds it says of what it is. As wide as its place. */
export function Bar({ done, all, ...rest }: BarProps): ReactNode {
  return <progress {...rest} className={styles['bar']} max={Math.max(1, all)} value={done} />;
}
