import { type ReactNode, useState, useSyncExternalStore } from 'react';
import type { Snapshot } from '#contract/view';
import { lockedWords } from '#contract/words/trust-words';
import styles from './App.module.css';
import { Dialogs } from './features/Dialogs.tsx';
import { FirstRun } from './features/first-run/FirstRun.tsx';
import { Header } from './features/header/Header.tsx';
import { FileDrop } from './features/import/FileDrop.tsx';
import { KeyList } from './features/keys/KeyList.tsx';
import { LockedPanel } from './features/vault/LockedPanel.tsx';
import { StartPanel } from './features/vault/StartPanel.tsx';
import { useKeptFocus } from './features/vault/use-kept-focus.ts';
import { canLock, useLockShortcut } from './features/vault/use-lock.ts';
import { VaultLine } from './features/vault/VaultLine.tsx';
import { VaultNotes } from './features/vault/VaultNotes.tsx';
import type { OpenDialog } from './state/open-dialog.ts';
import { type Services, ServicesContext, useServices } from './state/services.ts';
import { useSnapshot } from './state/use-snapshot.ts';
import { useTheme } from './state/use-theme.ts';
import { Toasts } from './ui/Toasts.tsx';
import { VisuallyHidden } from './ui/VisuallyHidden.tsx';

/** The window. */
export function App({ services }: { readonly services: Services }): ReactNode {
  return (
    <ServicesContext value={services}>
      <Window />
      <Toasts />
    </ServicesContext>
  );
}

function Window(): ReactNode {
  const state = useSnapshot();
  const snapshot = state.status === 'ready' ? state.snapshot : null;
  useKeptFocus(state);
  useTheme(snapshot?.settings.theme ?? 'system');
  if (snapshot === null || snapshot.vault.state === 'opening') return <StartPanel state={state} />;
  return <Opened snapshot={snapshot} />;
}

/** Dialogs that hold nothing but what is stored. */
const nothingTyped: ReadonlySet<OpenDialog['kind']> = new Set([
  'inbox',
  'activity',
  'details',
  'settings',
  'health',
  'backups',
]);

/** Dialogs that need no open vault, as they lead to one. */
const needsNoVault: ReadonlySet<OpenDialog['kind']> = new Set(['health', 'backups']);

function Opened({ snapshot }: { readonly snapshot: Snapshot }): ReactNode {
  const { shownKey } = useServices();
  const [dialog, setDialog] = useState<OpenDialog | null>(null);
  // One that was ended by a lock may still be told that it is done: that must not close what was opened since.
  const close = (): void => setDialog((open) => (open === dialog ? null : open));
  const locked = snapshot.vault.state === 'locked';
  // A lock ends what was begun: the main process has forgotten what a dialog would go on with.
  if (locked && dialog !== null && !needsNoVault.has(dialog.kind)) setDialog(null);
  useLockShortcut(canLock(snapshot.vault));
  const shown = useSyncExternalStore(shownKey.subscribe, shownKey.current);
  // The row that a notice asks for must be seen; nothing that was typed is lost with these.
  if (shown !== null && dialog !== null && nothingTyped.has(dialog.kind)) setDialog(null);

  return (
    <div className={styles['window']}>
      <VisuallyHidden>
        <span role="status">{locked && lockedWords(snapshot.vault).title}</span>
      </VisuallyHidden>
      <Header snapshot={snapshot} onOpen={setDialog} />
      {!locked && <VaultNotes vault={snapshot.vault} onOpen={setDialog} />}
      <main className={styles['main']} tabIndex={-1}>
        {locked && <LockedPanel vault={snapshot.vault} onOpen={setDialog} />}
        {!locked && snapshot.keys.length === 0 && <FirstRun snapshot={snapshot} onOpen={setDialog} />}
        {!locked && snapshot.keys.length > 0 && <KeyList snapshot={snapshot} onOpen={setDialog} />}
      </main>
      <VaultLine snapshot={snapshot} onOpen={setDialog} />
      {!locked && <FileDrop dialog={dialog} onOpen={setDialog} />}
      <Dialogs dialog={dialog} snapshot={snapshot} onOpen={setDialog} onClose={close} />
    </div>
  );
}
