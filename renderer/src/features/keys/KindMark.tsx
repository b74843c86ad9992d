import type { ReactNode } from 'react';
import type { KeyKindView } from '#contract/view';
import { keyKindWords } from '#contract/words/key-kind-words';
import styles from './KindMark.module.css';

/** Marks a key that gets its token in another way than by a call to its provider. */
export function KindMark({ kind }: { readonly kind: KeyKindView }): ReactNode {
  const words = keyKindWords[kind];
  return (
    words && (
      <span className={styles['kind']} title={words.meaning}>
        {words.word}
      </span>
    )
  );
}
