import type { ReactNode } from 'react';
import type { Snapshot } from '#contract/view';
import { protectionWords } from '#contract/words/protection-words';
import { restoreWords } from '#contract/words/restore-words';
import type { OpenDialogFn } from '../../state/open-dialog.ts';
import { Button } from '../../ui/Button.tsx';
import { Mark } from '../../ui/Mark.tsx';
import { PresetCards } from '../key-form/PresetCards.tsx';
import styles from './FirstRun.module.css';

/** The window before the first key: what Keyfob does, what protects the keys, and where to begin. */
export function FirstRun(props: { readonly snapshot: Snapshot; readonly onOpen: OpenDialogFn }): ReactNode {
  const { snapshot, onOpen } = props;
  return (
    <div className={styles['welcome']}>
      <span className={styles['mark']}>
        <Mark size={44} />
      </span>
      <h2 className={styles['title']}>API keys in, fresh tokens out</h2>
      <p className={styles['text']}>{protectionWords(snapshot.vault)}</p>
      <div className={styles['ways']}>
        <Button tone="primary" icon="add" onClick={() => onOpen({ kind: 'add', presetId: null })}>
          Add your first key
        </Button>
        <Button icon="import" onClick={() => onOpen({ kind: 'import', preview: null })}>
          Import…
        </Button>
        <Button tone="quiet" onClick={() => onOpen({ kind: 'restore' })}>
          {restoreWords.open}
        </Button>
      </div>
      <h3 className={styles['from']}>or start with its provider</h3>
      <div className={styles['cards']}>
        <PresetCards presets={snapshot.presets} onChoose={(presetId) => onOpen({ kind: 'add', presetId })} />
      </div>
    </div>
  );
}
