import type { ReactNode } from 'react';
import type { Snapshot } from '#contract/view';
import type { OpenDialogFn } from '../../state/open-dialog.ts';
import { Button } from '../../ui/Button.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Mark } from '../../ui/Mark.tsx';
import { InboxButton } from '../inbox/InboxButton.tsx';
import { ThemeSwitch } from '../settings/ThemeSwitch.tsx';
import { LockButton } from '../vault/LockButton.tsx';
import styles from './Header.module.css';
import { Summary } from './Summary.tsx';

/** The top of the window: what this is, how the keys are, and the way to add one. */
export function Header(props: { readonly snapshot: Snapshot; readonly onOpen: OpenDialogFn }): ReactNode {
  const { keys, settings, vault, inbox } = props.snapshot;

  return (
    <header className={styles['header']}>
      <h1 className={styles['name']}>
        <Mark size={20} />
        <span>Keyfob</span>
      </h1>
      <Summary keys={keys} vault={vault} />
      <ThemeSwitch theme={settings.theme} />
      {vault.state !== 'locked' && (
        <div className={styles['icons']}>
          <LockButton />
          <InboxButton inbox={inbox} onOpen={props.onOpen} />
          <IconButton
            icon="history"
            label="Activity"
            onClick={() => props.onOpen({ kind: 'activity', keyId: null })}
          />
          <IconButton icon="settings" label="Settings" onClick={() => props.onOpen({ kind: 'settings' })} />
        </div>
      )}
      {vault.state !== 'locked' && keys.length > 0 && (
        <>
          <Button
            icon="import"
            aria-label="Import…"
            title="Import keys"
            onClick={() => props.onOpen({ kind: 'import', preview: null })}
          >
            <span data-words>Import…</span>
          </Button>
          <Button
            tone="primary"
            icon="add"
            aria-label="Add key"
            onClick={() => props.onOpen({ kind: 'add', presetId: null })}
          >
            <span data-words>Add key</span>
          </Button>
        </>
      )}
    </header>
  );
}
