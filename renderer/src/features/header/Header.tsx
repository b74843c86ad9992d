import type { ReactNode } from 'react';
import type { Snapshot } from '#contract/view';
import { summaryParts } from '#contract/words/key-words';
import type { OpenDialogFn } from '../../state/open-dialog.ts';
import { useNow } from '../../state/use-now.ts';
import { Button } from '../../ui/Button.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Mark } from '../../ui/Mark.tsx';
import { ThemeSwitch } from '../settings/ThemeSwitch.tsx';
import styles from './Header.module.css';

/** The top of the window: what this is, how the keys are, and the way to add one. */
export function Header(props: { readonly snapshot: Snapshot; readonly onOpen: OpenDialogFn }): ReactNode {
  const { keys, settings, vault } = props.snapshot;
  // The summary counts days, so an hour is fine enough.
  const hour = useNow((nowMs) => Math.floor(nowMs / 3_600_000));
  const parts = summaryParts(keys, hour * 3_600_000);

  return (
    <header className={styles['header']}>
      <h1 className={styles['name']}>
        <Mark size={20} />
        <span>Keyfob</span>
      </h1>
      <p className={styles['summary']}>
        {vault.state === 'locked'
          ? 'Locked'
          : parts.map(({ words, urgent }, index) => (
              <span key={words}>
                {index > 0 && ' · '}
                <span className={urgent ? styles['urgent'] : undefined}>{words}</span>
              </span>
            ))}
      </p>
      <ThemeSwitch theme={settings.theme} />
      {vault.state !== 'locked' && (
        <IconButton icon="settings" label="Settings" onClick={() => props.onOpen({ kind: 'settings' })} />
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
          <Button tone="primary" icon="add" onClick={() => props.onOpen({ kind: 'add', presetId: null })}>
            Add key
          </Button>
        </>
      )}
    </header>
  );
}
